import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { EditPreview } from '../../../shared/edit.ts';
import type { Check } from '../../../shared/project.ts';
import type { TargetReport } from '../../../shared/targets.ts';
import { fail } from '../../support/fakeBridge.ts';
import { hashOf, idOf, reportOf } from '../../support/fakeStates.ts';
import { later } from '../renderPage.tsx';
import { isBlocked, publishButton, reasonOf, review } from './review.tsx';

const exclude = { kind: 'exclude', pattern: '.env' } as const;
const secret: Check = {
  id: 'secret:1',
  severity: 'error',
  title: '.env has the shape of a secret',
  why: 'Whoever downloads the package can read it.',
  at: { file: '.env', line: 2 },
  excerpt: 'KEY=••••',
  actions: [
    { kind: 'edit', label: 'Exclude .env', edit: exclude },
    { kind: 'accept', label: 'Publish it as it is', findingId: 'finding-1' },
  ],
};
const preview = (change: Partial<EditPreview> = {}): EditPreview => ({
  path: 'elba.toml',
  before: 'a\n',
  after: 'a\nexclude = [".env"]\n',
  hunks: [
    {
      oldStart: 1,
      newStart: 1,
      lines: [
        { kind: 'same', text: 'a', oldLine: 1, newLine: 1 },
        { kind: 'add', text: 'exclude = [".env"]', newLine: 2 },
      ],
    },
  ],
  beforeSha256: hashOf('e'),
  ...change,
});
const green = reportOf({ revision: 2 });
const other: Check = { id: 'other', severity: 'warning', title: 'There is no licence' };
const withSecret = reportOf({ checks: [secret] });

const press = async (user: { click(element: Element): Promise<void> }, name: string): Promise<void> =>
  user.click(await screen.findByRole('button', { name }));

describe('a change to elba.toml', () => {
  test('is shown as a difference first, then made to the very text that was shown', async () => {
    const { user, fake, expectAccessible } = await review(withSecret, {
      'projects.previewEdit': () => preview(),
      'projects.applyEdit': () => green,
    });
    expect((await screen.findByText('KEY=••••')).closest('.snip')?.textContent).toBe('2KEY=••••');
    await press(user, 'Exclude .env…');
    const dialog = await screen.findByRole('dialog', { name: 'Exclude .env in elba.toml?' });
    expect(document.activeElement).toBe(within(dialog).getByRole('button', { name: 'Cancel' }));
    const change = await within(dialog).findByRole('region', { name: 'Change of elba.toml' });
    expect(within(change).getByText(/exclude = /).textContent).toBe('Added: exclude = [".env"]');
    expect(within(change).getByText('@@ -1,1 +1,2 @@')).toBeTruthy();
    await expectAccessible();
    expect(fake.inputsOf('projects.applyEdit')).toEqual([]);
    await press(user, 'Change elba.toml');
    expect(fake.inputsOf('projects.applyEdit')).toEqual([
      { projectId: 'p1', edit: exclude, beforeSha256: hashOf('e') },
    ]);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.queryByText(secret.title)).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('list', { name: 'Checks' })));
  });

  test.each([
    ['one finding is left', reportOf({ revision: 2, checks: [other] })],
    ['the last one goes', green],
  ])('leaves the focus on the list of checks when its finding goes and %s', async (_, after) => {
    const { user, expectAccessible } = await review(reportOf({ checks: [secret, other] }), {
      'projects.previewEdit': () => preview(),
      'projects.applyEdit': () => after,
    });
    (await screen.findByRole('button', { name: 'Exclude .env…' })).focus();
    await user.keyboard('{Enter}');
    await screen.findByRole('region', { name: 'Change of elba.toml' });
    screen.getByRole('button', { name: 'Change elba.toml' }).focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByText(secret.title)).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('list', { name: 'Checks' })));
    await expectAccessible();
  });

  test('leaves the focus on the list when a later look takes the finding away', async () => {
    const { user, emit } = await review(withSecret, {
      'projects.previewEdit': () => preview(),
      'projects.applyEdit': () => ({ ...withSecret, revision: 2 }),
    });
    await press(user, 'Exclude .env…');
    await screen.findByRole('region', { name: 'Change of elba.toml' });
    await press(user, 'Change elba.toml');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Exclude .env…'));
    await emit('project.changed', reportOf({ revision: 3 }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('list', { name: 'Checks' })));
  });

  test('that is left by Escape is not made, and the focus is where it was', async () => {
    const { user, fake } = await review(withSecret, { 'projects.previewEdit': () => preview() });
    await press(user, 'Exclude .env…');
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Exclude .env…'));
    expect(fake.inputsOf('projects.applyEdit')).toEqual([]);
  });

  test('is shown anew when the file is another one by now, and made to that', async () => {
    let isOld = true;
    const { user, fake } = await review(withSecret, {
      'projects.previewEdit': () => preview({ beforeSha256: isOld ? hashOf('e') : hashOf('f') }),
      'projects.applyEdit': () => {
        if (!isOld) return green;
        isOld = false;
        throw fail('folder_changed', 'elba.toml has changed since. Look at the change again.');
      },
    });
    await press(user, 'Exclude .env…');
    await screen.findByRole('region', { name: 'Change of elba.toml' });
    await press(user, 'Change elba.toml');
    expect((await screen.findByRole('alert')).textContent).toContain('has changed since');
    await waitFor(() => expect(fake.inputsOf('projects.previewEdit')).toHaveLength(2));
    await press(user, 'Change elba.toml');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.inputsOf('projects.applyEdit').map((input) => input.beforeSha256)).toEqual([hashOf('e'), hashOf('f')]);
  });

  test('that is not known yet, or that changes nothing, cannot be made', async () => {
    const slow = later<EditPreview>();
    const { user } = await review(withSecret, { 'projects.previewEdit': () => slow.promise });
    await press(user, 'Exclude .env…');
    const make = await screen.findByRole('button', { name: 'Change elba.toml' });
    expect(isBlocked(make)).toBe(true);
    expect(reasonOf(make)).toBe('The change is not known yet.');
    slow.resolve(preview({ hunks: [] }));
    await waitFor(() => expect(reasonOf(make)).toBe('elba.toml has this already.'));
  });
});

describe('what looks like a secret', () => {
  test('is kept only after it was shown, masked, and asked again', async () => {
    const { user, fake, expectAccessible } = await review(withSecret, { 'projects.acceptFinding': () => green });
    expect(reasonOf(await publishButton('Publish 1.3.0 to Staging'))).toBe('Fix 1 error in .env first');
    await press(user, 'Keep…');
    const dialog = await screen.findByRole('alertdialog', { name: 'Keep .env in the archive as it is?' });
    expect(document.activeElement).toBe(within(dialog).getByRole('button', { name: 'Cancel' }));
    expect(within(dialog).getByText('KEY=••••')).toBeTruthy();
    await expectAccessible();
    expect(fake.inputsOf('projects.acceptFinding')).toEqual([]);
    await press(user, 'Keep it in the archive');
    expect(fake.inputsOf('projects.acceptFinding')).toEqual([{ projectId: 'p1', findingId: 'finding-1' }]);
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  });

  test('that is gone by now says so and stays asked', async () => {
    const { user } = await review(withSecret, {
      'projects.acceptFinding': () => {
        throw fail('not_found', 'This finding is not there any more. Look at the review again.');
      },
    });
    await press(user, 'Keep…');
    await press(user, 'Keep it in the archive');
    expect((await screen.findByRole('alert')).textContent).toContain('not there any more');
    expect(screen.getByRole('alertdialog')).toBeTruthy();
  });
});

describe('a file that a finding is about', () => {
  const read = (text: string, more = {}) => ({ text, truncated: false, binary: false, ...more });

  test('opens at its line, with numbers, and is left by the keyboard', async () => {
    const { user, fake, expectAccessible } = await review(withSecret, {
      'projects.readText': () => read('# local\nKEY=abc\n'),
    });
    await press(user, '.env:2');
    const dialog = await screen.findByRole('dialog', { name: '.env' });
    const text = await within(dialog).findByRole('region', { name: 'Text of .env' });
    expect(text.querySelector('[aria-current]')?.textContent).toBe('2KEY=abc');
    expect(text.querySelectorAll('.ln')).toHaveLength(2);
    expect(fake.inputsOf('projects.readText')).toEqual([{ projectId: 'p1', path: '.env' }]);
    await expectAccessible();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  test('opens from the tree by the keyboard, and the focus goes back to its row', async () => {
    const { user, fake, expectAccessible } = await review(undefined, {
      'projects.readText': () => read('module Json\n'),
    });
    const row = await screen.findByRole('treeitem', { name: /^Json\.idr/ });
    screen.getByRole('treeitem', { name: /^src/ }).focus();
    await user.keyboard('{ArrowDown}{Enter}');
    const dialog = await screen.findByRole('dialog', { name: 'src/Json.idr' });
    expect((await within(dialog).findByRole('region', { name: 'Text of src/Json.idr' })).textContent).toContain(
      'module',
    );
    expect(fake.inputsOf('projects.readText')).toEqual([{ projectId: 'p1', path: 'src/Json.idr' }]);
    await expectAccessible();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(row));
  });

  test('opens from the tree by its mark, elba.toml too, and says when it is no text', async () => {
    const { user } = await review(undefined, { 'projects.readText': () => read('', { binary: true }) });
    const row = await screen.findByRole('treeitem', { name: /^elba\.toml/ });
    await user.click(within(row).getByText('Open'));
    await screen.findByText('This file is no text, so there is nothing to show.');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(row));
  });

  test('is drawn around that line where it is long, and says what it leaves out', async () => {
    const long: Check = { ...secret, at: { file: 'big.txt', line: 4000 } };
    const { user } = await review(reportOf({ checks: [long] }), {
      'projects.readText': () => read(Array.from({ length: 6000 }, (_, at) => `line ${at + 1}`).join('\n')),
    });
    await press(user, 'big.txt:4000');
    expect(await screen.findByText('Lines 3,000 to 4,999 of 6,000.')).toBeTruthy();
    expect(document.querySelector('[aria-current=location]')?.textContent).toBe('4000line 4000');
  });

  test.each([
    [{ binary: true }, 'This file is no text, so there is nothing to show.'],
    [{ text: '' }, 'This file is empty.'],
    [{ truncated: true }, 'Only the beginning of this file is shown.'],
  ])('says what is special about it: %j', async (more, words) => {
    const { user } = await review(withSecret, { 'projects.readText': () => read('x', more) });
    await press(user, '.env:2');
    expect(await screen.findByText(words)).toBeTruthy();
  });

  test('opens in the manifest where it is elba.toml', async () => {
    const check: Check = {
      id: 'key',
      severity: 'warning',
      title: 'licence is no key',
      at: { file: 'elba.toml', line: 2 },
      actions: [{ kind: 'show', label: 'Show in elba.toml', path: 'elba.toml', line: 2 }],
    };
    const { user } = await review(reportOf({ checks: [check] }));
    await press(user, 'Open line 2');
    expect(screen.getByRole('tab', { name: /Manifest/, selected: true })).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('a dependency that no registry takes', () => {
  const fromGit: Check = {
    id: 'manifest.git-dependency:dependencies.tiny/parsec',
    severity: 'error',
    title: 'tiny/parsec comes from a git repository',
    todo: 'Write "tiny/parsec" = "1.0.0" with a version that the registry has.',
    at: { file: 'elba.toml', line: 10 },
    actions: [{ kind: 'show', label: 'Show in elba.toml', path: 'elba.toml', line: 10 }],
  };
  const offerOf = (name: string): TargetReport => ({
    registryId: idOf.registry(name),
    state: 'ready',
    latest: null,
    checkedAt: '2026-11-23T14:30:00.000Z',
    checks: [
      {
        id: 'target.dependency-offered:tiny/parsec',
        severity: 'hint',
        title: `${name} has tiny/parsec 0.4.0`,
        todo: 'Write "tiny/parsec" = "0.4.0".',
        at: { file: 'elba.toml', line: 10 },
        registryIds: [idOf.registry(name)],
        suggestion: { name: 'tiny/parsec', constraint: '0.4.0' },
      },
    ],
  });

  test('is answered where it is named, by what the chosen registry has', async () => {
    const { user, expectAccessible } = await review(reportOf({ checks: [fromGit, other] }), {
      'publish.targets': () => [offerOf('staging'), offerOf('lab')],
      'projects.previewEdit': () => preview(),
    });
    const write = await screen.findByRole('button', { name: 'Write 0.4.0…' });
    const finding = write.closest('li')?.textContent;
    expect(finding).toContain('tiny/parsec comes from a git repository');
    expect(finding).toContain('staging has tiny/parsec 0.4.0. Write "tiny/parsec" = "0.4.0".');
    expect(finding).not.toContain('1.0.0');
    expect(finding).not.toContain('lab');
    expect(screen.getByRole('list', { name: 'Checks' }).textContent?.match(/has tiny\/parsec/g)).toHaveLength(1);
    await expectAccessible();
    await user.click(write);
    expect(await screen.findByRole('dialog', { name: 'Write 0.4.0 in elba.toml?' })).toBeTruthy();
  });
});

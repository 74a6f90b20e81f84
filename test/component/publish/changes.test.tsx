import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { FileChange, PublishChanges } from '../../../shared/changes.ts';
import type { TargetReport } from '../../../shared/targets.ts';
import { fail } from '../../support/fakeBridge.ts';
import { hashOf, idOf, reportOf } from '../../support/fakeStates.ts';
import { review } from './review.tsx';

const at = (id: string, version: string): TargetReport => ({
  registryId: idOf.registry(id),
  state: 'ready',
  latest: { version, yanked: false },
  checks: [],
  checkedAt: '2026-11-23T14:30:00.000Z',
});
const compared = (change: Partial<Extract<PublishChanges, { kind: 'compared' }>> = {}): PublishChanges => ({
  kind: 'compared',
  registryId: idOf.registry('staging'),
  revision: 1,
  base: { version: '1.2.0', yanked: false, sha256: hashOf('c'), bytes: 12_000 },
  added: [{ path: 'src/New.idr', bytes: 400, lines: { added: 41, removed: 0 } }],
  removed: [{ path: 'src/Old.idr', bytes: 300, lines: null }],
  modified: [{ path: 'src/Json.idr', bytesBefore: 23_600, bytesAfter: 24_100, lines: { added: 8, removed: 4 } }],
  mode: [{ path: 'run.sh', executable: true }],
  same: 3,
  manifest: [{ part: 'dependency', name: 'tiny/parsec', before: '0.3.0', after: '0.4.0' }],
  whole: true,
  findings: [],
  moreFindings: 0,
  ...change,
});
const hunks: FileChange = {
  kind: 'hunks',
  lineEndsChanged: false,
  hunks: [
    {
      oldStart: 4,
      newStart: 4,
      lines: [
        { kind: 'del', text: 'import Text.Lexer', oldLine: 4 },
        { kind: 'add', text: 'import Json.Lexer', newLine: 4 },
      ],
    },
  ],
};

async function openChanges(changes: () => PublishChanges, file: FileChange = hunks) {
  const app = await review(reportOf(), {
    'publish.targets': () => [at('orchid', '1.1.4'), at('staging', '1.2.0')],
    'publish.changes': changes,
    'publish.fileChange': () => file,
  });
  const tab = await screen.findByRole('tab', { name: /^Changes since 1\.2\.0/ });
  return { ...app, tab };
}

describe('the changes', () => {
  test('are against the first chosen registry, and nothing is downloaded before they are looked at', async () => {
    const { user, fake, tab, expectAccessible } = await openChanges(() => compared());
    expect(fake.inputsOf('publish.changes')).toEqual([]);
    await user.click(tab);
    const list = await screen.findByRole('listbox', { name: 'Changed files' });
    expect(fake.inputsOf('publish.changes')).toEqual([{ projectId: 'p1', registryId: 'staging' }]);
    const names = within(list)
      .getAllByRole('option')
      .map((option) => option.getAttribute('aria-label') ?? option.textContent);
    expect(names).toHaveLength(4);
    expect(within(list).getByRole('option', { name: /New\.idr, Added, 41 lines added$/ }).textContent).toContain('+41');
    expect(within(list).getByRole('option', { name: /Json\.idr/ }).textContent).toContain('+8 −4');
    expect(screen.getByText('1 added, 2 modified, 1 removed')).toBeTruthy();
    expect(screen.getByRole('tab', { name: 'Changes since 1.2.0 4' })).toBeTruthy();
    const meaning = screen.getByRole('list', { name: 'What elba.toml says differently' });
    expect(meaning.textContent).toContain('tiny/parsec 0.3.0 0.4.0');
    await screen.findByRole('region', { name: 'Change of run.sh' });
    await expectAccessible();
  });

  test('of each file are shown line by line, chosen by the arrow keys', async () => {
    const { user, fake, tab } = await openChanges(() => compared());
    await user.click(tab);
    const list = await screen.findByRole('listbox', { name: 'Changed files' });
    await user.click(within(list).getByRole('option', { name: /run\.sh/ }));
    await user.keyboard('{ArrowDown}');
    const change = await screen.findByRole('region', { name: 'Change of src/Json.idr' });
    expect(within(change).getByText('import Text.Lexer').textContent).toBe('Removed: import Text.Lexer');
    expect(screen.getByText('24.1 KB, was 23.6 KB')).toBeTruthy();
    expect(fake.inputsOf('publish.fileChange').at(-1)).toEqual({
      projectId: 'p1',
      registryId: 'staging',
      path: 'src/Json.idr',
    });
  });

  test('can be against another registry where several have the package', async () => {
    const { user, fake, tab } = await openChanges(() => compared());
    await user.click(tab);
    expect(screen.queryByRole('button', { name: /Compare with/ })).toBeNull();
    await user.click(screen.getByRole('checkbox', { name: 'Publish to Orchid' }));
    expect(await screen.findByRole('tab', { name: /^Changes since 1\.1\.4/ })).toBeTruthy();
    expect(fake.inputsOf('publish.changes').at(-1)).toMatchObject({ registryId: 'orchid' });
    await user.click(await screen.findByRole('button', { name: /Compare with/ }));
    await user.click(await screen.findByRole('option', { name: /Staging/ }));
    expect(await screen.findByRole('tab', { name: /^Changes since 1\.2\.0/ })).toBeTruthy();
  });

  test('that cannot be drawn say why', async () => {
    const { user, tab } = await openChanges(() => compared(), { kind: 'not_drawn', reason: 'too_big' });
    await user.click(tab);
    expect(await screen.findByText('This file is over 1 MiB, so its lines are not compared.')).toBeTruthy();
    expect(screen.getByText('The file is executable now.')).toBeTruthy();
  });

  test('that are none say so', async () => {
    const { user, tab } = await openChanges(() => compared({ added: [], removed: [], modified: [], mode: [] }));
    await user.click(tab);
    expect(await screen.findByText('Nothing differs from 1.2.0')).toBeTruthy();
  });

  test('tell what is wrong with the published archive', async () => {
    const { user, tab } = await openChanges(() => compared({ findings: ['../x leads out of it.'], moreFindings: 2 }));
    await user.click(tab);
    expect(await screen.findByText('../x leads out of it.')).toBeTruthy();
    expect(screen.getByText('And 2 more like these.')).toBeTruthy();
  });

  test('that could not be read can be asked for again', async () => {
    let answer = (): PublishChanges => {
      throw fail('unreachable', 'Staging could not be reached.');
    };
    const { user, tab } = await openChanges(() => answer());
    await user.click(tab);
    expect((await screen.findByRole('alert')).textContent).toContain('could not be reached');
    answer = () => compared();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('listbox', { name: 'Changed files' })).toBeTruthy();
  });
});

test('a package that no registry has is compared with nothing', async () => {
  const { user, fake } = await review();
  await user.click(await screen.findByRole('tab', { name: 'Changes' }));
  expect(await screen.findByText('Nothing to compare with')).toBeTruthy();
  await waitFor(() => expect(fake.inputsOf('publish.changes')).toEqual([]));
});

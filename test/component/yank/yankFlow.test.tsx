import { act, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { VersionRow } from '../../../shared/catalog.ts';
import { EntryId, type JobId } from '../../../shared/ids.ts';
import type { Outcome } from '../../../shared/job.ts';
import type { Registry } from '../../../shared/registry.ts';
import { fail } from '../../support/fakeBridge.ts';
import { idOf, registryOf } from '../../support/fakeStates.ts';
import { versionRow, yankJobOf } from '../packages/catalogStates.ts';
import { later, screen } from '../renderPage.tsx';
import { press, showVersions, switchOf } from './shown.tsx';

/** The page at acme/json-tools with 1.3.0 available and 1.2.0 yanked; `yanked` is what the registry has by now. */
const show = (registry: Registry = registryOf('staging')) =>
  showVersions({ '1.3.0': false, '1.2.0': true }, { registry });

/** Presses the decisive button once it is known what it does. */
const confirm = (user: UserEvent): Promise<void> => press(user, 'Yank 1.3.0 from Staging');

const isOn = (version: string) => switchOf(version).getAttribute('aria-checked') === 'true';
const isBusy = (version: string) => switchOf(version).getAttribute('aria-busy') === 'true';
const done = (kind: 'yanked' | 'unyanked'): Outcome => ({ kind, confirmed: 'answer', evidence: [] });
const rejected: Outcome = {
  kind: 'rejected',
  error: {
    code: 'not_owner',
    message: 'You are not an owner of acme/json-tools on Staging, so nothing was changed. Ask an owner to yank it.',
    serverText: 'You have no access permission to package `acme/json-tools`',
    status: 400,
  },
  evidence: [],
};
const statusText = () =>
  screen
    .getAllByRole('status')
    .map((one) => one.textContent)
    .join(' ');

test('switching off asks first and says what yanking does and does not do', async () => {
  const { fake, user, expectAccessible } = await show();
  await user.click(switchOf('1.3.0'));
  const dialog = screen.getByRole('dialog', { name: 'Yank acme/json-tools 1.3.0 from Staging?' });
  const text = dialog.textContent ?? '';
  for (const said of ['elba add', 'elba install', 'still resolves', 'Nothing is deleted', 'unyank it at any time'])
    expect(text).toContain(said);
  expect(text).toContain('Projects outside Staging can’t be seen from here.');
  expect(within(dialog).getByRole('textbox', { name: /It stays on this computer/ })).toBe(document.activeElement);
  await expectAccessible();
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  await user.click(switchOf('1.3.0'));
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(fake.inputsOf('versions.yank')).toEqual([]);
  expect(isOn('1.3.0')).toBe(true);
});

test('after the yes the switch is busy and shows what was, until the registry has answered and was read again', async () => {
  const { fake, user, emit, yanked } = await show();
  await user.click(switchOf('1.3.0'));
  await user.type(screen.getByRole('textbox', { name: /It stays on this computer/ }), 'crashes on big inputs');
  await confirm(user);
  expect(fake.inputsOf('versions.yank')).toEqual([
    {
      registryId: 'staging',
      package: { group: 'acme', name: 'json-tools' },
      versions: ['1.3.0'],
      yanked: true,
      note: 'crashes on big inputs',
    },
  ]);
  await emit('jobs.changed', yankJobOf('1.3.0'));
  expect(isBusy('1.3.0')).toBe(true);
  expect(isOn('1.3.0')).toBe(true);
  await user.click(switchOf('1.3.0'));
  expect(screen.queryByRole('dialog')).toBeNull();
  yanked.set('1.3.0', true);
  await emit('jobs.changed', yankJobOf('1.3.0', {}, done('yanked')));
  await waitFor(() => expect(isBusy('1.3.0')).toBe(false));
  expect(isOn('1.3.0')).toBe(false);
  expect(statusText()).toContain('acme/json-tools 1.3.0 is yanked on Staging.');
  expect(screen.getByRole('alert').textContent).toBe('');
});

test.each(['Undo', 'Dismiss'])('%s by the keyboard leaves the focus where the outcome was told', async (name) => {
  const { user, emit, yanked, expectAccessible } = await show();
  await user.click(switchOf('1.3.0'));
  await confirm(user);
  yanked.set('1.3.0', true);
  await emit('jobs.changed', yankJobOf('1.3.0', {}, done('yanked')));
  (await screen.findByRole('button', { name })).focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByRole('button', { name })).toBeNull());
  expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Last change' }));
  await expectAccessible();
});

test('an answer alone does not turn the switch: it waits for the version to be read again', async () => {
  const { fake, user, emit } = await show();
  const reading = later<VersionRow[]>();
  fake.on('versions.details', () => reading.promise);
  await user.click(switchOf('1.3.0'));
  await confirm(user);
  await emit('jobs.changed', yankJobOf('1.3.0', {}, done('yanked')));
  expect(isBusy('1.3.0')).toBe(true);
  expect(isOn('1.3.0')).toBe(true);
  reading.resolve([versionRow('1.3.0', { yanked: true })]);
  await waitFor(() => expect(isBusy('1.3.0')).toBe(false));
  expect(isOn('1.3.0')).toBe(false);
});

test('a job that is over before main has said which one it is is told all the same', async () => {
  const { fake, user, emit, yanked } = await show();
  const taken = later<JobId>();
  fake.on('versions.yank', () => taken.promise);
  await user.click(switchOf('1.3.0'));
  await confirm(user);
  await emit('jobs.changed', yankJobOf('1.3.0'));
  yanked.set('1.3.0', true);
  await emit('jobs.changed', yankJobOf('1.3.0', {}, done('yanked')));
  expect(isBusy('1.3.0')).toBe(true);
  taken.resolve(idOf.job('y1'));
  await waitFor(() => expect(statusText()).toContain('acme/json-tools 1.3.0 is yanked on Staging.'));
  expect(isBusy('1.3.0')).toBe(false);
});

test('a refusal is an alert with its reason, and the switch shows the truth', async () => {
  const { user, emit } = await show();
  await user.click(switchOf('1.3.0'));
  await confirm(user);
  await emit('jobs.changed', yankJobOf('1.3.0', {}, rejected));
  await waitFor(() =>
    expect(screen.getByRole('alert').textContent).toContain('Staging did not yank acme/json-tools 1.3.0.'),
  );
  expect(screen.getByRole('alert').textContent).toContain('Ask an owner to yank it.');
  expect(isOn('1.3.0')).toBe(true);
  expect(isBusy('1.3.0')).toBe(false);
  await user.click(screen.getByRole('button', { name: 'What Staging answered' }));
  expect(screen.getByText(/You have no access permission/)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.getByRole('alert').textContent).toBe('');
});

test('a refusal does not hide that somebody else yanked it meanwhile', async () => {
  const { user, emit, yanked } = await show();
  await user.click(switchOf('1.3.0'));
  await confirm(user);
  yanked.set('1.3.0', true);
  await emit('jobs.changed', yankJobOf('1.3.0', {}, rejected));
  await waitFor(() => expect(isOn('1.3.0')).toBe(false));
});

test('a call that main refuses outright is told too, and nothing stays busy', async () => {
  const { fake, user } = await show();
  fake.on('versions.yank', () => {
    throw fail('token_missing', 'Staging has no token here. Save one on its page.');
  });
  await user.click(switchOf('1.3.0'));
  await confirm(user);
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Save one on its page.'));
  expect(screen.getByRole('alert').textContent).toContain('nothing changed on Staging');
  expect(isBusy('1.3.0')).toBe(false);
});

test('unyanking happens at once where nothing is at stake', async () => {
  const { fake, user, emit, yanked } = await show();
  await user.click(switchOf('1.2.0'));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(fake.inputsOf('versions.yank').map((input) => input.yanked)).toEqual([false]);
  yanked.set('1.2.0', false);
  await emit('jobs.changed', yankJobOf('1.2.0', { yanked: false }, done('unyanked')));
  await waitFor(() => expect(isOn('1.2.0')).toBe(true));
  expect(statusText()).toContain('acme/json-tools 1.2.0 is available on Staging again.');
});

test('on a production registry both ways ask, and the button waits for the exact name', async () => {
  const { fake, user } = await show(registryOf('public', { production: true, colour: 'violet' }));
  await user.click(switchOf('1.2.0'));
  expect(screen.getByRole('dialog', { name: 'Unyank acme/json-tools 1.2.0 on Public?' })).toBeDefined();
  await user.keyboard('{Escape}');
  await user.click(switchOf('1.3.0'));
  const yes = screen.getByRole('button', { name: 'Yank 1.3.0 from Public' });
  await screen.findByText('No package on Public requires json-tools');
  expect(yes.getAttribute('aria-disabled')).toBe('true');
  await user.click(yes);
  const field = screen.getByRole('textbox', { name: 'Type acme/json-tools to confirm' });
  await user.type(field, 'acme/json');
  await user.click(yes);
  expect(fake.inputsOf('versions.yank')).toEqual([]);
  await user.type(field, '-tools');
  await user.click(yes);
  expect(fake.inputsOf('versions.yank').map((input) => input.confirmation)).toEqual(['acme/json-tools']);
});

test('an unknown outcome claims nothing and can be looked up from where it stands', async () => {
  const { fake, user, emit, yanked } = await show();
  const entryId = EntryId.parse('e1');
  const unknown: Outcome = {
    kind: 'unknown',
    error: { code: 'outcome_unknown', message: 'The connection broke before an answer came.' },
    evidence: [],
  };
  await user.click(switchOf('1.3.0'));
  await confirm(user);
  const job = yankJobOf('1.3.0', {}, unknown);
  await emit('jobs.changed', { ...job, targets: job.targets.map((target) => ({ ...target, entryId })) });
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Nobody can tell yet whether'));
  fake.on('activity.look', () => ({
    id: entryId,
    action: 'yank',
    registryId: idOf.registry('staging'),
    registryName: 'Staging',
    request: 'PATCH …',
    startedAt: job.startedAt,
    outcome: { kind: 'yanked', confirmed: 'looked', evidence: [] },
  }));
  yanked.set('1.3.0', true);
  await user.click(screen.getByRole('button', { name: 'Look now' }));
  await waitFor(() => expect(isOn('1.3.0')).toBe(false));
  expect(statusText()).toContain('it was seen there');
  expect(fake.inputsOf('activity.look')).toEqual([{ entryId }]);
});

test('a yank that was begun elsewhere keeps the switch busy and its result is shown without a notice', async () => {
  const { emit, yanked } = await show();
  await emit('jobs.changed', yankJobOf('1.3.0'));
  expect(isBusy('1.3.0')).toBe(true);
  yanked.set('1.3.0', true);
  await emit('jobs.changed', yankJobOf('1.3.0', {}, done('yanked')));
  await waitFor(() => expect(isOn('1.3.0')).toBe(false));
  expect(isBusy('1.3.0')).toBe(false);
  expect(statusText()).not.toContain('is yanked on');
});

test('the keyboard alone yanks', async () => {
  const { fake, user } = await show();
  act(() => switchOf('1.3.0').focus());
  await user.keyboard(' ');
  await screen.findByText('No package on Staging requires json-tools');
  await user.keyboard('{Enter}');
  expect(fake.inputsOf('versions.yank')).toEqual([]);
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' }));
  await user.tab();
  await user.keyboard('{Enter}');
  expect(fake.inputsOf('versions.yank')).toHaveLength(1);
  await waitFor(() => expect(document.activeElement).toBe(switchOf('1.3.0')));
});

import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { EntryId } from '../../../shared/ids.ts';
import type { TargetReport } from '../../../shared/targets.ts';
import { fail } from '../../support/fakeBridge.ts';
import { idOf, reportOf } from '../../support/fakeStates.ts';
import { later } from '../renderPage.tsx';
import { isBlocked, publishButton, reasonOf, review } from './review.tsx';

const staging = idOf.registry('staging');
const p1 = idOf.project('p1');

const target = (change: Partial<TargetReport> = {}): TargetReport => ({
  registryId: staging,
  state: 'ready',
  latest: null,
  checks: [],
  checkedAt: '2026-11-23T14:30:00.000Z',
  ...change,
});
const missing: TargetReport['checks'][number] = {
  id: 'target.dependency-range:tiny/parsec',
  severity: 'error',
  title: 'No version on Staging satisfies "9.0.0" on tiny/parsec',
  why: 'elba could not build it.',
  at: { file: 'elba.toml', line: 4 },
  registryIds: [staging],
  suggestion: { name: 'tiny/parsec', constraint: '0.4.0' },
};
const blocked = target({ state: 'blocked', checks: [missing] });

const row = (name: string): HTMLElement => {
  const found = screen.getByRole('checkbox', { name: `Publish to ${name}` }).closest('label');
  if (found === null) throw new Error(`There is no row for ${name}.`);
  return found;
};
const checks = (): HTMLElement => screen.getByRole('list', { name: 'Checks' });

test('a publish whose outcome nobody knows is looked up from the review, and never sent again', async () => {
  const entryId = EntryId.parse('e1');
  const open: TargetReport['checks'][number] = {
    id: 'target.unknown',
    severity: 'error',
    title: 'It is unknown whether acme/json-tools 1.3.0 reached Staging',
    actions: [{ kind: 'look', label: 'Look now', entryId }],
  };
  const { user, fake } = await review(reportOf(), {
    'publish.targets': () => [target({ state: 'blocked', checks: [open] })],
    'activity.look': () => {
      throw fail('unreachable', 'Staging is offline, so nobody can tell yet.');
    },
  });
  await user.click(await screen.findByRole('button', { name: 'Look now' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Staging is offline');
  expect(fake.inputsOf('activity.look')).toEqual([{ entryId }]);
});

describe('the row of a registry', () => {
  test('says that it is asked, and holds Publish back until it answered', async () => {
    const { emit } = await review(reportOf(), { 'publish.targets': () => [target({ state: 'checking' })] });
    const publish = await publishButton('Publish 1.3.0 to Staging');
    await waitFor(() => expect(reasonOf(publish)).toBe('Checking with Staging…'));
    expect(within(row('Staging')).getByTitle('Checking…')).toBeTruthy();
    await emit('targets.changed', { projectId: p1, revision: 1, targets: [target()] });
    await waitFor(() => expect(isBlocked(publish)).toBe(false));
    expect(within(row('Staging')).getByTitle('Token saved')).toBeTruthy();
  });

  test('that has exactly these bytes reads as published and cannot be chosen', async () => {
    const { expectAccessible } = await review(reportOf(), { 'publish.targets': () => [target({ state: 'same' })] });
    await publishButton('Choose a registry');
    expect(row('Staging').textContent).toContain('Same archive');
    expect(within(row('Staging')).getByText(/^Published/)).toBeTruthy();
    expect(within(row('Staging')).getByRole('checkbox')).toHaveProperty('disabled', true);
    await expectAccessible();
  });

  test('that could not be asked says so and can still be chosen', async () => {
    await review(reportOf(), { 'publish.targets': () => [target({ state: 'unreachable' })] });
    await waitFor(() => expect(within(row('Staging')).getByTitle('Offline')).toBeTruthy());
    expect(within(row('Staging')).getByRole('checkbox')).toHaveProperty('checked', true);
  });

  test('shows what speaks against it', async () => {
    await review(reportOf(), { 'publish.targets': () => [blocked] });
    await waitFor(() => expect(row('Staging').textContent).toContain(missing.title));
    expect(within(row('Staging')).getByTitle('Cannot be published there yet')).toBeTruthy();
  });
});

describe('what a registry finds', () => {
  test('joins the checks and blocks while that registry is chosen, and only then', async () => {
    const { user, expectAccessible } = await review(reportOf(), { 'publish.targets': () => [blocked] });
    const publish = await publishButton('Publish 1.3.0 to Staging');
    await waitFor(() => expect(reasonOf(publish)).toBe('Fix 1 error in elba.toml first'));
    expect(within(checks()).getByText(missing.title)).toBeTruthy();
    await expectAccessible();
    await user.click(screen.getByRole('checkbox', { name: 'Publish to Staging' }));
    expect(reasonOf(await publishButton('Choose a registry'))).toBe('Choose where to publish');
    expect(within(checks()).queryByText(missing.title)).toBeNull();
  });

  test('of two registries alike stands once for each', async () => {
    const orchid = idOf.registry('orchid');
    const same = { ...missing, title: 'Not there' };
    const { user } = await review(reportOf(), {
      'publish.targets': () => [
        target({ state: 'blocked', checks: [same] }),
        target({ registryId: orchid, state: 'blocked', checks: [{ ...same, registryIds: [orchid] }] }),
      ],
    });
    await publishButton('Publish 1.3.0 to Staging');
    await user.click(screen.getByRole('checkbox', { name: 'Publish to Orchid' }));
    await waitFor(() => expect(within(checks()).getAllByText('Not there')).toHaveLength(2));
    expect(within(checks()).getByText(/Only for Orchid/)).toBeTruthy();
    expect(within(checks()).getByText(/Only for Staging/)).toBeTruthy();
  });

  test('offers the constraint that it could resolve as a change to elba.toml', async () => {
    const { user, fake } = await review(reportOf(), { 'publish.targets': () => [blocked] });
    await user.click(await screen.findByRole('button', { name: 'Write 0.4.0…' }));
    expect(await screen.findByRole('dialog', { name: 'Write 0.4.0 in elba.toml?' })).toBeTruthy();
    expect(fake.inputsOf('projects.previewEdit')).toEqual([
      { projectId: 'p1', edit: { kind: 'set_dependency', name: 'tiny/parsec', constraint: '0.4.0' } },
    ]);
  });

  test('is not offered as a change where elba.toml is a copy from a browser', async () => {
    await review(reportOf({ origin: 'staged' }), { 'publish.targets': () => [blocked] });
    expect(await screen.findByRole('button', { name: 'Open line 4' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Write/ })).toBeNull();
  });
});

describe('news of the registries', () => {
  test('that came while they were asked is not taken back by the answer', async () => {
    const slow = later<TargetReport[]>();
    const { emit, fake } = await review(reportOf(), { 'publish.targets': () => slow.promise });
    await waitFor(() => expect(fake.inputsOf('publish.targets')).toHaveLength(1));
    await emit('targets.changed', { projectId: p1, revision: 1, targets: [blocked] });
    slow.resolve([target({ state: 'checking' })]);
    const publish = await publishButton('Publish 1.3.0 to Staging');
    await waitFor(() => expect(reasonOf(publish)).toBe('Fix 1 error in elba.toml first'));
  });

  test('about an older look at the folder does not count', async () => {
    const { emit } = await review(reportOf({ revision: 5 }), { 'publish.targets': () => [blocked] });
    const publish = await publishButton('Publish 1.3.0 to Staging');
    await waitFor(() => expect(reasonOf(publish)).toBe('Fix 1 error in elba.toml first'));
    await emit('targets.changed', { projectId: p1, revision: 4, targets: [target()] });
    expect(reasonOf(publish)).toBe('Fix 1 error in elba.toml first');
  });
});

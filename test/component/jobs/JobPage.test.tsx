import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { EntryId } from '../../../shared/ids.ts';
import type { Outcome, Step } from '../../../shared/job.ts';
import { type FakeOptions, fail } from '../../support/fakeBridge.ts';
import { hashOf, idOf, type PublishJob, publishJobOf, snapshotOf } from '../../support/fakeStates.ts';
import { renderApp } from '../shell/renderApp.tsx';

const AT = '2026-11-23T14:31:52.000Z';

const step = (id: string, label: string, state: Step['state'], more: Partial<Step> = {}): Step => ({
  id,
  label,
  state,
  ...more,
});
const bytes = (done: number): Partial<Step> => ({ done, total: 18_400_000, unit: 'bytes' });
const target = (id: string, registry: string, outcome?: Outcome) => ({
  id,
  registryId: idOf.registry(registry),
  version: '1.3.0',
  stepIds: [`${id}.upload`, `${id}.verify`],
  ...(outcome === undefined ? {} : { outcome }),
});

const published: Outcome = { kind: 'published', confirmed: 'answer', evidence: [] };
const looked: Outcome = {
  kind: 'published',
  confirmed: 'looked',
  evidence: [
    { at: AT, kind: 'sent', seen: 'All of it was sent, then the connection closed', proves: 'outcome unknown' },
    { at: AT, kind: 'download', seen: 'The archive there has our sha256', proves: 'it is yours' },
  ],
};
const rejected: Outcome = {
  kind: 'rejected',
  evidence: [],
  error: {
    code: 'group_taken',
    message: 'The group acme belongs to another account on Orchid. Only its owner can add packages there.',
    todo: ['Use a token of the account that owns acme.'],
    serverText: 'no_permission: group is owned by another user',
    status: 400,
  },
};
const cancelled: Outcome = {
  kind: 'not_sent',
  evidence: [],
  error: { code: 'cancelled', message: 'Nothing happened on Lab.' },
};
const unknown: Outcome = {
  kind: 'unknown',
  evidence: [],
  error: { code: 'outcome_unknown', message: 'The answer never came. Look before you send it again.' },
};

const running = publishJobOf({
  targets: [target('a', 'staging', published), target('b', 'orchid'), target('c', 'public')],
  steps: [
    step('a.upload', 'Upload to Staging', 'done', { ...bytes(18_400_000), detail: '18.4 MB in 14 s' }),
    step('a.verify', 'Verify on Staging', 'done'),
    step('b.upload', 'Upload to Orchid', 'running', bytes(7_900_000)),
    step('b.verify', 'Verify on Orchid', 'waiting'),
    step('c.upload', 'Upload to Public', 'waiting', { unit: 'bytes' }),
    step('c.verify', 'Verify on Public', 'waiting'),
  ],
  log: [
    { at: AT, text: 'Built acme_json-tools-1.3.0.tar.gz' },
    { at: AT, registryId: idOf.registry('staging'), text: 'PUT /api/v1/publish?token=••••' },
  ],
});

const ended = (...outcomes: Array<readonly [string, Outcome]>): PublishJob => ({
  ...running,
  state: 'done',
  revision: 9,
  endedAt: new Date().toISOString(),
  targets: outcomes.map(([registry, outcome]) => ({
    ...target(registry, registry, outcome),
    // The steps of Staging, which was read back; the others' are not told.
    ...(registry === 'staging' ? { stepIds: ['a.upload', 'a.verify'] } : {}),
    entryId: EntryId.parse(`e-${registry}`),
  })),
});

const show = (job: PublishJob, handlers: FakeOptions['handlers'] = {}) =>
  renderApp({ snapshot: snapshotOf({ jobs: [job] }), hash: '#/job/j1', handlers });

describe('a publish under way', () => {
  test('shows one archive and a row per registry, by the promised names', async () => {
    const { expectAccessible } = await show(running);
    expect(await screen.findByRole('heading', { level: 1, name: 'Publishing acme/json-tools 1.3.0' })).toBeTruthy();
    const bar = screen.getByRole('progressbar', { name: 'Upload to Orchid' });
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuetext')]).toEqual(['42', '7.9 of 18.4 MB']);
    const row = (name: RegExp): string => screen.getByRole('row', { name }).textContent ?? '';
    expect(row(/^Staging/)).toContain('Sent18.4 MB in 14 sPublished');
    expect(row(/^Public/)).toContain('NextWaiting');
    expect(screen.getByTitle(hashOf('a')).textContent).toBe('aaaaaaaa…aaaa');
    expect(screen.getByText(/The same bytes go to all 3 registries/)).toBeTruthy();
    await expectAccessible();
  });

  test('can be cancelled as a whole or for one registry', async () => {
    const { user, fake } = await show(running, { 'jobs.cancel': () => undefined });
    await user.click(screen.getByRole('button', { name: 'Cancel Public' }));
    await user.click(screen.getByRole('button', { name: 'Cancel all' }));
    expect(screen.queryByRole('button', { name: 'Cancel Staging' })).toBeNull();
    expect(fake.inputsOf('jobs.cancel')).toEqual([{ jobId: 'j1', targetId: 'c' }, { jobId: 'j1' }]);
  });

  test('has a log that can be copied', async () => {
    const { user } = await show(running);
    expect(within(screen.getByRole('region', { name: 'Log lines' })).getByText(/token=••••/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Copy log' }));
    expect(await navigator.clipboard.readText()).toBe(
      `${AT} All: Built acme_json-tools-1.3.0.tar.gz\n${AT} Staging: PUT /api/v1/publish?token=••••`,
    );
  });

  test('is said at 0, 50 and 100 % and with each step', async () => {
    const { emit } = await show(running);
    expect(screen.getByText('Upload to Orchid, 0 %')).toBeTruthy();
    const at = (done: number, revision: number): PublishJob => ({
      ...running,
      revision,
      steps: running.steps.map((one) => (one.id === 'b.upload' ? { ...one, done } : one)),
    });
    await emit('jobs.changed', at(8_000_000, 2));
    await emit('jobs.changed', at(9_300_000, 3));
    await emit('jobs.changed', at(12_000_000, 4));
    expect(screen.getAllByText(/^Upload to Orchid, /).map((line) => line.textContent)).toEqual([
      'Upload to Orchid, 0 %',
      'Upload to Orchid, 50 %',
    ]);
  });

  test('tells a refused registry apart while others go on', async () => {
    const steps = [
      ...running.steps.filter((one) => !one.id.startsWith('a.')),
      step('a.upload', 'Upload to Staging', 'failed', { ...bytes(18_400_000), detail: '' }),
      step('a.verify', 'Verify on Staging', 'cancelled'),
    ];
    await show({ ...running, steps, targets: [target('a', 'staging', rejected), target('b', 'orchid')] });
    expect(screen.getByRole('row', { name: /^Staging/ }).textContent).toContain('RefusedRejected');
  });

  test('says what is waited for in place of the speed', async () => {
    const steps = running.steps.map((one) => (one.id === 'b.upload' ? { ...one, detail: 'Testing the token' } : one));
    await show({ ...running, steps });
    expect(screen.getByRole('row', { name: /^Orchid/ }).textContent).toContain('Testing the token');
  });

  test('says that the answer is waited for when everything is sent', async () => {
    const steps = running.steps.map((one) => (one.id === 'b.upload' ? { ...one, done: one.total ?? 0 } : one));
    await show({ ...running, steps });
    expect(screen.getByRole('row', { name: /^Orchid/ }).textContent).toContain(
      'All of it is sent. Waiting for the answer…',
    );
  });

  test('turns into its result when it ends, in the live region that was there before', async () => {
    const { emit } = await show(running);
    const region = screen.getByRole('status', { name: 'Outcome' });
    expect(region.textContent).toBe('');
    await emit('jobs.changed', ended(['staging', published]));
    expect(region.isConnected).toBe(true);
    expect(region.textContent).toContain('Published');
    expect(screen.queryByRole('progressbar')).toBeNull();
  });
});

describe('a result', () => {
  test('says for each registry what happened, why and what to do', async () => {
    const { user, expectAccessible } = await show(
      ended(['staging', published], ['orchid', rejected], ['public', looked]),
    );
    expect(screen.getByText(/Published to 2 of 3 registries/)).toBeTruthy();
    expect(screen.getByText('1.3.0 is listed and its archive is byte for byte the one you reviewed.')).toBeTruthy();
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('Rejected, nothing was stored');
    expect(within(alert).getByText('The group acme belongs to another account on Orchid.')).toBeTruthy();
    expect(within(alert).getByRole('link', { name: 'Replace token…' }).getAttribute('href')).toBe(
      '#/registries/orchid',
    );
    await user.click(within(alert).getByRole('button', { name: 'What Orchid answered' }));
    expect(within(alert).getByText('400 no_permission: group is owned by another user')).toBeTruthy();
    const evidence = within(screen.getByRole('list', { name: 'What was looked at' })).getAllByRole('listitem');
    expect(evidence.map((item) => item.textContent)).toEqual([
      expect.stringContaining('All of it was sent'),
      expect.stringContaining('it is yours'),
    ]);
    await expectAccessible();
  });

  test('promises no more than was read back', async () => {
    const steps = [
      step('a.upload', 'Upload to Staging', 'done', bytes(18_400_000)),
      step('a.verify', 'Verify on Staging', 'unknown', { detail: 'It could not be read back' }),
    ];
    await show({ ...ended(['staging', published]), steps });
    expect(screen.getByText('Staging accepted 1.3.0. It could not be read back.')).toBeTruthy();
  });

  test('leads to the package, gives the line for users, and ends with Done', async () => {
    const { user, fake } = await show(ended(['staging', published]), { 'jobs.dismiss': () => undefined });
    expect(screen.getByRole('link', { name: 'Show package' }).getAttribute('href')).toBe(
      '#/packages/staging/acme/json-tools',
    );
    await user.click(screen.getByRole('button', { name: 'Copy dependency line' }));
    expect(await navigator.clipboard.readText()).toBe('"acme/json-tools" = "1.3.0"');
    await user.click(screen.getByRole('button', { name: 'Done' }));
    expect(fake.inputsOf('jobs.dismiss')).toEqual([{ jobId: 'j1' }]);
    await waitFor(() => expect(window.location.hash).toBe('#/publish'));
  });

  test('never lets one kind of ending look like another', async () => {
    await show(ended(['lab', cancelled], ['tiny', unknown], ['orchid', rejected]));
    const titles = ['Cancelled before sending', 'Outcome unknown', 'Rejected, nothing was stored'];
    for (const title of titles) expect(screen.getByText(title)).toBeTruthy();
    expect(screen.queryByText(/^Published$/)).toBeNull();
    expect(screen.queryByText('For your users')).toBeNull();
    expect(screen.getAllByRole('alert')).toHaveLength(1);
    expect(screen.getByText(/Not everything is known yet/)).toBeTruthy();
  });

  test('that was cancelled after bytes had left is not said to have been cancelled before', async () => {
    const evidence = [
      {
        at: '2026-03-12T14:10:00.000Z',
        kind: 'sent' as const,
        seen: '39.2 KB of 39.2 KB sent',
        proves: 'outcome unknown',
      },
    ];
    await show(ended(['lab', { ...cancelled, evidence }]));
    expect(screen.getByText('Cancelled, nothing was stored')).toBeTruthy();
    expect(screen.queryByText('Cancelled before sending')).toBeNull();
  });

  test('that nobody knows is looked up and not sent again', async () => {
    const { user, fake } = await show(ended(['lab', unknown]), {
      'activity.look': () => {
        throw fail('unreachable', 'Lab can’t be reached. Look again later.');
      },
    });
    expect(screen.queryByRole('link', { name: 'Back to the review' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Look now' }));
    expect(fake.inputsOf('activity.look')).toEqual([{ entryId: 'e-lab' }]);
    expect((await screen.findByRole('alert')).textContent).toContain('Look again later');
  });
});

test('what a look finds takes the place of the unknown outcome', async () => {
  const { user } = await show(ended(['lab', unknown]), {
    'activity.look': ({ entryId }) => ({
      id: entryId,
      action: 'publish',
      registryId: idOf.registry('lab'),
      registryName: 'Lab',
      request: 'PUT /api/v1/publish',
      startedAt: AT,
      outcome: looked,
    }),
  });
  await user.click(screen.getByRole('button', { name: 'Look now' }));
  expect(await screen.findByText('Published, confirmed by looking')).toBeTruthy();
  expect(screen.getByText(/^Published,$/, { selector: '.sub span' })).toBeTruthy();
  expect(screen.queryByText('Outcome unknown')).toBeNull();
});

test('a job that main does not know any more leads to Activity', async () => {
  await renderApp({ snapshot: snapshotOf(), hash: '#/job/gone' });
  expect(await screen.findByText('This job is not in the list any more')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Open Activity' }).getAttribute('href')).toBe('#/activity');
});

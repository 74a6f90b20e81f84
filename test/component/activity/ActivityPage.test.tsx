import { waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { detailsText } from '../../../renderer/features/activity/ActivityDetails.tsx';
import { ActivityPage } from '../../../renderer/features/activity/ActivityPage.tsx';
import type { ActivityFilter } from '../../../shared/activity.ts';
import { EntryId } from '../../../shared/ids.ts';
import type { ActivityEntry } from '../../../shared/job.ts';
import { fail } from '../../support/fakeBridge.ts';
import { hashOf, idOf, registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { renderPage, screen } from '../renderPage.tsx';

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

const entryOf = (id: string, more: Partial<ActivityEntry> = {}): ActivityEntry => ({
  id: EntryId.parse(id),
  action: 'publish',
  registryId: idOf.registry('staging'),
  registryName: 'Staging',
  package: { group: 'acme', name: 'json-tools' },
  version: '1.3.0',
  sha256: hashOf('a'),
  bytes: 18_400_000,
  request: 'PUT /api/v1/packages/acme/json-tools/1.3.0/publish?token=••••',
  startedAt: minutesAgo(2),
  endedAt: minutesAgo(1),
  outcome: { kind: 'published', confirmed: 'answer', evidence: [] },
  ...more,
});

const refused = entryOf('e2', {
  version: '1.2.9',
  outcome: {
    kind: 'rejected',
    error: {
      code: 'group_taken',
      message: 'The group acme belongs to another account on Staging. Nothing was stored.',
      todo: ['Publish under a group of your own.'],
      serverText: 'You have no permission to create package under group acme',
      status: 400,
    },
    evidence: [],
  },
});
const unknown = entryOf('e3', {
  registryId: idOf.registry('gone'),
  registryName: 'Lab',
  version: '0.9.1',
  startedAt: minutesAgo(60 * 49),
  endedAt: minutesAgo(60 * 49 - 2),
  outcome: {
    kind: 'unknown',
    error: { code: 'outcome_unknown', message: 'The connection broke while the answer was awaited.' },
    evidence: [
      { at: minutesAgo(60 * 49), kind: 'sent', seen: 'All bytes had left.', proves: 'It may have been stored.' },
    ],
  },
});

/** As much of main's own filter as these entries need. */
const fits = ({ text, registryId, outcome }: ActivityFilter, entry: ActivityEntry): boolean =>
  (entry.version ?? '').includes(text) &&
  (registryId === null || entry.registryId === registryId) &&
  (outcome === null || entry.outcome?.kind === outcome);

async function show(entries: readonly ActivityEntry[], damaged = 0) {
  let kept = entries;
  const page = await renderPage(<ActivityPage />, {
    snapshot: snapshotOf({ registries: [registryOf('staging')] }),
    handlers: {
      'activity.list': ({ offset, limit, filter }) => {
        const fitting = kept.filter((entry) => filter === undefined || fits(filter, entry));
        return {
          entries: fitting.slice(offset, offset + limit),
          total: fitting.length,
          all: kept.length,
          damaged,
          registries: kept.map(({ registryId, registryName }) => ({ id: registryId, name: registryName })),
        };
      },
    },
  });
  return {
    ...page,
    change: (next: readonly ActivityEntry[]) => {
      kept = next;
    },
  };
}

const openers = () => screen.getAllByRole('button', { name: /details of/ });

test('without entries one sentence says what will be written here', async () => {
  const { expectAccessible } = await show([]);
  expect(await screen.findByText('Nothing has happened yet')).toBeDefined();
  expect(screen.getByText(/on this computer only/)).toBeDefined();
  await expectAccessible();
});

test('rows stand under their days and open to request, answer, hash, size and duration', async () => {
  const { user, expectAccessible } = await show([entryOf('e1'), refused, unknown]);
  const table = await screen.findByRole('table', { name: 'Activity' });
  expect(within(table).getByText('Rejected')).toBeDefined();
  expect(within(table).getByText('Unknown')).toBeDefined();
  expect(within(table).getAllByText('1 min 0 s')).toHaveLength(2);
  expect(within(table).getAllByRole('rowheader').length).toBeGreaterThan(1);
  const [, second] = openers();
  if (second === undefined) throw new Error('no second row');
  expect(second.getAttribute('aria-expanded')).toBe('false');
  await user.click(second);
  expect(second.getAttribute('aria-expanded')).toBe('true');
  expect(within(table).getByText(/publish\?token=••••/)).toBeDefined();
  expect(within(table).getByText(`sha256 ${hashOf('a')}, 18.4 MB`)).toBeDefined();
  expect(within(table).getByText(/belongs to another account on Staging/)).toBeDefined();
  expect(within(table).getByText('Publish under a group of your own.')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'What Staging answered' }));
  expect(within(table).getByText(/You have no permission to create package/)).toBeDefined();
  await expectAccessible();
  await user.click(second);
  expect(within(table).queryByText('Publish under a group of your own.')).toBeNull();
});

test('an unknown outcome shows what was seen and is looked up on demand', async () => {
  const { fake, user, change } = await show([entryOf('e1'), unknown]);
  const [, second] = await screen.findAllByRole('button', { name: /details of/ });
  if (second === undefined) throw new Error('no second row');
  await user.click(second);
  expect(screen.getByText('It may have been stored.')).toBeDefined();
  const found = { ...unknown, outcome: { kind: 'published', confirmed: 'looked', evidence: [] } } as const;
  fake.on('activity.look', () => {
    change([entryOf('e1'), { ...found, outcome: { ...found.outcome, evidence: [] } }]);
    return { ...found, outcome: { ...found.outcome, evidence: [] } };
  });
  await user.click(screen.getByRole('button', { name: /^Look now/ }));
  expect(await screen.findByText('Published, confirmed')).toBeDefined();
  expect(fake.inputsOf('activity.look')).toEqual([{ entryId: 'e3' }]);
  expect(screen.queryByRole('button', { name: /^Look now/ })).toBeNull();
});

test('a look that fails says why and leaves the outcome unknown', async () => {
  const { fake, user } = await show([unknown]);
  fake.on('activity.look', () => {
    throw fail('unreachable', 'Lab is offline, so nobody can tell yet.');
  });
  await user.click(await screen.findByRole('button', { name: /^Look now/ }));
  expect((await screen.findByRole('alert')).textContent).toContain('Lab is offline');
  expect(within(screen.getByRole('table')).getByText('Unknown')).toBeDefined();
});

test('text, registry, action and outcome narrow the rows, and can be cleared', async () => {
  const { user } = await show([entryOf('e1'), refused, unknown]);
  await screen.findByRole('table');
  await user.type(screen.getByRole('searchbox', { name: 'Filter' }), '1.2.9');
  await waitFor(() => expect(openers()).toHaveLength(1));
  expect(screen.getByText('1 of 3 entries fits.')).toBeDefined();
  await user.clear(screen.getByRole('searchbox', { name: 'Filter' }));
  await user.click(screen.getByRole('button', { name: /Outcome/ }));
  await user.click(screen.getByRole('option', { name: 'Unknown' }));
  await waitFor(() => expect(screen.getByRole('table').textContent).toContain('Unknown'));
  await waitFor(() => expect(openers()).toHaveLength(1));
  await user.click(screen.getByRole('button', { name: /Registry/ }));
  expect(screen.getByRole('option', { name: /Lab/ })).toBeDefined();
  await user.click(screen.getByRole('option', { name: 'Staging' }));
  expect(await screen.findByText('No entry fits')).toBeDefined();
  expect(screen.getByText('Looked through all 3 entries.')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  await waitFor(() => expect(openers()).toHaveLength(3));
});

test('what is looked for is found in the whole log, not only in what was read of it', async () => {
  const many = Array.from({ length: 450 }, (_, at) => entryOf(`e${at}`, { version: `1.${at}.0` }));
  const { user } = await show(many);
  await screen.findByText('The newest 200 of 450.');
  await user.type(screen.getByRole('searchbox', { name: 'Filter' }), '1.449');
  await screen.findByText('1 of 450 entries fits.');
  expect(openers()).toHaveLength(1);
});

test('what happens meanwhile appears by itself', async () => {
  const { emit, change } = await show([entryOf('e1')]);
  await screen.findByRole('table');
  change([
    entryOf('e9', { action: 'yank', outcome: { kind: 'yanked', confirmed: 'answer', evidence: [] } }),
    entryOf('e1'),
  ]);
  await emit('activity.changed', { unknownOutcomes: 0 });
  await waitFor(() => expect(openers()).toHaveLength(2));
  expect(screen.getByText('Yanked')).toBeDefined();
});

test('two hundred rows at a time', async () => {
  const many = Array.from({ length: 450 }, (_, at) => entryOf(`e${at}`, { startedAt: minutesAgo(at + 2) }));
  const { fake, user } = await show(many);
  await screen.findByText('The newest 200 of 450.');
  expect(openers()).toHaveLength(200);
  await user.click(screen.getByRole('button', { name: 'Show 200 more' }));
  await screen.findByText('The newest 400 of 450.');
  await user.click(screen.getByRole('button', { name: 'Show 50 more' }));
  await waitFor(() => expect(openers()).toHaveLength(450));
  expect(fake.inputsOf('activity.list').map((input) => input.offset)).toEqual([0, 200, 400]);
});

test('damaged lines are counted', async () => {
  await show([entryOf('e1')], 3);
  expect(await screen.findByText('3 lines of the log could not be read')).toBeDefined();
});

test('a log that cannot be read says so', async () => {
  const { fake, user } = await renderPage(<ActivityPage />, {
    snapshot: snapshotOf(),
    handlers: {
      'activity.list': () => {
        throw fail('disk_failed', 'The log could not be opened.');
      },
    },
  });
  expect((await screen.findByRole('alert')).textContent).toContain('The log could not be opened.');
  fake.on('activity.list', () => ({ entries: [entryOf('e1')], total: 1, all: 1, damaged: 0, registries: [] }));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('table')).toBeDefined();
});

test('copied details are the same facts as lines', () => {
  expect(detailsText(refused).split('\n')).toEqual([
    'Action: publish',
    'Registry: Staging',
    'Package: acme/json-tools 1.2.9',
    'Request: PUT /api/v1/packages/acme/json-tools/1.3.0/publish?token=••••',
    `Started: ${refused.startedAt}`,
    `Ended: ${refused.endedAt}`,
    'Duration: 1 min 0 s',
    `Archive: sha256 ${hashOf('a')}, 18.4 MB`,
    'Outcome: Rejected',
    'Meaning: The group acme belongs to another account on Staging. Nothing was stored.',
    'Answer: 400 You have no permission to create package under group acme',
  ]);
});

import { waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ActivityPage } from '../../../renderer/features/activity/ActivityPage.tsx';
import { EntryId } from '../../../shared/ids.ts';
import type { ActivityEntry } from '../../../shared/job.ts';
import { fail } from '../../support/fakeBridge.ts';
import { idOf, registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { renderPage, screen } from '../renderPage.tsx';

const entry: ActivityEntry = {
  id: EntryId.parse('e1'),
  action: 'test_token',
  registryId: idOf.registry('staging'),
  registryName: 'Staging',
  request: 'PATCH /x?token=••••',
  startedAt: '2026-11-23T12:00:00.000Z',
};

const show = (entries: readonly ActivityEntry[] = [entry]) =>
  renderPage(<ActivityPage />, {
    snapshot: snapshotOf({ registries: [registryOf('staging')] }),
    handlers: {
      'activity.list': () => ({
        entries: [...entries],
        total: entries.length,
        all: entries.length,
        damaged: 0,
        registries: [],
      }),
      'activity.export': ({ format }) => ({ name: `activity-2026-11-23.${format}`, text: `as ${format} ••••\n` }),
    },
  });

/** What the page saved: jsdom has neither addresses for bytes nor downloads. */
function catchDownloads() {
  const blobs: Blob[] = [];
  const names: string[] = [];
  URL.createObjectURL = (blob) => {
    if (blob instanceof Blob) blobs.push(blob);
    return 'blob:saved';
  };
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    names.push(`${this.download} from ${this.href}`);
  });
  return { blobs, names };
}
afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(URL, 'createObjectURL');
});

test.each([
  ['JSON Lines', 'jsonl'],
  ['CSV', 'csv'],
])('the log is saved as %s', async (label, format) => {
  const saved = catchDownloads();
  const { user } = await show();
  await user.click(await screen.findByRole('button', { name: 'Export…' }));
  await user.click(await screen.findByRole('menuitem', { name: new RegExp(`^${label}`) }));
  await waitFor(() => expect(saved.names).toEqual([`activity-2026-11-23.${format} from blob:saved`]));
  expect(await saved.blobs[0]?.text()).toBe(`as ${format} ••••\n`);
});

test('what keeps the log from being exported is said', async () => {
  const saved = catchDownloads();
  const { user, fake } = await show();
  fake.on('activity.export', () => {
    throw fail('disk_failed', 'The activity log could not be read.');
  });
  await user.click(await screen.findByRole('button', { name: 'Export…' }));
  await user.click(await screen.findByRole('menuitem', { name: /^CSV/ }));
  expect(await screen.findByText('The activity log could not be read.')).toBeDefined();
  expect(saved.names).toEqual([]);
});

test('an empty log has nothing to export', async () => {
  await show([]);
  expect(await screen.findByText('Nothing has happened yet')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Export…' })).toBeNull();
});

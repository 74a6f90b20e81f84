import { describe, expect, test } from 'vitest';
import { type AppStateStore, createAppState } from '../../../renderer/bridge/appState.ts';
import { createClient } from '../../../renderer/bridge/client.ts';
import { SETTINGS_DEFAULTS } from '../../../shared/settings.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import { createFakeBridge, type FakeBridge, fail } from '../../support/fakeBridge.ts';
import { idOf, publishJobOf, registryOf, snapshotOf } from '../../support/fakeStates.ts';

function start(fake: FakeBridge): { store: AppStateStore; snapshot: () => Snapshot } {
  const store = createAppState(createClient(fake.transport));
  store.start();
  return {
    store,
    snapshot() {
      const state = store.get();
      if (state.phase !== 'ready') throw new Error(`The state is ${state.phase}.`);
      return state.snapshot;
    },
  };
}

const ready = (store: AppStateStore): Promise<void> => expect.poll(() => store.get().phase).toBe('ready');

describe('the state of the window', () => {
  test('is asked for once and lives from events then', async () => {
    const fake = createFakeBridge({ snapshot: snapshotOf({ registries: [] }) });
    const { store, snapshot } = start(fake);
    await ready(store);
    fake.emit('registries.changed', [registryOf('lab')]);
    fake.emit('settings.changed', { ...SETTINGS_DEFAULTS, theme: 'dark', localRegistryPort: 6480 });
    fake.emit('activity.changed', { unknownOutcomes: 2 });
    expect(snapshot().registries.map((one) => one.name)).toEqual(['Lab']);
    expect(snapshot().settings.theme).toBe('dark');
    expect(snapshot().unknownOutcomes).toBe(2);
    expect(fake.inputsOf('app.snapshot')).toHaveLength(1);
  });

  test('does not put back an older state of a job', async () => {
    const fake = createFakeBridge({ snapshot: snapshotOf({ jobs: [publishJobOf({ revision: 4 })] }) });
    const { store, snapshot } = start(fake);
    await ready(store);
    fake.emit('jobs.changed', publishJobOf({ revision: 3, title: 'late' }));
    expect(snapshot().jobs[0]?.revision).toBe(4);
    fake.emit('jobs.changed', publishJobOf({ revision: 5, state: 'done' }));
    fake.emit('jobs.changed', publishJobOf({ id: idOf.job('j2') }));
    expect(snapshot().jobs.map((job) => [job.id, job.state])).toEqual([
      ['j1', 'done'],
      ['j2', 'running'],
    ]);
    fake.emit('jobs.removed', { jobId: idOf.job('j1') });
    expect(snapshot().jobs.map((job) => job.id)).toEqual(['j2']);
  });

  test('asks again when an event overtook the answer, because nobody can tell which is newer', async () => {
    const fake = createFakeBridge({ snapshot: snapshotOf({ registries: [] }) });
    let asked = 0;
    fake.on('app.snapshot', () => {
      asked += 1;
      if (asked > 1) return snapshotOf({ registries: [registryOf('lab')] });
      fake.emit('registries.changed', [registryOf('lab')]);
      return snapshotOf({ registries: [] });
    });
    const { store, snapshot } = start(fake);
    await ready(store);
    expect(asked).toBe(2);
    expect(snapshot().registries).toHaveLength(1);
  });

  test('reads everything anew when a lost stream is back', async () => {
    const fake = createFakeBridge({ snapshot: snapshotOf() });
    const { store, snapshot } = start(fake);
    await ready(store);
    let recovered = 0;
    store.onRecovered(() => {
      recovered += 1;
    });
    fake.connection('lost');
    expect(store.get()).toMatchObject({ connection: 'lost' });
    fake.on('app.snapshot', () => snapshotOf({ unknownOutcomes: 3 }));
    fake.connection('open');
    await expect.poll(() => snapshot().unknownOutcomes).toBe(3);
    expect(recovered).toBe(1);
    expect(store.get()).toMatchObject({ connection: 'open' });
  });

  test('says why it could not start, and starts on request', async () => {
    const fake = createFakeBridge({ snapshot: snapshotOf() });
    fake.on('app.snapshot', () => {
      throw fail('disk_failed', 'The data folder cannot be written.');
    });
    const { store } = start(fake);
    await expect.poll(() => store.get().phase).toBe('failed');
    expect(store.get()).toMatchObject({ error: { message: 'The data folder cannot be written.' } });
    fake.on('app.snapshot', () => snapshotOf());
    store.retry();
    await ready(store);
  });
});

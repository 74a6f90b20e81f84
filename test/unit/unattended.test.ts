import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEvents } from '../../main/appEvents.ts';
import { tellOfEnds } from '../../main/assembly/unattended.ts';
import type { Notice } from '../../main/jobNotice.ts';
import type { Outcome } from '../../shared/job.ts';
import { idOf, publishJobOf, registryOf } from '../support/fakeStates.ts';
import { startTestApp } from '../support/testHost.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unattended-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('the host is told of each end once, with the name of the registry', () => {
  const told: Notice[] = [];
  const events = createEvents(() => undefined);
  tellOfEnds(
    { notify: (notice) => void told.push(notice) },
    { events },
    { registries: { list: () => [registryOf('staging')] } },
  );
  const running = publishJobOf();
  const [target] = running.targets;
  if (target === undefined) throw new Error('The job has no target.');
  const outcome: Outcome = { kind: 'published', confirmed: 'answer', evidence: [] };
  const done = publishJobOf({ state: 'done', revision: 2, targets: [{ ...target, outcome }] });
  for (const job of [running, done, done]) events.emit('jobs.changed', job);
  events.emit('jobs.changed', publishJobOf({ id: idOf.job('other'), state: 'cancelled' }));
  expect(told).toEqual([expect.objectContaining({ title: 'Published: acme/json-tools 1.3.0, Staging' })]);
});

it('after the computer slept, the registries are looked at again', async () => {
  let wake = (): void => undefined;
  const app = await startTestApp({
    dataFolder: folder,
    onWake: (listener) => {
      wake = listener;
      return () => undefined;
    },
  });
  // Nobody listens at this port of the test's own computer.
  await app.call('registries.add', {
    name: 'Away',
    colour: 'teal',
    url: 'http://127.0.0.1:9',
    index: '',
    family: 'packages',
    production: false,
    allowPlainHttp: false,
  });
  const checkedAt = (): string[] =>
    app.heard.flatMap(({ name, payload }) =>
      name === 'registries.changed' ? [JSON.stringify(payload).match(/"checkedAt":"([^"]+)"/)?.[1] ?? ''] : [],
    );
  await expect.poll(() => checkedAt().at(-1)).not.toBe('');
  const before = checkedAt().at(-1);
  wake();
  await expect.poll(() => checkedAt().at(-1)).not.toBe(before);
  await app.close();
});

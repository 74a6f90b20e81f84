import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { failure } from '../../main/failure.ts';
import { createJobs, type JobControl, type JobSeed } from '../../main/jobs.ts';
import { JobId, ProjectId, RegistryId, Sha256 } from '../../shared/ids.ts';
import type { Job } from '../../shared/job.ts';

const registryId = RegistryId.parse('staging');
const seed: JobSeed = {
  kind: 'publish',
  title: 'Publishing alice/pkg 1.0.0',
  steps: [
    { id: 'up', label: 'Upload to Staging', state: 'waiting' },
    { id: 'check', label: 'Verify on Staging', state: 'waiting' },
  ],
  projectId: ProjectId.parse('p'),
  package: { group: 'alice', name: 'pkg' },
  version: '1.0.0',
  archive: { sha256: Sha256.parse('a'.repeat(64)), bytes: 10, fileCount: 1 },
  targets: [{ id: 't', registryId, version: '1.0.0', stepIds: ['up', 'check'] }],
  log: [],
};

function listed() {
  const emitted: Job[] = [];
  const removed: string[] = [];
  const reported: unknown[] = [];
  let ids = 0;
  const jobs = createJobs({
    emit: (job) => emitted.push(job),
    emitRemoved: (id) => removed.push(id),
    now: () => '2026-11-23T12:00:00.000Z',
    newId() {
      ids += 1;
      return `job-${ids}`;
    },
    report: (thrown) => reported.push(thrown),
  });
  const only = () => {
    const [job] = jobs.list();
    if (job === undefined) throw new Error('no job is listed');
    return job;
  };
  return { jobs, emitted, removed, reported, only };
}

async function untilAborted({ signal }: JobControl): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
  throw failure('cancelled', 'Cancelled.');
}

describe('a job', () => {
  test('is listed at once, tells every change with a growing revision, and ends as done', async () => {
    const { jobs, emitted, only } = listed();
    const id = jobs.start(seed, async (control) => {
      control.setStep('up', { state: 'running' });
      control.log('sent', registryId);
      control.setOutcome('t', { kind: 'published', confirmed: 'answer', evidence: [] });
    });
    expect(only()).toMatchObject({ id, state: 'running' });
    await jobs.idle();
    expect(only()).toMatchObject({
      state: 'done',
      endedAt: '2026-11-23T12:00:00.000Z',
      steps: [{ state: 'running' }, { state: 'waiting' }],
      targets: [{ outcome: { kind: 'published' } }],
      log: [{ text: 'sent', registryId }],
    });
    expect(emitted.map((job) => job.revision)).toEqual([1, 2, 3, 4, 5]);
  });

  test('bundles progress but never holds back a change of state', async () => {
    const { jobs, emitted } = listed();
    jobs.start(seed, async (control) => {
      control.setStep('up', { state: 'running' });
      for (let done = 0; done <= 10_000; done += 1) control.setStep('up', { done, total: 10_000 });
      control.setStep('up', { state: 'done' });
    });
    await jobs.idle();
    expect(emitted.length).toBeLessThanOrEqual(5);
    expect(emitted.find((job) => job.steps[0]?.state === 'done')?.steps[0]).toMatchObject({ done: 10_000 });
  });

  test('lets progress through while it goes on', async () => {
    const { jobs, emitted } = listed();
    const seen = Promise.withResolvers<void>();
    jobs.start(seed, async (control) => {
      control.setStep('up', { done: 3 });
      await seen.promise;
    });
    await expect.poll(() => emitted.some((job) => job.steps[0]?.done === 3)).toBe(true);
    seen.resolve();
    await jobs.idle();
  });

  test('that fails says why and leaves no step running', async () => {
    const { jobs, only } = listed();
    jobs.start(seed, async (control) => {
      control.setStep('up', { state: 'running' });
      throw failure('disk_failed', 'The journal could not be written.');
    });
    await jobs.idle();
    expect(only()).toMatchObject({
      state: 'failed',
      error: { code: 'disk_failed' },
      steps: [{ state: 'failed' }, { state: 'cancelled' }],
    });
  });

  test('that breaks reports the defect and shows none of its text', async () => {
    const { jobs, only, reported } = listed();
    jobs.start(seed, () => Promise.reject(new Error('token=secret')));
    await jobs.idle();
    expect(only()).toMatchObject({ state: 'failed', error: { code: 'internal' } });
    expect(JSON.stringify(only())).not.toContain('secret');
    expect(reported).toHaveLength(1);
  });
});

describe('cancelling', () => {
  test('the whole job', async () => {
    const { jobs, only } = listed();
    jobs.cancel(jobs.start(seed, untilAborted));
    await jobs.idle();
    expect(only()).toMatchObject({ state: 'cancelled', steps: [{ state: 'cancelled' }, { state: 'cancelled' }] });
    expect(only().error).toBeUndefined();
  });

  test('one target leaves the rest alone, whether it was begun or not', async () => {
    const { jobs } = listed();
    const seen: boolean[][] = [];
    const id = jobs.start(seed, async (control) => {
      const begun = control.signalFor('a');
      jobs.cancel(id, 'a');
      jobs.cancel(id, 'b');
      seen.push([
        begun.aborted,
        control.signalFor('b').aborted,
        control.signalFor('c').aborted,
        control.signal.aborted,
      ]);
    });
    await jobs.idle();
    expect(seen).toEqual([[true, true, false, false]]);
  });

  test('does nothing to a job that is over or unknown', async () => {
    const { jobs, emitted } = listed();
    const id = jobs.start(seed, async () => {});
    await jobs.idle();
    const before = emitted.length;
    jobs.cancel(id);
    jobs.cancel(JobId.parse('no-such-job'));
    expect(emitted).toHaveLength(before);
  });

  test('all, as when the program closes', async () => {
    const { jobs } = listed();
    jobs.start(seed, untilAborted);
    jobs.start(seed, untilAborted);
    jobs.cancelAll();
    await jobs.idle();
    expect(jobs.list().map((job) => job.state)).toEqual(['cancelled', 'cancelled']);
  });
});

test('dismissing takes a finished job off the list and refuses a running one', async () => {
  const { jobs, removed } = listed();
  const id = jobs.start(seed, untilAborted);
  expect(() => jobs.dismiss(id)).toThrow('still running');
  jobs.cancel(id);
  await jobs.idle();
  jobs.dismiss(id);
  expect(jobs.list()).toEqual([]);
  expect(removed).toEqual([id]);
  expect(() => jobs.dismiss(id)).toThrow('no longer');
});

test('the list keeps the last fifty finished jobs', async () => {
  const { jobs, removed } = listed();
  for (let at = 0; at < 53; at += 1) jobs.start(seed, async () => {});
  await jobs.idle();
  expect(jobs.list()).toHaveLength(50);
  expect(removed).toEqual(['job-1', 'job-2', 'job-3']);
});

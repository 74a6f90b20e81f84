import { describe, expect, test } from 'vitest';
import { currentTarget, nameOfJob, splitSteps, stepsOf } from '../../../renderer/features/jobs/jobProgress.ts';
import { rateOf, withSample } from '../../../renderer/features/jobs/useTransferRate.ts';
import { publishJobOf } from '../../support/fakeStates.ts';

describe('the steps of a target', () => {
  test('are its own, in its order; the upload is the one that counts bytes', () => {
    const job = publishJobOf({
      steps: [
        { id: 'v', label: 'Verify', state: 'waiting' },
        { id: 'other', label: 'Upload', state: 'running', unit: 'bytes' },
        { id: 'u', label: 'Upload', state: 'done', unit: 'bytes' },
        { id: 'q', label: 'Wait for the turn', state: 'done' },
      ],
    });
    const [target] = job.targets;
    if (target === undefined) throw new Error('There is no target.');
    const steps = stepsOf(job, { ...target, stepIds: ['q', 'u', 'v'] });
    expect(steps.map((step) => step.id)).toEqual(['q', 'u', 'v']);
    expect(splitSteps(steps)).toMatchObject({ upload: { id: 'u' }, verify: { id: 'v' } });
  });

  test('tell whose turn it is', () => {
    expect(currentTarget(publishJobOf())?.id).toBe('t1');
    expect(currentTarget(publishJobOf({ steps: [] }))).toBeUndefined();
  });

  test('a job has a short name', () => expect(nameOfJob(publishJobOf())).toBe('json-tools 1.3.0'));
});

describe('the speed of an upload', () => {
  test('is unknown at first, then that of the last seconds', () => {
    let samples = withSample([], { at: 0, done: 0 });
    expect(rateOf(samples)).toBeNull();
    samples = withSample(samples, { at: 500, done: 100 });
    expect(rateOf(samples)).toBeNull();
    samples = withSample(samples, { at: 1000, done: 1_000_000 });
    expect(rateOf(samples)).toBe(1_000_000);
    for (let second = 2; second <= 20; second += 1)
      samples = withSample(samples, { at: second * 1000, done: 1_000_000 + second * 10 });
    expect(rateOf(samples)).toBe(10);
  });

  test('begins anew when the count does', () => {
    const samples = withSample([{ at: 0, done: 500 }], { at: 2000, done: 0 });
    expect(samples).toEqual([{ at: 2000, done: 0 }]);
  });
});

import { describe, expect, it } from 'vitest';
import { jobNotice, uploadProgress, writesUnderWay } from '../../main/jobNotice.ts';
import type { Outcome } from '../../shared/job.ts';
import { idOf, publishJobOf } from '../support/fakeStates.ts';

const nameOf = (id: string): string => `The ${id}`;
const error = { code: 'not_owner' as const, message: 'You may not publish there.' };
const outcomes: Readonly<Record<string, Outcome>> = {
  published: { kind: 'published', confirmed: 'answer', evidence: [] },
  seen: { kind: 'published', confirmed: 'looked', evidence: [] },
  rejected: { kind: 'rejected', error, evidence: [] },
  unknown: { kind: 'unknown', error, evidence: [] },
};

const done = (...kinds: readonly string[]) =>
  publishJobOf({
    state: 'done',
    package: { group: 'alice', name: 'pretty' },
    version: '0.1.0',
    targets: kinds.map((kind, at) => {
      const outcome = outcomes[kind];
      const id = `r${at}`;
      const target = { id, registryId: idOf.registry(id), version: '0.1.0', stepIds: [] };
      return outcome === undefined ? target : { ...target, outcome };
    }),
  });

describe('what is said of a job that ended', () => {
  it.each([
    ['published', 'Published: alice/pretty 0.1.0, The r0', 'The r0 has confirmed it.'],
    ['seen', 'Published: alice/pretty 0.1.0, The r0', 'It was seen on The r0.'],
    ['rejected', 'Rejected: alice/pretty 0.1.0, The r0', 'You may not publish there.'],
    ['unknown', 'Outcome unknown: alice/pretty 0.1.0, The r0', 'Nobody can tell yet'],
    ['none', 'Not sent: alice/pretty 0.1.0, The r0', 'Nothing was sent to The r0.'],
  ])('names the one outcome (%s)', (kind, title, body) => {
    expect(jobNotice(done(kind), nameOf)).toMatchObject({ title, body: expect.stringContaining(body) });
  });

  it('counts where there are several, in the order they came', () => {
    expect(jobNotice(done('published', 'rejected', 'published'), nameOf)).toMatchObject({
      title: 'alice/pretty 0.1.0: 2 published, 1 rejected',
      body: 'The r0, The r1, The r2',
    });
  });

  it('is the reason where the job itself stopped', () => {
    const failed = publishJobOf({ state: 'failed', title: 'Publishing x', error });
    expect(jobNotice(failed, nameOf)).toMatchObject({ title: 'Stopped: Publishing x', body: error.message });
  });

  it('is nothing while it runs, or when the person cancelled it', () => {
    expect(jobNotice(publishJobOf({ state: 'running' }), nameOf)).toBeNull();
    expect(jobNotice(publishJobOf({ state: 'cancelled' }), nameOf)).toBeNull();
  });
});

it('only what is being sent is under way, and only bytes are counted', () => {
  const archive = { ...publishJobOf(), kind: 'archive' as const, state: 'running' as const };
  const running = publishJobOf({ state: 'running', steps: [] });
  expect(writesUnderWay([archive, running, publishJobOf({ state: 'done' })])).toEqual([running]);
  expect(uploadProgress([running])).toBeNull();
});

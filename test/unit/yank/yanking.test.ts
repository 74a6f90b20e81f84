import { copyFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failure } from '../../../main/failure.ts';
import { createYanking, type YankRequest } from '../../../main/yank/yanking.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { RegistryId } from '../../../shared/ids.ts';
import type { Outcome, StepState } from '../../../shared/job.ts';
import { type FaultyRegistry, type Scenario, startFaultyRegistry } from '../../support/faultyRegistry.ts';
import { AWKWARD_TOKEN, type Bench, type BenchOptions, registryAt, startBench } from '../../support/writing.ts';

const LAB = RegistryId.parse('lab');
const ref = { group: 'Alice', name: 'My_Pkg' };
const VERSIONS = ['1.0.0', '1.1.0', '1.2.0+build.5'];

let lab: FaultyRegistry;
let benches: Bench[];

beforeEach(async () => {
  lab = await startFaultyRegistry({ tokens: [AWKWARD_TOKEN] });
  benches = [];
  for (const version of VERSIONS)
    lab.store.versions.set(`Alice/My_Pkg ${version}`, { bytes: Buffer.alloc(1), yanked: false });
});
afterEach(async () => {
  for (const bench of benches) await bench.close();
  await lab.close();
});

async function workshop(options: Partial<BenchOptions> = {}) {
  const bench = await startBench({ registries: [registryAt(lab.url)], ...options });
  benches.push(bench);
  const yanking = createYanking({
    ...bench.parts,
    publishedSpelling: async () => ref,
    waits: [0, 10, 20],
  });
  const start = (more: Partial<YankRequest> = {}) =>
    yanking.start({
      registryId: LAB,
      package: { group: 'alice', name: 'my-pkg' },
      versions: ['1.0.0'],
      yanked: true,
      ...more,
    });
  const yank = async (more: Partial<YankRequest> = {}) => {
    await start(more);
    await bench.jobs.idle();
    return bench.outcomes();
  };
  return { bench, yanking, start, yank };
}
const isYanked = (version = '1.0.0') => lab.store.versions.get(`Alice/My_Pkg ${version}`)?.yanked;
const writes = () => lab.requests.filter((seen) => seen.method === 'PATCH' && !seen.path.includes('/nobody-'));
const entries = (bench: Bench) => bench.journal.list({ offset: 0, limit: 100 }).entries;

interface Row {
  readonly name: string;
  readonly scenario: Scenario;
  readonly before?: boolean;
  readonly stallMs?: number;
  readonly expected: { kind: Outcome['kind']; confirmed?: 'answer' | 'looked'; code?: ErrorCode; step: StepState };
  /** What is so in the end. */
  readonly yanked: boolean;
  readonly requests?: number;
}

const html = '<html><body>502 Bad Gateway</body></html>';
const echo = `{"error":"user_not_found","description":"User not found to access token \`${AWKWARD_TOKEN}\`"}`;
const answered = { kind: 'yanked', confirmed: 'answer', step: 'done' } as const;
const looked = { kind: 'yanked', confirmed: 'looked', step: 'done' } as const;
const notDone = (code: ErrorCode) => ({ kind: 'not_sent', code, step: 'failed' }) as const;
const pauses = { kind: 'answer', status: 429, headers: { 'retry-after': '0' } } as const;

const ROWS: readonly Row[] = [
  { name: 'all goes well', scenario: {}, expected: answered, yanked: true },
  { name: 'it is yanked already', scenario: {}, before: true, expected: answered, yanked: true },
  {
    name: 'it yanks and resets',
    scenario: { yank: { kind: 'reset', after: 'commit' } },
    expected: looked,
    yanked: true,
  },
  {
    name: 'it yanks and answers 500',
    scenario: { yank: { kind: 'answer', status: 500, commit: true } },
    expected: looked,
    yanked: true,
  },
  {
    name: 'it yanks and never answers',
    stallMs: 200,
    scenario: { yank: { kind: 'never_answers', commit: true } },
    expected: looked,
    yanked: true,
  },
  {
    name: 'it resets and does nothing',
    scenario: { yank: { kind: 'reset', after: 'nothing' } },
    expected: notDone('connection_lost'),
    yanked: false,
  },
  {
    name: '500 and nothing done',
    scenario: { yank: { kind: 'answer', status: 500 } },
    expected: notDone('registry_error'),
    yanked: false,
  },
  {
    name: 'HTML 502 of a proxy',
    scenario: { yank: { kind: 'answer', status: 502, body: html } },
    expected: notDone('registry_error'),
    yanked: false,
  },
  {
    name: 'a login page with 200',
    scenario: { yank: { kind: 'answer', status: 200, body: html } },
    expected: notDone('unexpected_answer'),
    yanked: false,
  },
  {
    name: 'half an answer',
    scenario: { yank: { kind: 'cut_answer', status: 200, body: '{', commit: true } },
    expected: looked,
    yanked: true,
  },
  {
    name: 'the token is refused in broken JSON',
    scenario: { yank: { kind: 'answer', status: 400, body: echo } },
    expected: { kind: 'rejected', code: 'token_rejected', step: 'failed' },
    yanked: false,
  },
  {
    name: 'an empty refusal',
    scenario: { yank: { kind: 'answer', status: 400 } },
    expected: { kind: 'rejected', code: 'request_rejected', step: 'failed' },
    yanked: false,
  },
  {
    name: 'a redirect',
    scenario: { yank: { kind: 'answer', status: 307, headers: { location: '/x' } } },
    expected: { kind: 'rejected', code: 'redirected', step: 'failed' },
    yanked: false,
  },
  {
    name: 'it asks for a pause twice',
    scenario: { yank: [pauses, pauses] },
    expected: answered,
    yanked: true,
    requests: 3,
  },
  {
    name: 'it did it, and asks for a pause',
    scenario: { yank: [{ ...pauses, status: 503, commit: true }] },
    expected: answered,
    yanked: true,
    requests: 2,
  },
  {
    name: 'it asks for a pause again and again',
    scenario: { yank: pauses },
    expected: { kind: 'rejected', code: 'rate_limited', step: 'failed' },
    yanked: false,
    requests: 4,
  },
  {
    name: 'it broke, and it cannot be read any more',
    scenario: {
      yank: { kind: 'reset', after: 'commit' },
      version: { kind: 'answer', status: 502 },
      versions: { kind: 'answer', status: 502 },
    },
    expected: { kind: 'unknown', code: 'outcome_unknown', step: 'unknown' },
    yanked: true,
  },
  {
    name: 'it broke, and only its list can be read',
    scenario: { yank: { kind: 'reset', after: 'commit' }, version: { kind: 'answer', status: 502 } },
    expected: { kind: 'unknown', code: 'outcome_unknown', step: 'unknown' },
    yanked: true,
  },
];

describe('yanking, whatever the registry does', () => {
  test.each(ROWS)('$name', async ({ scenario, before, stallMs, expected, yanked, requests }) => {
    lab.scenario = scenario;
    lab.store.versions.set('Alice/My_Pkg 1.0.0', { bytes: Buffer.alloc(1), yanked: before ?? false });
    const { bench, yank } = await workshop(stallMs === undefined ? {} : { stallMs });
    const { kind, confirmed, code, step } = expected;
    const [outcome] = await yank({ note: `because of ${AWKWARD_TOKEN}` });
    expect(outcome).toMatchObject({ kind, ...(confirmed && { confirmed }), ...(code && { error: { code } }) });
    expect(bench.job()).toMatchObject({ state: 'done', steps: [{ label: 'Yank 1.0.0', state: step }] });
    expect([isYanked(), writes().length]).toEqual([yanked, requests ?? 1]);
    expect(entries(bench)).toMatchObject([
      {
        id: bench.job().targets[0]?.entryId,
        action: 'yank',
        package: ref,
        version: '1.0.0',
        note: 'because of ••••',
        request: 'PATCH /api/v1/packages/Alice/My_Pkg/1.0.0/yank?yanked=true&token=••••',
        outcome,
      },
    ]);
    expect(await bench.tokenLeaks()).toEqual([]);
    expect(bench.changed).toEqual(['lab Alice/My_Pkg']);
  });
});

describe('unyanking', () => {
  test('puts a version back, also one that is not yanked', async () => {
    lab.store.versions.set('Alice/My_Pkg 1.0.0', { bytes: Buffer.alloc(1), yanked: true });
    const { yank } = await workshop();
    const both = { yanked: false, versions: ['1.0.0', '1.1.0'] };
    expect(await yank(both)).toMatchObject([
      { kind: 'unyanked', confirmed: 'answer', evidence: [] },
      { kind: 'unyanked', confirmed: 'answer', already: true, evidence: [{ proves: 'it is so already' }] },
    ]);
    expect(isYanked()).toBe(false);
  });
});

describe('many versions', () => {
  test('each has its own outcome, and a failure stops none', async () => {
    lab.scenario = {
      yank: [
        null,
        {
          kind: 'answer',
          status: 400,
          body: '{"error":"no_permission","description":"You have no access permission to package `Alice/My_Pkg`"}',
        },
      ],
    };
    const { bench, yank } = await workshop();
    expect(await yank({ versions: [...VERSIONS, '9.9.9', '1.0.0'] })).toMatchObject([
      { kind: 'yanked' },
      { kind: 'rejected', error: { code: 'not_owner' } },
      { kind: 'yanked' },
      { kind: 'rejected', error: { code: 'package_not_found' } },
    ]);
    expect(bench.job().title).toBe('Yanking 4 versions of Alice/My_Pkg');
    expect(VERSIONS.map(isYanked)).toEqual([true, false, true]);
    expect(lab.mostWritesAtOnce()).toBe(1);
  });

  test('one that the registry puts off again and again does not keep the rest from going on', async () => {
    lab.scenario = { yank: [null, pauses, { ...pauses, status: 503 }, pauses, pauses] };
    const { bench, yank } = await workshop();
    expect(await yank({ versions: VERSIONS })).toMatchObject([
      { kind: 'yanked' },
      { kind: 'rejected', error: { code: 'rate_limited' } },
      { kind: 'yanked' },
    ]);
    expect(writes()).toHaveLength(6);
    expect(entries(bench)).toHaveLength(3);
  });

  test('in the middle of which the program is killed: what was sent is looked up at the next start, the rest was left alone', async () => {
    lab.scenario = { yank: [null, { kind: 'never_answers', commit: true }] };
    const first = await workshop();
    const id = await first.start({ versions: VERSIONS });
    await expect.poll(() => isYanked('1.1.0')).toBe(true);
    const journalFile = `${first.bench.journalFile}.killed`;
    await copyFile(first.bench.journalFile, journalFile);
    const { bench, yanking } = await workshop({ journalFile });
    expect(bench.journal.unfinished()).toMatchObject([{ version: '1.1.0' }]);
    await yanking.recover();
    expect(entries(bench)).toMatchObject([
      { version: '1.1.0', outcome: { kind: 'yanked', confirmed: 'looked' } },
      { version: '1.0.0', outcome: { kind: 'yanked', confirmed: 'answer' } },
    ]);
    expect(isYanked('1.2.0+build.5')).toBe(false);
    first.bench.jobs.cancel(id);
    await first.bench.jobs.idle();
  });

  test('are left alone from where it was cancelled', async () => {
    lab.scenario = { yank: [null, { kind: 'never_answers', commit: true }] };
    const { bench, start } = await workshop();
    const id = await start({ versions: VERSIONS });
    await expect.poll(() => isYanked('1.1.0')).toBe(true);
    bench.jobs.cancel(id);
    await bench.jobs.idle();
    expect(bench.outcomes()).toMatchObject([
      { kind: 'yanked', confirmed: 'answer' },
      { kind: 'yanked', confirmed: 'looked' },
      { kind: 'not_sent', error: { code: 'cancelled' } },
    ]);
    expect(bench.job().steps.map((step) => step.state)).toEqual(['done', 'done', 'cancelled']);
    expect(entries(bench)).toHaveLength(3);
  });

  test('are left alone when it is cancelled during a pause', async () => {
    lab.scenario = { yank: { ...pauses, headers: { 'retry-after': '500' } } };
    const { bench, start } = await workshop();
    const id = await start({ versions: ['1.0.0', '1.1.0'] });
    await expect.poll(() => bench.job().steps[0]?.detail).toBe('Lab asks for a pause of 500 s');
    bench.jobs.cancel(id);
    await bench.jobs.idle();
    expect(bench.outcomes()).toMatchObject([
      { kind: 'not_sent', error: { code: 'cancelled' } },
      { kind: 'not_sent', error: { code: 'cancelled' } },
    ]);
  });
});

describe('what was noted', () => {
  test('is the last note of each version that is yanked, under any spelling and of this registry alone', async () => {
    const { bench, yanking, yank } = await workshop();
    await yank({ versions: ['1.0.0', '1.1.0'], note: 'first' });
    await yank({ versions: ['1.0.0'], yanked: false });
    await yank({ versions: ['9.9.9'], note: 'refused' });
    await yank({ versions: ['1.2.0+build.5'], note: 'second' });
    expect(bench.journal.list({ offset: 0, limit: 9 }).total).toBe(5);
    expect(yanking.notes(LAB, { group: 'alice', name: 'my-pkg' })).toEqual([
      { version: '1.2.0+build.5', note: 'second' },
      { version: '1.1.0', note: 'first' },
    ]);
    expect(yanking.notes(RegistryId.parse('other'), ref)).toEqual([]);
  });
});

describe('before anything is sent', () => {
  test('a production registry wants the name typed, for both ways', async () => {
    const { start, yank } = await workshop({ registries: [registryAt(lab.url, { production: true })] });
    await expect(start()).rejects.toMatchObject({ error: { code: 'invalid_input' } });
    await expect(start({ yanked: false })).rejects.toMatchObject({ error: { code: 'invalid_input' } });
    expect(lab.requests).toEqual([]);
    expect(await yank({ confirmation: 'alice/my-pkg' })).toMatchObject([{ kind: 'yanked' }]);
  });

  test('any registry wants it for a yank whose effect nobody can know', async () => {
    const { bench } = await workshop();
    const asked: string[] = [];
    const yanking = createYanking({
      ...bench.parts,
      publishedSpelling: async () => ref,
      canKnowDependents: async (_registryId, { name }) => {
        asked.push(name);
        return false;
      },
      waits: [0],
    });
    const request = { registryId: LAB, package: ref, versions: ['1.0.0'], yanked: true };
    await expect(yanking.start(request)).rejects.toMatchObject({
      error: { code: 'invalid_input', message: expect.stringContaining('nobody can know who requires it on Lab') },
    });
    expect(asked).toEqual(['My_Pkg']);
    await yanking.start({ ...request, confirmation: 'Alice/My_Pkg' });
    await bench.jobs.idle();
    await yanking.start({ ...request, yanked: false });
    await bench.jobs.idle();
    expect(entries(bench).map(({ action }) => action)).toEqual(['unyank', 'yank']);
  });

  test('the spelling that was given is used where the published one cannot be found out', async () => {
    const { bench } = await workshop();
    const yanking = createYanking({
      ...bench.parts,
      publishedSpelling: () => Promise.reject(failure('index_unreadable', 'No index.')),
      waits: [0],
    });
    await yanking.start({ registryId: LAB, package: ref, versions: ['1.0.0'], yanked: true });
    await bench.jobs.idle();
    expect(bench.outcomes()).toMatchObject([{ kind: 'yanked' }]);
  });

  test('without a token nothing is sent', async () => {
    const { yank } = await workshop({ token: null });
    expect(await yank()).toMatchObject([{ kind: 'not_sent', error: { code: 'token_missing' } }]);
    expect(writes()).toEqual([]);
  });
});

describe('an outcome that nobody knows', () => {
  const broken = { kind: 'answer', status: 502 } as const;

  test('is answered by looking again', async () => {
    lab.scenario = { yank: { kind: 'reset', after: 'commit' }, version: broken, versions: broken };
    const { bench, yank, yanking } = await workshop();
    await yank();
    const [entry] = entries(bench);
    if (entry === undefined) throw new Error('nothing was written down');
    expect((await yanking.look(entry.id)).outcome?.kind).toBe('unknown');
    lab.scenario = {};
    expect((await yanking.look(entry.id)).outcome).toMatchObject({
      kind: 'yanked',
      confirmed: 'looked',
      evidence: [{ kind: 'sent' }, { kind: 'metadata', proves: 'it is yanked' }],
    });
  });

  test('of a program that was killed is answered at the next start', async () => {
    const first = await workshop();
    const begun = { registryId: LAB, registryName: 'Lab', package: ref, request: 'PATCH /x' };
    const done = await first.bench.journal.start({ ...begun, action: 'yank', version: '1.0.0' });
    const undone = await first.bench.journal.start({ ...begun, action: 'unyank', version: '1.1.0' });
    const never = await first.bench.journal.start({ ...begun, action: 'yank', version: '1.2.0+build.5' });
    await first.bench.journal.close();
    lab.store.versions.set('Alice/My_Pkg 1.0.0', { bytes: Buffer.alloc(1), yanked: true });
    const next = await workshop({ journalFile: first.bench.journalFile });
    benches = [next.bench];
    await next.yanking.recover();
    const outcomes = [done, undone, never].map((id) => next.bench.journal.get(id)?.outcome);
    expect(outcomes).toMatchObject([
      { kind: 'yanked' },
      { kind: 'unyanked' },
      { kind: 'not_sent', error: { code: 'connection_lost' } },
    ]);
  });

  test('is looked up in the index where a registry has nothing else', async () => {
    await lab.close();
    lab = await startFaultyRegistry({ tokens: [AWKWARD_TOKEN], families: ['documented'] });
    lab.store.versions.set('Alice/My_Pkg 1.0.0', { bytes: Buffer.alloc(1), yanked: false });
    lab.scenario = { yank: { kind: 'reset', after: 'commit' } };
    const { yank } = await workshop({
      lookInIndex: async () => ({ found: true, yanked: isYanked() ?? false, sha256: null }),
    });
    expect(await yank()).toMatchObject([{ kind: 'yanked', confirmed: 'looked', evidence: [{}, { kind: 'index' }] }]);
  });
});

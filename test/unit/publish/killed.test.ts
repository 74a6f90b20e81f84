import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActivityEntry } from '../../../shared/job.ts';
import type { Moment, Scenario } from '../../support/faultyRegistry.ts';
import { type FaultyRegistry, startFaultyRegistry } from '../../support/faultyRegistry.ts';
import { sha256Of } from '../../support/hash.ts';
import { archiveOf, type Doomed, startProgram } from '../../support/publishUntilKilled.ts';
import { AWKWARD_TOKEN } from '../../support/writing.ts';

/** `KILLS=1000 KILL_SEED=5000` tries other moments; a failure names its seed, and `KILLS=1 KILL_SEED=…` repeats it. */
const KILLS = Number(process.env.KILLS ?? 100);
const FIRST_SEED = Number(process.env.KILL_SEED ?? 1);
/** So many programs at a time: one of them is mostly starting. */
const LANES = 3;
const KEY = 'alice/pkg 1.0.0';
const PROGRAM = fileURLToPath(new URL('../../support/publishUntilKilled.ts', import.meta.url));

/** mulberry32: the same numbers between 0 and 1 for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** When a program is killed: at something that the registry notices, or that the program says, and so long after it. */
interface Plan {
  readonly seed: number;
  readonly bytes: number;
  readonly diskMs: number;
  readonly scenario: Scenario;
  readonly when: 'ready' | 'done' | `${NonNullable<Moment['operation']>} ${'came' | 'over'}` | 'publish read';
  /** For `publish read`: once so many bytes were read. */
  readonly read: number;
  readonly afterMs: number;
}

const WHENS: readonly Plan['when'][] = [
  'ready',
  'token_test came',
  'token_test over',
  'publish came',
  'publish read',
  'publish read',
  'publish read',
  'publish over',
  'version came',
  'version came',
  'storage over',
  'storage over',
  'done',
];

const SCENARIOS: readonly Scenario[] = [
  {},
  {},
  { publish: { kind: 'reset', after: 'commit' } },
  { publish: { kind: 'reset', after: 'body' } },
  { publish: { kind: 'answer', status: 503, commit: true } },
];

function planOf(seed: number): Plan {
  const random = randomFrom(seed);
  const from = <T>(some: readonly T[]): T => {
    const one = some[Math.floor(random() * some.length)];
    if (one === undefined) throw new RangeError('There is nothing to choose from.');
    return one;
  };
  const bytes = 1 + Math.floor(random() * from([100_000, 3_000_000]));
  const when = from(WHENS);
  // The first moments have the whole way before them, so that what lies between two requests is met as well.
  const most = when === 'ready' ? 60 : 8;
  const afterMs = random() < 0.4 ? 0 : random() * most;
  const diskMs = from([0, 0, 15]);
  return {
    seed,
    bytes,
    diskMs,
    scenario: structuredClone(from(SCENARIOS)),
    when,
    read: Math.ceil(random() * bytes),
    afterMs,
  };
}

const isMet = (plan: Plan, { operation, at, seen }: Moment): boolean =>
  `${operation} ${at}` === plan.when && (at !== 'read' || seen.bytes >= plan.read);

/** Resolves when the program is dead and the registry is through with everything that it sent. */
async function killAt(plan: Plan, doomed: Omit<Doomed, 'url'>): Promise<FaultyRegistry> {
  let open = 0;
  let onIdle = (): void => {};
  const registry = await startFaultyRegistry({
    tokens: [AWKWARD_TOKEN],
    onMoment(moment) {
      if (moment.at === 'came') open += 1;
      if (isMet(plan, moment)) kill();
      if (moment.at === 'over') open -= 1;
      if (open === 0) onIdle();
    },
  });
  registry.scenario = plan.scenario;
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify({ ...doomed, url: registry.url })], {
    env: { PATH: process.env.PATH, TMPDIR: doomed.folder, NODE_COMPILE_CACHE: compiled },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let met = false;
  const kill = (): void => {
    if (met) return;
    met = true;
    if (plan.afterMs === 0) child.kill('SIGKILL');
    else setTimeout(() => child.kill('SIGKILL'), plan.afterMs);
  };
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  createInterface(child.stdout).on('line', (line) => {
    // A publish that never came to its moment ends here, after its last row.
    if (line === 'done' || plan.when === line) kill();
  });
  const [, signal] = await once(child, 'close');
  if (signal !== 'SIGKILL') throw new Error(`The program ended by itself: ${said}`);
  if (open > 0) await new Promise<void>((resolve) => (onIdle = resolve));
  return registry;
}

/** What the journal has to say, given what the registry saw and has. */
function expectTruth(registry: FaultyRegistry, entries: readonly ActivityEntry[], archive: Buffer): void {
  const stored = registry.store.versions.get(KEY);
  const uploads = registry.requests.filter((one) => one.method === 'PUT');
  expect(uploads.length, 'it is sent once, and not again by the restart').toBeLessThanOrEqual(1);
  expect(entries.length, 'nothing is sent without a row').toBeGreaterThanOrEqual(uploads.length);
  expect(entries.length).toBeLessThanOrEqual(1);
  for (const entry of entries) {
    expect(entry).toMatchObject({
      action: 'publish',
      version: '1.0.0',
      sha256: sha256Of(archive),
      bytes: archive.length,
    });
    expect(entry.outcome?.kind).toBe(stored === undefined ? 'not_sent' : 'published');
    expect(entry.endedAt).toBeDefined();
  }
  if (stored !== undefined) expect(stored.bytes.equals(archive)).toBe(true);
}

const doomedBy = ({ seed, bytes, diskMs }: Plan) => ({ seed, bytes, diskMs });

type Fate = 'nothing written' | 'open, not there' | 'open, there' | 'ended';

/** Kills one publish, starts the program again and holds what it says against what the registry has. */
async function tryOnce(plan: Plan): Promise<Fate> {
  const folder = await mkdtemp(join(tmpdir(), 'killed-'));
  const registry = await killAt(plan, { folder, ...doomedBy(plan) });
  registry.scenario = {};
  const doomed: Doomed = { url: registry.url, folder, ...doomedBy(plan) };
  const { bench, publishing } = await startProgram(doomed);
  try {
    const open = bench.journal.unfinished().length > 0;
    const before = bench.journal.list({ offset: 0, limit: 10 }).total;
    await publishing.recover();
    const archive = archiveOf(plan);
    expectTruth(registry, bench.journal.list({ offset: 0, limit: 10 }).entries, archive);
    expect(await readdir(join(folder, 'archives')).catch(() => [])).toEqual([]);
    expect(await bench.tokenLeaks()).toEqual([]);
    const third = await startProgram(doomed);
    expectTruth(registry, third.bench.journal.list({ offset: 0, limit: 10 }).entries, archive);
    await third.bench.close();
    if (before === 0) return 'nothing written';
    if (!open) return 'ended';
    return registry.store.versions.has(KEY) ? 'open, there' : 'open, not there';
  } finally {
    await bench.close();
    await registry.close();
    await rm(folder, { recursive: true, force: true });
  }
}

let compiled: string;
beforeAll(async () => {
  compiled = await mkdtemp(join(tmpdir(), 'killed-compiled-'));
});
afterAll(() => rm(compiled, { recursive: true, force: true }));

test(
  `a program that is killed in the middle of a publish, ${KILLS} times, tells the truth after its restart`,
  async () => {
    const fates: Record<Fate, number> = { 'nothing written': 0, 'open, not there': 0, 'open, there': 0, ended: 0 };
    let next = FIRST_SEED;
    const lane = async (): Promise<void> => {
      while (next < FIRST_SEED + KILLS) {
        const plan = planOf(next);
        next += 1;
        try {
          fates[await tryOnce(plan)] += 1;
        } catch (cause) {
          throw new Error(`Seed ${plan.seed} (${JSON.stringify(plan)}): ${String(cause)}`, { cause });
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    // Else the kills would have missed what they are about.
    if (KILLS >= 100) for (const [fate, count] of Object.entries(fates)) expect(count, fate).toBeGreaterThan(0);
    if (process.env.KILLS !== undefined) process.stdout.write(`${JSON.stringify(fates)}\n`);
  },
  20_000 + KILLS * 1000,
);

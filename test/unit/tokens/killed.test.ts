import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANGING, ORIGIN, opened, RESTING, vaultIn } from '../../support/saveUntilKilled.ts';

const script = fileURLToPath(new URL('../../support/saveUntilKilled.ts', import.meta.url));
const LANES = 4;
const KILLS = 200;

/** Where what Node compiled is kept from one start to the next: two hundred starts are most of the time that this takes. */
let compiled: string;

beforeAll(async () => {
  compiled = await mkdtemp(join(tmpdir(), 'vault-compiled-'));
  // A program that is killed keeps nothing; this one has nothing to do and ends by itself.
  await once(start([]), 'close');
});
afterAll(() => rm(compiled, { recursive: true, force: true }));

const start = (args: readonly string[]) =>
  spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });

/** Lets a program save until some time after its first save, kills it, and answers the last that it said was kept. */
async function saveAndKill(folder: string, from: number, afterMs: number): Promise<number> {
  const child = start([folder, String(from)]);
  let said = '';
  child.stdout.on('data', (text) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
    said += text;
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  return Number(said.trim().split('\n').at(-1));
}

async function lane(kills: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vault-killed-'));
  await vaultIn(folder).set(RESTING, ORIGIN, 'never touched again');
  let next = 1;
  for (let kill = 0; kill < kills; kill += 1) {
    const kept = await saveAndKill(folder, next, Math.random() * 25);
    const vault = await opened(vaultIn(folder));
    const read = (id: typeof CHANGING) => vault.use(id, ORIGIN, async (token) => token);
    // The save during which it was killed either took place or did not.
    expect([`token-${kept}`, `token-${kept + 1}`]).toContain(await read(CHANGING));
    expect(await read(RESTING)).toBe('never touched again');
    next = kept + 2;
  }
  const names = await readdir(folder);
  expect(names.filter((name) => /^(vault|attempts)\.\d/.test(name))).toEqual([]);
  await rm(folder, { recursive: true });
}

test('a program that is killed two hundred times while it saves and moves tokens leaves the old or the new state', async () => {
  await Promise.all(Array.from({ length: LANES }, () => lane(KILLS / LANES)));
}, 400_000);

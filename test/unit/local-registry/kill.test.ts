import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseIndexFile } from '../../../main/elba/indexFile.ts';
import type { LocalRegistry } from '../../../main/local-registry/openLocalRegistry.ts';
import { ask, askFollowing, closed, freshFolder, opened } from './running.ts';
import { packageOf, publish, yank } from './uploads.ts';

const script = fileURLToPath(new URL('./registryProcess.ts', import.meta.url));
const rounds = 15;

type Running = { readonly child: ChildProcess; readonly port: number; readonly token: string };

const start = (folder: string): Promise<Running> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (piece) => {
      said += piece;
      if (said.includes('\n')) resolve({ child, ...JSON.parse(said) });
    });
    child.on('exit', (code) => reject(new Error(`The registry ended with ${code} before it answered.`)));
  });

/** What was acknowledged: the archive of each version, and whether it was yanked. */
type Acknowledged = Map<
  string,
  { readonly name: string; readonly version: string; readonly body: Buffer; yanked: boolean }
>;

/** Publishes and yanks without a pause until the registry is gone. */
const work = async (
  { port, token }: Running,
  round: number,
  lane: number,
  acknowledged: Acknowledged,
): Promise<void> => {
  const name = `alice/lane-${lane}`;
  try {
    for (let n = 0; ; n++) {
      const version = `${round}.${n}.0`;
      const body = packageOf(name, version, `description = "${'x'.repeat(n % 200)}"\n`);
      if ((await publish({ port }, token, name, version, body)).status !== 200) continue;
      const entry = { name, version, body, yanked: false };
      acknowledged.set(`${name} ${version}`, entry);
      if (n % 3 === 0 && (await yank({ port }, token, name, version)).status === 200) entry.yanked = true;
    }
  } catch {
    // The connection broke: the registry was killed.
  }
};

const checkVersion = async (
  registry: LocalRegistry,
  index: ReadonlyMap<string, boolean>,
  { name, version, body, yanked }: { name: string; version: string; body: Buffer; yanked: boolean },
): Promise<void> => {
  const { text, status } = await ask(registry, 'GET', `/api/v1/packages/${name}/${version}/metadata`);
  expect(status, `${name} ${version}`).toBe(200);
  const told = JSON.parse(text).version.yanked;
  // A yank whose answer did not come may have been done all the same; one that was answered must have been.
  if (yanked) expect(told).toBe(true);
  expect(index.get(`${name} ${version}`)).toBe(told);
  const got = await askFollowing(registry, `/api/v1/packages/${name}/${version}/download`);
  expect(got.bytes.equals(body)).toBe(true);
};

const indexOf = (folder: string, names: Iterable<string>): Map<string, boolean> => {
  const all = new Map<string, boolean>();
  for (const name of names) {
    const { lines, problems } = parseIndexFile(readFileSync(join(folder, 'index', name), 'utf8'));
    expect(problems).toEqual([]);
    for (const { version, yanked } of lines) all.set(`${name} ${version}`, yanked);
  }
  return all;
};

describe('a registry that is killed while it takes packages', () => {
  it(`has lost nothing that it acknowledged, ${rounds} times`, { timeout: 120_000 }, async () => {
    const folder = freshFolder();
    const all: Acknowledged = new Map();
    for (let round = 1; round <= rounds; round++) {
      const running = await start(folder);
      const fresh: Acknowledged = new Map();
      const lanes = [1, 2, 3].map((lane) => work(running, round, lane, fresh));
      const gone = new Promise((resolve) => running.child.on('exit', resolve));
      setTimeout(() => running.child.kill('SIGKILL'), 20 + Math.random() * 130);
      await Promise.all([gone, ...lanes]);
      for (const [key, entry] of fresh) all.set(key, entry);
      const registry = await opened(folder);
      const index = indexOf(folder, new Set([...all.values()].map(({ name }) => name)));
      for (const entry of round === rounds ? all.values() : fresh.values()) await checkVersion(registry, index, entry);
      await closed(registry);
    }
    expect(all.size).toBeGreaterThan(rounds);
  });
});

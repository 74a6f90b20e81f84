import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');

/** Milliseconds from starting the program on a new data folder until its window is shown, drawn and ready for use. */
async function startOnce(binary: string): Promise<number> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'elba-start-'));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const startedAt = performance.now();
  const child = spawn(binary, [repository, ...sandbox, `--data=${dataFolder}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  try {
    return await new Promise((done, fail) => {
      child.once('message', () => done(performance.now() - startedAt));
      void ended.then((code) => fail(new Error(`The program ended with ${code} before its window was shown.`)));
    });
  } finally {
    child.kill('SIGTERM');
    await ended;
    await rm(dataFolder, { recursive: true, force: true });
  }
}

/** Starts the built program so many times, one after the other, and answers each time in milliseconds. */
export async function measureWindowStart(binary: string, runs: number): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await startOnce(binary));
  return times;
}

import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimDataFolder, defaultDataFolder } from '../../main/dataFolder.ts';

let base: string;
let folder: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'data-'));
  folder = join(base, 'deep', 'data');
});
afterEach(() => rm(base, { recursive: true }));

/** As the claim holds it: a fact of the system's, or null where it has none. */
async function beganAt(pid: number | undefined): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat === null ? null : (/^.*\) (?:\S+ ){19}(\S+)/s.exec(stat)?.[1] ?? null);
}

const leaveClaim = async (claim: unknown): Promise<void> => {
  await (await claimDataFolder(folder))();
  await writeFile(join(folder, 'in-use.lock'), typeof claim === 'string' ? claim : JSON.stringify(claim));
};

describe('the claim on a data folder', () => {
  it('makes the folder for its owner alone and leaves nothing behind when it is given back', async () => {
    const giveBack = await claimDataFolder(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await giveBack();
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps a second program out while the first runs', async () => {
    const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    await leaveClaim({ pid: other.pid, at: Date.now(), began: await beganAt(other.pid) });
    await expect(claimDataFolder(folder)).rejects.toThrow(`already runs with the data folder ${folder}`);
    const ended = new Promise((resolve) => other.once('exit', resolve));
    other.kill();
    await ended;
    await (await claimDataFolder(folder))();
  });

  it.each([
    ['of a program that is gone', { pid: 2 ** 22 + 1, at: Date.now(), began: null }],
    ['from before the computer started', { pid: process.ppid, at: Date.now() - uptime() * 1000 - 60_000, began: null }],
    ['whose process number another program has now', { pid: process.ppid, at: Date.now(), began: '1' }],
    ['that was cut off while it was written', '{"pid":'],
  ])('takes over a claim %s', async (_what, claim) => {
    await leaveClaim(claim);
    await (await claimDataFolder(folder))();
    expect(await readdir(folder)).toEqual([]);
  });

  it('says so when the folder cannot be made', async () => {
    await writeFile(join(base, 'file'), '');
    await expect(claimDataFolder(join(base, 'file', 'data'))).rejects.toThrow(/can't be used/);
  });
});

describe('the usual place', () => {
  const at = (platform: NodeJS.Platform, env: Record<string, string> = {}) =>
    defaultDataFolder({ platform, env, homeFolder: '/home/alice' });

  it('is the one of the platform', () => {
    expect(at('linux')).toBe('/home/alice/.config/Elba Registry Manager/data');
    expect(at('linux', { XDG_CONFIG_HOME: '/conf' })).toBe('/conf/Elba Registry Manager/data');
    expect(at('darwin')).toBe('/home/alice/Library/Application Support/Elba Registry Manager/data');
    expect(at('win32', { APPDATA: '/roaming' })).toBe('/roaming/Elba Registry Manager/data');
  });
});

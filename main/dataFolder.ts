import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { failure } from './failure.ts';

/** The environment that the place of a data folder depends on. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
}

function settingsFolder({ platform, env, homeFolder }: Surroundings): string {
  if (platform === 'darwin') return join(homeFolder, 'Library', 'Application Support');
  if (platform === 'win32') return env.APPDATA ?? join(homeFolder, 'AppData', 'Roaming');
  return env.XDG_CONFIG_HOME ?? join(homeFolder, '.config');
}

/**
 * Where the program keeps its data unless it is told otherwise: a folder inside the one that Electron uses by itself, so that the
 * window and the page in a browser know the same registries.
 */
export const defaultDataFolder = (around: Surroundings): string =>
  join(settingsFolder(around), 'Elba Registry Manager', 'data');

const Claim = z.object({ pid: z.number().int().positive(), at: z.number(), began: z.string().nullable() });

/** When a process began, where the system says so in a file: its number alone may be used again, in a container at once. */
async function beganAt(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The name in brackets can hold anything; what is wanted is the 20th field after it.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

/** Whether the program that left this claim still runs. A process number from before the computer's last start means nothing. */
async function holds(text: string): Promise<boolean> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  const claim = Claim.safeParse(value);
  if (!claim.success || claim.data.pid === process.pid) return false;
  const startOfComputer = Date.now() - uptime() * 1000;
  if (claim.data.at < startOfComputer || !isAlive(claim.data.pid)) return false;
  return (await beganAt(claim.data.pid)) === claim.data.began;
}

const codeOf = (thrown: unknown): string => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '');

async function writeClaim(file: string): Promise<boolean> {
  const claim: z.infer<typeof Claim> = { pid: process.pid, at: Date.now(), began: await beganAt(process.pid) };
  try {
    await writeFile(file, JSON.stringify(claim), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    // A disk that is full takes the name and not the text.
    await rm(file, { force: true }).catch(() => undefined);
    throw thrown;
  }
}

/** Why a data folder can't be used and what to do, in two sentences. */
function unusable(folder: string, thrown: unknown): string {
  const code = codeOf(thrown);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `There is no room left on the disk for the data folder ${folder}. Make some, then try again.`;
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return `The data folder ${folder} can't be written to. Give yourself the right to, or name another folder with --data.`;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return `The data folder ${folder} can't be used: ${reason}. Name another folder with --data.`;
}

const inUse = (folder: string) =>
  failure(
    'busy',
    `The program already runs with the data folder ${folder}. Use that window or page, or name another folder with --data.`,
  );

/**
 * Makes the data folder (0700) and claims it for this process, so that no two programs write to the same files. Answers the
 * function that gives it back. A claim that a killed program left is taken over. Throws `busy` while another program holds it,
 * `disk_failed` where the folder can't be made.
 */
export async function claimDataFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'in-use.lock');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    if (!(await writeClaim(file))) {
      const left = await readFile(file, 'utf8').catch(() => '');
      if (await holds(left)) throw inUse(folder);
      await rm(file, { force: true });
      // Whoever else took the same leftover over at this moment was first.
      if (!(await writeClaim(file))) throw inUse(folder);
    }
  } catch (thrown) {
    if (codeOf(thrown) !== '') throw failure('disk_failed', unusable(folder, thrown));
    throw thrown;
  }
  return () => rm(file, { force: true });
}

/** Grows when an older program would misread what a newer one writes. */
const DATA_FORMAT = 1;

const Format = z.object({ v: z.number().int().positive(), writtenBy: z.string().max(40) });

async function readFormat(file: string): Promise<z.infer<typeof Format> | null> {
  try {
    return Format.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/**
 * Marks a claimed data folder as written by this version, so that an older one can tell. Throws `data_too_new` where a newer program
 * has marked it with a format that this one does not know, `disk_failed` where the mark can't be written.
 */
export async function checkDataFormat(folder: string, version: string): Promise<void> {
  const file = join(folder, 'format.json');
  const found = await readFormat(file);
  if (found !== null && found.v > DATA_FORMAT)
    throw failure(
      'data_too_new',
      `The data folder ${folder} was written by version ${found.writtenBy} of this program, and this is ${version}. Start that version or a newer one, or name another folder with --data. Nothing in it was changed.`,
    );
  if (found?.v === DATA_FORMAT && found.writtenBy === version) return;
  const mark: z.infer<typeof Format> = { v: DATA_FORMAT, writtenBy: version };
  try {
    await writeFile(`${file}.tmp`, `${JSON.stringify(mark)}\n`, { mode: 0o600 });
    await rename(`${file}.tmp`, file);
  } catch (thrown) {
    throw failure('disk_failed', unusable(folder, thrown));
  }
}

import { spawn } from 'node:child_process';
import { access, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say, tool } from './run.ts';

const NAMES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};
const executable = NAMES[process.platform] ?? 'electron';

/** A download from which nothing has come for so long is taken for blocked. */
const STALL_MS = 20_000;
/** A download that takes longer than this is spoken of, so that nobody looks at nothing. */
const SILENT_MS = 3_000;

const there = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The binary that can be started now: the one of ELECTRON_OVERRIDE_DIST_PATH, else the downloaded one; null where none is. */
export async function findElectron(): Promise<string | null> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== '') {
    const path = join(override, executable);
    return (await there(path)) ? path : null;
  }
  const name = await readFile(tool('electron/path.txt'), 'utf8').catch(() => null);
  const path = name === null ? null : tool(join('electron/dist', name));
  return path !== null && (await there(path)) ? path : null;
}

async function bytesBelow(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      (found) => found.size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Calls `stalled` once when the watched folders have not changed for a while. Answers the function that ends the watch. */
function watchForStall(folders: readonly string[], stalled: () => void): () => void {
  let bytes = -1;
  let movedAt = Date.now();
  const timer = setInterval(async () => {
    const now = (await Promise.all(folders.map(bytesBelow))).reduce((sum, size) => sum + size, 0);
    if (now !== bytes) movedAt = Date.now();
    bytes = now;
    if (Date.now() - movedAt > STALL_MS) stalled();
  }, 1000);
  return () => clearInterval(timer);
}

/**
 * Downloads Electron's binary by its own installer, which npm does not run. Quiet unless it takes long; given up when no byte comes
 * for 20 seconds. Answers the binary, or null when it can't be had.
 */
export async function fetchElectron(): Promise<string | null> {
  const temporary = await mkdtemp(join(tmpdir(), 'electron-fetch-'));
  const notice = setTimeout(() => say('Fetching Electron, which draws the window. This happens once.'), SILENT_MS);
  const child = spawn(process.execPath, [tool('electron/install.js')], {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  });
  const stopWatching = watchForStall([temporary, tool('electron/dist')], () => child.kill('SIGKILL'));
  await new Promise((done) => {
    child.once('exit', done);
    child.once('error', done);
  });
  stopWatching();
  clearTimeout(notice);
  await rm(temporary, { recursive: true, force: true });
  return findElectron();
}

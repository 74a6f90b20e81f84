import { appendFileSync, closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

const NEWLINE = 0x0a;

/** Makes a new name in a folder survive a crash. Windows cannot sync a folder and does not need to. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function withFile(file: string, change: (fd: number) => void): void {
  const fd = openSync(file, 'r+');
  try {
    change(fd);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function countAside(aside: string): number {
  try {
    return readFileSync(aside, 'utf8')
      .split('\n')
      .filter((line) => line !== '').length;
  } catch {
    return 0;
  }
}

/**
 * Looks after a last line without its newline, as a crash in the middle of a write leaves it. A line that `isWhole` gets its
 * newline; any other is moved to `{file}.torn`, so that nothing is appended to it and nothing is lost. Answers how many lines
 * have been kept aside over time.
 */
export function keepTornLineAside(file: string, isWhole: (line: string) => boolean): number {
  const aside = `${file}.torn`;
  const bytes = readFileSync(file);
  if (bytes.length > 0 && bytes.at(-1) !== NEWLINE) {
    const start = bytes.lastIndexOf(NEWLINE) + 1;
    const line = bytes.subarray(start);
    if (isWhole(line.toString('utf8'))) withFile(file, (fd) => writeSync(fd, '\n', bytes.length));
    else {
      appendFileSync(aside, Buffer.concat([line, Buffer.from('\n')]), { mode: 0o600, flush: true });
      withFile(file, (fd) => ftruncateSync(fd, start));
    }
  }
  return countAside(aside);
}

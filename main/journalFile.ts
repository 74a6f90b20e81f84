import {
  appendFileSync,
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';

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

/** Without reading the whole file: a journal can be long, and most end as they should. */
function endsWithNewline(file: string): boolean {
  const fd = openSync(file, 'r');
  try {
    const { size } = fstatSync(fd);
    const last = Buffer.alloc(1);
    return size === 0 || (readSync(fd, last, 0, 1, size - 1) === 1 && last[0] === NEWLINE);
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
  if (!endsWithNewline(file)) {
    const bytes = readFileSync(file);
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

import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The file that the program writes its log to. */
export interface LogFile {
  /** Absolute; the newest lines are in it. */
  readonly path: string;
  /** Adds a line with the time before it; the caller has redacted it. Never throws: nothing may fail for want of a log. */
  write(line: string): void;
}

export interface LogFileOptions {
  readonly now?: () => Date;
  /** A file that would grow beyond so many bytes is put aside first. */
  readonly mostBytes?: number;
  /** So many files are kept beside the newest: `name.1.log` is the younger one. */
  readonly kept?: number;
}

const MOST_BYTES = 1024 * 1024;
const KEPT = 3;

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Where the files put aside lie, the youngest first. */
const agedName = (path: string, age: number): string => path.replace(/\.log$/, `.${age}.log`);

/** Moves each file to the next age; the oldest gives way. */
function rotate(path: string, kept: number): void {
  for (let age = kept; age > 0; age -= 1) {
    const younger = age === 1 ? path : agedName(path, age - 1);
    if (sizeOf(younger) > 0) renameSync(younger, agedName(path, age));
  }
}

/** A log in `path`, which ends in `.log`. The folder (0700) and the file (0600) are made with the first line. */
export function openLogFile(path: string, options: LogFileOptions = {}): LogFile {
  const { now = () => new Date(), mostBytes = MOST_BYTES, kept = KEPT } = options;
  return {
    path,
    write(line) {
      const text = `${now().toISOString()} ${line}\n`;
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        const size = sizeOf(path);
        if (size > 0 && size + Buffer.byteLength(text) > mostBytes) rotate(path, kept);
        appendFileSync(path, text, { mode: 0o600 });
      } catch {
        // A full disk has no room for saying so.
      }
    },
  };
}

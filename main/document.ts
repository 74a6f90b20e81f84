import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { failure } from './failure.ts';
import type { DocumentStore } from './host.ts';
import { syncFolder } from './journalFile.ts';

/** A document that was moved aside: the names are base names in the same folder, `reason` is a short clause. */
export interface SetAside {
  readonly file: string;
  readonly keptAs: string;
  readonly reason: string;
}

export interface DocumentOptions {
  /** Told whenever a file was set aside, so that nobody loses a file in silence. */
  readonly onSetAside?: (what: SetAside) => void;
  readonly now?: () => Date;
}

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR');

/** `20260131-235959`, in UTC, so that names sort by age wherever the computer is. */
const stamp = (at: Date): string => at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');

function freeName(file: string, at: Date): string {
  const name = basename(file).replace(/\.json$/, '');
  const stem = join(dirname(file), `${name}.${stamp(at)}`);
  for (let count = 1; ; count += 1) {
    const candidate = `${stem}${count === 1 ? '' : `-${count}`}.json`;
    if (!existsSync(candidate)) return candidate;
  }
}

function writeWhole(file: string, text: string): void {
  const temporary = `${file}.tmp`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const handle = openSync(temporary, 'w', 0o600);
  try {
    const bytes = Buffer.from(text, 'utf8');
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  // A leftover of a killed run keeps the mode it had.
  chmodSync(temporary, 0o600);
  renameSync(temporary, file);
  syncFolder(dirname(file));
}

/**
 * A JSON document in one file, written whole: temporary name, fsync, rename, mode 0600. A kill at any moment leaves the old or
 * the new text. A file that cannot be read or parsed is moved aside as `name.YYYYMMDD-HHMMSS.json` (UTC) beside it, reported
 * through `onSetAside`, and `read` then answers undefined, as if there were none. Throws `disk_failed` where the disk refuses.
 */
export function openDocument(file: string, options: DocumentOptions = {}): DocumentStore {
  const now = options.now ?? (() => new Date());
  const name = basename(file);

  const setAside = (reason: string): void => {
    if (!existsSync(file)) return;
    const keptAs = freeName(file, now());
    try {
      renameSync(file, keptAs);
      syncFolder(dirname(file));
    } catch (thrown) {
      throw failure(
        'disk_failed',
        `${name} can't be used (${reason}) and could not be moved aside: ${reasonOf(thrown)}. Move ${file} away and start again.`,
      );
    }
    options.onSetAside?.({ file: name, keptAs: basename(keptAs), reason });
  };

  const readText = (): string | undefined => {
    try {
      return readFileSync(file, 'utf8');
    } catch (thrown) {
      if (!isMissing(thrown)) setAside(`it could not be read: ${reasonOf(thrown)}`);
      return undefined;
    }
  };

  return {
    read: () => {
      const text = readText();
      if (text === undefined) return undefined;
      try {
        const value: unknown = JSON.parse(text);
        return value;
      } catch {
        // The parser's own words quote the text, which is not for a log.
        setAside('it is not valid JSON');
        return undefined;
      }
    },
    write: (value) => {
      try {
        writeWhole(file, `${JSON.stringify(value, null, 2)}\n`);
      } catch (thrown) {
        throw failure(
          'disk_failed',
          `${name} could not be saved: ${reasonOf(thrown)}. Make room on the disk or check who may write to ${dirname(file)}.`,
        );
      }
    },
    setAside,
  };
}

import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, type Stats } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { Instant, Sha256 } from '../../shared/ids.ts';

const SealFile = z.object({ v: z.literal(1), at: Instant, sha256: Sha256 });

/** What changes whenever a file is written or another one takes its place. */
const stampOf = ({ ino, size, mtimeMs, ctimeMs }: Stats): string => `${ino} ${size} ${mtimeMs} ${ctimeMs}`;

const stampAt = (file: string): string | null => {
  try {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    return stats?.isFile() === true ? stampOf(stats) : null;
  } catch {
    return null;
  }
};

/** Knows which files of the index are right as they lie there, also over a restart. */
export type IndexSeal = {
  /** What a file is known by at this moment; null where there is none. */
  stamp(path: string): string | null;
  /** A file is right as long as it has this stamp. */
  noteRight(path: string, stamp: string | null): void;
  /** Whether all these files are still as they were when the registry was closed, and its journal too. They are noted as right. */
  holds(paths: readonly string[]): boolean;
  /** Leaves word for `holds` after the journal was closed, unless a file is not known to be right. */
  leave(paths: readonly string[], now: Date): Promise<void>;
};

export type IndexSealOptions = {
  /** Where word is left. */
  readonly file: string;
  /** The folder of the index. */
  readonly root: string;
  /** The journal that the index is made from. */
  readonly journal: string;
  /** Part of every line of the index: `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** When the computer was started. */
  readonly bootedAt?: () => Date;
};

const sinceBoot = (): Date => new Date(Date.now() - uptime() * 1000);

/**
 * To look over an index takes longer than to read the journal that it is made from, and mostly finds nothing. So a registry that is
 * closed leaves the stamps of all files, as one hash. A crash leaves none that fits, and none counts that was left before the computer
 * was started: what had not reached the disk then can be lost behind a stamp that says nothing of it.
 */
export const createIndexSeal = (options: IndexSealOptions): IndexSeal => {
  const { file, root, journal, url, bootedAt = sinceBoot } = options;
  const right = new Map<string, string>();

  const hashOf = (paths: readonly string[]): { sha256: string; stamps: readonly string[] } | null => {
    const stamps: string[] = [];
    const hash = createHash('sha256').update(`${url}\n${stampAt(journal)}\n`);
    for (const path of paths) {
      const stamp = stampAt(join(root, path));
      if (stamp === null) return null;
      stamps.push(stamp);
      hash.update(`${path}\n${stamp}\n`);
    }
    return { sha256: hash.digest('hex'), stamps };
  };

  const left = (): z.infer<typeof SealFile> | null => {
    try {
      return SealFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      return null;
    }
  };

  return {
    stamp: (path) => stampAt(join(root, path)),
    noteRight(path, stamp) {
      if (stamp === null) right.delete(path);
      else right.set(path, stamp);
    },
    holds(paths) {
      const known = left();
      if (known === null || new Date(known.at) < bootedAt()) return false;
      const now = hashOf(paths);
      if (now?.sha256 !== known.sha256) return false;
      for (const [i, path] of paths.entries()) right.set(path, now.stamps[i] ?? '');
      return true;
    },
    async leave(paths, now) {
      const found = hashOf(paths);
      if (found === null || paths.some((path, i) => right.get(path) !== found.stamps[i])) return;
      const unfinished = `${file}.new`;
      const seal: z.infer<typeof SealFile> = { v: 1, at: now.toISOString(), sha256: Sha256.parse(found.sha256) };
      await writeFile(unfinished, JSON.stringify(seal), { mode: 0o600 });
      await rename(unfinished, file);
    },
  };
};

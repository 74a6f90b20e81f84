import type { ArchiveFaults, FileChange, FilesDiffer, ModifiedFile, SizedFile } from '../../shared/changes.ts';
import { type ChangedFile, type ComparedFile, compareArchives } from './compare.ts';
import type { ArchiveReading } from './list.ts';
import { diffTexts, type TextDiff } from './textDiff.ts';

const sized = ({ path, bytes }: ComparedFile): SizedFile => ({ path, bytes, lines: null });
const modified = ({ path, before, after }: ChangedFile): ModifiedFile => ({
  path,
  bytesBefore: before.bytes,
  bytesAfter: after.bytes,
  lines: null,
});

const drawn = (diff: TextDiff): FileChange =>
  diff.kind === 'hunks'
    ? { ...diff, hunks: diff.hunks.map((hunk) => ({ ...hunk, lines: [...hunk.lines] })) }
    : { ...diff };

/** Which files differ, as the page is told, before their lines were counted; see `compareArchives`. */
export function filesDiffer(before: readonly ComparedFile[], after: readonly ComparedFile[]): FilesDiffer {
  const { added, removed, changed, mode, same } = compareArchives(before, after);
  return {
    added: added.map(sized),
    removed: removed.map(sized),
    modified: changed.map(modified),
    mode: mode.map((pair) => ({ path: pair.path, executable: pair.after.executable })),
    same,
  };
}

/** What a reading found wrong, as the page is told. */
export const faultsOf = ({ whole, findings, moreFindings }: ArchiveReading): ArchiveFaults => ({
  whole,
  findings: findings.map(({ text }) => text),
  moreFindings,
});

/** So much of a file is read to compare its lines, in bytes; a larger one is not drawn. */
export const MOST_DIFF_BYTES = 2 ** 20;

/** A side of a comparison: its beginning, and the size of the whole. An absent file is null. */
export type FileSide = { readonly bytes: Uint8Array; readonly size: number } | null;

/** The lines of one file that differ, as the page is told; see `diffTexts`. */
export function fileChange(before: FileSide, after: FileSide): FileChange {
  const isTooBig = [before, after].some((side) => side !== null && side.size > MOST_DIFF_BYTES);
  if (isTooBig) return { kind: 'not_drawn', reason: 'too_big' };
  return drawn(diffTexts(before?.bytes ?? Buffer.alloc(0), after?.bytes ?? Buffer.alloc(0)));
}

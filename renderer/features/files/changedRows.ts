import type { FilesDiffer, LineCount } from '../../../shared/changes.ts';
import { formatCount, formatNoun } from '../../components/format.ts';

/** A file that differs between two archives, or a folder and an archive: added, modified or removed. */
export interface ChangedRow {
  readonly path: string;
  readonly kind: 'A' | 'M' | 'D';
  /** Its sizes, or what else differs. */
  readonly before: number | null;
  readonly after: number | null;
  readonly executable: boolean | null;
  readonly lines: LineCount;
}

/** Every file that differs, by path; one that is only executable on one side counts as modified. */
export function rowsOf(changes: FilesDiffer): ChangedRow[] {
  const modeOf = new Map(changes.mode.map(({ path, executable }) => [path, executable]));
  const row = (
    path: string,
    kind: ChangedRow['kind'],
    [before, after]: readonly [number | null, number | null],
    lines: LineCount,
  ): ChangedRow => ({ path, kind, before, after, executable: modeOf.get(path) ?? null, lines });
  const known = new Set(changes.modified.map(({ path }) => path));
  return [
    ...changes.added.map(({ path, bytes, lines }) => row(path, 'A', [null, bytes], lines)),
    ...changes.removed.map(({ path, bytes, lines }) => row(path, 'D', [bytes, null], lines)),
    ...changes.modified.map(({ path, bytesBefore, bytesAfter, lines }) =>
      row(path, 'M', [bytesBefore, bytesAfter], lines),
    ),
    ...changes.mode.filter(({ path }) => !known.has(path)).map(({ path }) => row(path, 'M', [null, null], null)),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `+8 −4`, without a side that has none; empty where nothing was counted. */
export function lineCountText(lines: LineCount): string {
  if (lines === null) return '';
  const { added, removed } = lines;
  return [added > 0 ? `+${formatCount(added)}` : '', removed > 0 ? `−${formatCount(removed)}` : '']
    .filter((part) => part !== '')
    .join(' ');
}

/** The same in words, for who does not see it. */
export function lineCountWords(lines: LineCount): string {
  if (lines === null) return '';
  const { added, removed } = lines;
  return [
    added > 0 ? `${formatNoun(added, 'line')} added` : '',
    removed > 0 ? `${formatNoun(removed, 'line')} removed` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

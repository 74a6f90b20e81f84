import type { FilesDiffer } from '../../../shared/changes.ts';

/** A file that differs between two archives, or a folder and an archive: added, modified or removed. */
export interface ChangedRow {
  readonly path: string;
  readonly kind: 'A' | 'M' | 'D';
  /** Its sizes, or what else differs. */
  readonly before: number | null;
  readonly after: number | null;
  readonly executable: boolean | null;
}

/** Every file that differs, by path; one that is only executable on one side counts as modified. */
export function rowsOf(changes: FilesDiffer): ChangedRow[] {
  const modeOf = new Map(changes.mode.map(({ path, executable }) => [path, executable]));
  const row = (path: string, kind: ChangedRow['kind'], before: number | null, after: number | null): ChangedRow => ({
    path,
    kind,
    before,
    after,
    executable: modeOf.get(path) ?? null,
  });
  const known = new Set(changes.modified.map(({ path }) => path));
  return [
    ...changes.added.map(({ path, bytes }) => row(path, 'A', null, bytes)),
    ...changes.removed.map(({ path, bytes }) => row(path, 'D', bytes, null)),
    ...changes.modified.map(({ path, bytesBefore, bytesAfter }) => row(path, 'M', bytesBefore, bytesAfter)),
    ...changes.mode.filter(({ path }) => !known.has(path)).map(({ path }) => row(path, 'M', null, null)),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

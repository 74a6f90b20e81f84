import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageRef } from '../../shared/ids.ts';
import type { IndexResolution } from '../elba/resolution.ts';
import { parseIndexResolution } from '../elba/resolution.ts';
import { listByApi } from './apiSource.ts';
import { fetchGit } from './gitFetch.ts';
import type { GitProgram } from './gitRun.ts';
import { withoutLogin } from './gitWords.ts';
import type { ReadApi } from './readApi.ts';
import type { SourceControl, SourceParts } from './source.ts';
import type { TableSummary } from './tableReads.ts';
import type { Tables } from './tables.ts';
import { type Download, fetchTar } from './tarFetch.ts';

/** What reading a place needs. */
export interface PlaceParts {
  readonly tables: Tables;
  gitFor(url: string): Promise<GitProgram>;
  readonly download: Download;
  now(): Date;
}

/** Under which id and in which folder a source is kept. */
export interface KeptAs {
  readonly id: string;
  readonly folder: string;
}

const tableFile = ({ folder }: KeptAs): string => join(folder, 'packages.table');

/** How a source is opened and read; the rest of its parts is the same for all. */
type Place = Pick<SourceParts, 'kind' | 'where' | 'open' | 'read'>;

const inTable = ({ signal, onNames, onProgress }: SourceControl) => ({
  signal,
  onNames,
  onProgress: (done: number, total: number) => onProgress(done, total, 'packages'),
});

const openFrom =
  ({ tables }: PlaceParts, kept: KeptAs, source: string) =>
  async (): Promise<TableSummary | null> =>
    (await tables.open({ id: kept.id, file: tableFile(kept), source })).summary;

async function readGit(
  parts: PlaceParts,
  kept: KeptAs,
  source: string,
  from: Extract<IndexResolution, { kind: 'git' }>,
  control: SourceControl,
): Promise<TableSummary> {
  const repository = join(kept.folder, 'index.git');
  const readAt = parts.now().toISOString();
  const program = await parts.gitFor(from.url);
  const { signal, onProgress } = control;
  const { by, commit } = await fetchGit({ repository, from, program, signal, onProgress });
  const place = { kind: 'git', by, repository, commit } as const;
  try {
    const input = { id: kept.id, file: tableFile(kept), place, origin: { source, state: commit, readAt } };
    return await parts.tables.read(input, inTable(control));
  } catch (thrown) {
    // A copy that can't be read is fetched anew by the next try.
    if (!control.signal.aborted) rmSync(repository, { recursive: true, force: true });
    throw thrown;
  }
}

async function readTar(
  parts: PlaceParts,
  kept: KeptAs,
  source: string,
  from: Extract<IndexResolution, { kind: 'tar' }>,
  before: TableSummary | null,
  control: SourceControl,
): Promise<TableSummary> {
  const file = join(kept.folder, 'index.tar');
  const onProgress = (done: number): void => control.onProgress(done, null, 'bytes');
  const readAt = parts.now().toISOString();
  const { download } = parts;
  const etag = before?.state ?? null;
  const fetched = await fetchTar({ from, file, etag, download, signal: control.signal, onProgress });
  if (fetched === null && before !== null) {
    return (await parts.tables.confirm({ id: kept.id, file: tableFile(kept), readAt })) ?? before;
  }
  try {
    const origin = { source, state: fetched?.etag ?? null, readAt };
    const place = { kind: 'tar', file } as const;
    return await parts.tables.read({ id: kept.id, file: tableFile(kept), place, origin }, inTable(control));
  } finally {
    rmSync(file, { force: true });
  }
}

/** An index by its resolution (`index+…`); null where that is none. */
export function indexPlace(parts: PlaceParts, kept: KeptAs, source: string): Place | null {
  const parsed = parseIndexResolution(source);
  if (!parsed.ok) return null;
  const { resolution } = parsed;
  const open = openFrom(parts, kept, source);
  switch (resolution.kind) {
    case 'dir': {
      const place = { kind: 'dir', root: resolution.path } as const;
      const read: Place['read'] = (_, control) => {
        const origin = { source, state: null, readAt: parts.now().toISOString() };
        return parts.tables.read({ id: kept.id, file: tableFile(kept), place, origin }, inTable(control));
      };
      return { kind: 'dir', where: resolution.path, open, read };
    }
    case 'git': {
      const where = withoutLogin(resolution.url);
      const read: Place['read'] = (_, control) => readGit(parts, kept, source, resolution, control);
      return { kind: 'git', where, open, read };
    }
    case 'tar': {
      const where = withoutLogin(resolution.url);
      const read: Place['read'] = (before, control) => readTar(parts, kept, source, resolution, before, control);
      return { kind: 'tar', where, open, read };
    }
  }
}

/** The list that the read endpoints give; `findApi` throws why there are none. */
export function apiPlace(parts: PlaceParts, kept: KeptAs, url: string, findApi: () => Promise<ReadApi>): Place {
  const source = `api ${url}`;
  return {
    kind: 'api',
    where: withoutLogin(url),
    open: openFrom(parts, kept, source),
    async read(_, { signal, onProgress }) {
      const readAt = parts.now().toISOString();
      const api = await findApi();
      const onGroup = (done: number, total: number): void => {
        signal.throwIfAborted();
        onProgress(done, total, 'groups');
      };
      const { refs, problems }: { refs: PackageRef[]; problems: { file: string; text: string }[] } = await listByApi(
        api,
        onGroup,
      );
      signal.throwIfAborted();
      return parts.tables.names({
        id: kept.id,
        file: tableFile(kept),
        refs,
        problems,
        origin: { source, state: null, readAt },
      });
    },
  };
}

import type { StagingId } from '../../shared/ids.ts';
import type { ProjectReport } from '../../shared/project.ts';
import { CallError, type Client } from './client.ts';
import type { Dropped } from './drop.ts';
import { type FolderListing, listChosen, listDropped, UnreadableEntry } from './folderListing.ts';
import { type StagingProgress, stageFolder } from './staging.ts';

/** How far a folder is on its way in; only a browser has to read and send it. */
export type FolderStep =
  | { readonly kind: 'listing'; readonly files: number }
  | { readonly kind: 'sending'; readonly progress: StagingProgress }
  | { readonly kind: 'checking' };

export interface FolderRun {
  readonly signal: AbortSignal;
  readonly onStep: (step: FolderStep) => void;
}

const unreadable = (entry: UnreadableEntry): CallError =>
  new CallError({
    code: 'folder_unreadable',
    message: `${entry.path} could not be read, so the package would be incomplete. Give yourself the right to read it, or move it out of the folder, then drop the folder again.`,
  });

const stage = (listing: FolderListing, run: FolderRun): Promise<StagingId> =>
  stageFolder(listing, {
    fetch: (url, init) => fetch(url, init),
    signal: run.signal,
    onProgress: (progress) => run.onStep({ kind: 'sending', progress }),
  });

async function openListing(client: Client, listing: FolderListing, run: FolderRun): Promise<ProjectReport> {
  const stagingId = await stage(listing, run);
  run.onStep({ kind: 'checking' });
  return client.invoke('projects.open', { kind: 'staging', stagingId });
}

/** Opens a folder that was dropped on the window: by its path where the host knows it, else file by file. */
export async function openDropped(
  client: Client,
  dropped: Extract<Dropped, { kind: 'folder' }>,
  run: FolderRun,
): Promise<ProjectReport> {
  const { pathForFile } = client.transport;
  if (pathForFile !== null && dropped.file !== null) {
    run.onStep({ kind: 'checking' });
    return client.invoke('projects.open', { kind: 'path', path: pathForFile(dropped.file) });
  }
  try {
    const onFound = (files: number): void => run.onStep({ kind: 'listing', files });
    return await openListing(client, await listDropped(dropped.entry, onFound, run.signal), run);
  } catch (thrown) {
    throw thrown instanceof UnreadableEntry ? unreadable(thrown) : thrown;
  }
}

/** Opens a folder that was chosen in the browser's own picker. */
export const openChosen = (client: Client, files: ArrayLike<File>, run: FolderRun): Promise<ProjectReport> =>
  openListing(client, listChosen(files), run);

/**
 * Opens an archive that was packed before: by its path where the host knows it, else as the one file that is brought in. `file` is as it
 * was dropped or chosen.
 */
export async function openArchive(client: Client, file: File, run: FolderRun): Promise<ProjectReport> {
  const { pathForFile } = client.transport;
  if (pathForFile !== null) {
    run.onStep({ kind: 'checking' });
    return client.invoke('projects.open', { kind: 'path', path: pathForFile(file) });
  }
  const listing = { name: file.name, files: [{ path: file.name, file }], folders: [] };
  const stagingId = await stage(listing, run);
  run.onStep({ kind: 'checking' });
  return client.invoke('projects.open', { kind: 'staged_archive', stagingId });
}

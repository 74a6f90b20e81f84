import type { InspectedArchive } from '../../shared/inspect.ts';
import type { PublishedFiles } from '../archive/publishedFiles.ts';

/** So long may all names together be; a real package has a few thousand characters of them. */
const MOST_NAME_CHARACTERS = 2 ** 20;

/** The beginning of a list, as far as its names are not absurdly much. */
function upTo<T extends { readonly path: string }>(entries: readonly T[], most: number): T[] {
  let left = most;
  const end = entries.findIndex(({ path }) => {
    left -= path.length + 1;
    return left < 0;
  });
  return end === -1 ? [...entries] : entries.slice(0, end);
}

/** What of a list is shown: each name once, the last of several as unpacking would leave it, and no more than a page can bear. */
export function shownEntries({
  files,
  others,
}: PublishedFiles): Pick<InspectedArchive, 'files' | 'others' | 'fileCount' | 'unpackedBytes'> {
  const once = [...new Map(files.map((file) => [file.path, file])).values()];
  const shown = upTo(once, MOST_NAME_CHARACTERS);
  return {
    files: shown.map(({ path, bytes, executable }) => ({ path, bytes, executable })),
    others: upTo(others, MOST_NAME_CHARACTERS),
    fileCount: once.length,
    unpackedBytes: once.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

import { type Answer, noRoute, type StreamedBody, stored } from './answers.ts';
import type { DownloadCounter } from './downloads.ts';
import { readEntry } from './inspectUpload.ts';
import type { RegistryParts } from './registry.ts';
import type { StoredVersion } from './state.ts';

/** The version that a file name of the storage stands for: `group_name_version` and an ending. */
const versionOf = ({ state }: RegistryParts, file: string, ending: string): StoredVersion | null => {
  if (!file.endsWith(ending)) return null;
  const [group = '', name = '', ...rest] = file.slice(0, -ending.length).split('_');
  return state.packages.get(`${group}/${name}`)?.byVersion.get(rest.join('_')) ?? null;
};

/** The archive of a version. */
export const sendArchive = async (parts: RegistryParts, file: string): Promise<Answer> => {
  const version = versionOf(parts, file, '.tar.gz');
  if (version === null) return noRoute;
  const whole = await parts.archives.openWhole(version.published.sha256);
  if (whole !== null) return stored(whole, 'application/gzip');
  parts.log(`The archive of ${file} is missing`);
  return noRoute;
};

async function* onePiece(piece: Uint8Array): StreamedBody['pieces'] {
  yield piece;
}

/** The README of a version, out of its archive. */
export const sendReadme = async (parts: RegistryParts, file: string): Promise<Answer> => {
  const published = versionOf(parts, file, '.md')?.published;
  if (published === undefined || published.readme === null) return noRoute;
  const content = await readEntry(parts.archives.read(published.sha256), published.readme);
  if (content === null) return noRoute;
  return stored({ bytes: content.length, pieces: onePiece(content) }, 'text/markdown; charset=utf-8');
};

/** Counts a download of a version that exists. */
export const countDownload = (
  { state }: RegistryParts,
  counter: DownloadCounter,
  key: string,
  version: string,
): void => {
  const of = state.packages.get(key);
  const found = of?.byVersion.get(version);
  if (of !== undefined && found !== undefined) counter.count(of, found);
};

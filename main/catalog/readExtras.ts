import type { DownloadGraph, PackageReadme } from '../../shared/catalog.ts';
import type { PackageRef } from '../../shared/ids.ts';
import { newestFirst } from '../elba/version.ts';
import { failure } from '../failure.ts';
import { mapBounded } from './bounded.ts';
import type { ReadApi } from './readApi.ts';
import { firstError, orAbsent, settle } from './settle.ts';

const AT_ONCE = 6;
/** Each version is a request of its own; the newest ones are what is downloaded. */
const MOST_VERSIONS = 60;

/** The README of a version; null without read endpoints, or where it has none. */
export const readReadme = async (
  api: ReadApi | null,
  ref: PackageRef,
  version: string,
): Promise<PackageReadme | null> => (api === null ? null : orAbsent(api.readme(ref, version)));

/** The downloads of the newest 60 versions, day by day; null without read endpoints. Throws where none of them could be read. */
export async function readDownloadGraph(api: ReadApi | null, ref: PackageRef): Promise<DownloadGraph | null> {
  if (api === null) return null;
  const all = [...(await api.versions(ref)).versions].sort(newestFirst);
  const some = all.slice(0, MOST_VERSIONS);
  const read = await mapBounded(some, AT_ONCE, (version) => settle(orAbsent(api.downloadDays(ref, version))));
  const error = firstError(read);
  if (error !== null && read.every(({ ok }) => !ok)) throw failure(error.code, error.message, error);
  const days = new Map<string, number>();
  for (const answer of read) {
    const own = answer.ok ? (answer.value ?? []) : [];
    for (const { date, downloads } of own) days.set(date, (days.get(date) ?? 0) + downloads);
  }
  const sorted = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    days: sorted.map(([date, downloads]) => ({ date, downloads })),
    versions: read.filter(({ ok }) => ok).length,
    of: all.length,
  };
}

import * as z from 'zod';
import { PackageDetails, PackageRow } from '../../shared/catalog.ts';
import { PackageRef } from '../../shared/ids.ts';
import type { DocumentStore } from '../host.ts';
import type { SummaryByApi } from './apiSource.ts';

const Said = z.object({
  ref: PackageRef,
  latest: PackageRow.shape.latest,
  description: z.string().nullable(),
  keywords: z.array(z.string()),
  owners: z.array(z.string()),
});

const Content = z.object({
  v: z.literal(1),
  /** Whose words these are: what another address said means nothing. */
  url: z.string(),
  said: z.array(z.tuple([z.string(), Said])),
  details: z.array(z.tuple([z.string(), PackageDetails])),
});

/** What a registry itself said of packages, kept from one run to the next, so that it can be shown while it does not answer. */
export interface Remembered {
  /** By key, as an earlier run left it. */
  readonly said: ReadonlyMap<string, SummaryByApi>;
  detailsOf(key: string): PackageDetails | undefined;
  keepSaid(entries: readonly (readonly [string, SummaryByApi])[]): void;
  keepDetails(key: string, details: PackageDetails): void;
  forget(key: string): void;
  /** Writes what is not written yet. */
  flush(): void;
}

const MOST_SAID = 5000;
const MOST_DETAILS = 100;
/** A package with more versions takes more room than it is worth. */
const MOST_VERSIONS = 500;
const LATER_MS = 2000;

/** Puts an entry at the end and drops the oldest beyond the limit. */
function keep<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

/** Opens what the registry at `url` said. What can't be read is put aside and missed; what can't be written is told to `report`. */
export function openRemembered(document: DocumentStore, url: string, report: (thrown: unknown) => void): Remembered {
  const content = document.read();
  const read = content === undefined ? null : Content.safeParse(content);
  if (read?.success === false) document.setAside('it is of another form');
  const kept = read?.data?.url === url ? read.data : null;
  const said = new Map<string, SummaryByApi>(kept?.said);
  const details = new Map<string, PackageDetails>(kept?.details);
  let timer: NodeJS.Timeout | null = null;
  const flush = (): void => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    try {
      document.write({ v: 1, url, said: [...said], details: [...details] });
    } catch (thrown) {
      report(thrown);
    }
  };
  const later = (): void => {
    timer ??= setTimeout(flush, LATER_MS).unref();
  };
  return {
    said: new Map(said),
    detailsOf: (key) => details.get(key),
    keepSaid(entries) {
      for (const [key, summary] of entries) keep(said, key, summary, MOST_SAID);
      later();
    },
    keepDetails(key, one) {
      if (one.versions.length > MOST_VERSIONS) return;
      keep(details, key, one, MOST_DETAILS);
      later();
    },
    forget(key) {
      said.delete(key);
      details.delete(key);
      later();
    },
    flush,
  };
}

/** A package as it is known now, with what the registry said of it before where it says nothing now. */
export function fillFrom(kept: PackageDetails | undefined, now: PackageDetails): PackageDetails {
  if (kept === undefined) return now;
  const before = new Map(kept.versions.map((row) => [row.version, row]));
  return {
    ...now,
    description: now.description ?? kept.description,
    homepage: now.homepage ?? kept.homepage,
    repository: now.repository ?? kept.repository,
    license: now.license ?? kept.license,
    keywords: now.keywords.length > 0 ? now.keywords : kept.keywords,
    owners: now.owners.length > 0 ? now.owners : kept.owners,
    versions: now.versions.map((row) => ({
      ...row,
      publishedAt: row.publishedAt ?? before.get(row.version)?.publishedAt ?? null,
      downloads: row.downloads ?? before.get(row.version)?.downloads ?? null,
    })),
  };
}

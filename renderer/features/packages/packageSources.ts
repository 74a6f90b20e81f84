import type { CatalogSource, PackageDetails } from '../../../shared/catalog.ts';
import { formatWhen } from '../../components/format.ts';

const PLACES: Record<CatalogSource, string> = { api: 'the registry', index: 'the index' };

/** Where versions, their yanked state and their dependencies were read, each place once. */
function placesOf({ versions }: PackageDetails, fact: 'yanked' | 'dependencies'): string[] {
  const sources = new Set(versions.flatMap(({ from }) => from?.[fact] ?? []));
  return [...sources].sort().map((source) => PLACES[source]);
}

/** What is known of the origin of each fact, in sentences. */
export function sourceLines(details: PackageDetails, now: Date): string[] {
  const { readAt, indexReadAt, source } = details;
  const yanked = placesOf(details, 'yanked');
  const dependencies = placesOf(details, 'dependencies');
  const index = indexReadAt == null ? [] : [`The index was read ${formatWhen(indexReadAt, now)}.`];
  return [
    `Versions: ${PLACES[source]}.`,
    ...(yanked.length === 0 ? [] : [`Yanked or not: ${yanked.join(' and ')}.`]),
    ...(dependencies.length === 0 ? [] : [`Dependencies: ${dependencies.join(' and ')}.`]),
    ...(source === 'api' ? ['Description, owners, links, dates and downloads: the registry.'] : []),
    ...index,
    `Put together ${formatWhen(readAt, now)}.`,
  ];
}

/** The same in a few words: `From the registry and the index`. */
export function sourceSummary(details: PackageDetails): string {
  const places = new Set([
    PLACES[details.source],
    ...placesOf(details, 'yanked'),
    ...placesOf(details, 'dependencies'),
  ]);
  return `From ${[...places].sort().reverse().join(' and ')}`;
}

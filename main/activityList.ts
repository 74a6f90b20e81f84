import type { ActivityFilter, ActivityPage, OutcomeGroup } from '../shared/activity.ts';
import type { ActivityEntry } from '../shared/job.ts';
import type { Journal } from './journal.ts';

/** Which part of the log is asked for; without a filter everything fits. */
export interface ActivityQuery {
  readonly offset: number;
  readonly limit: number;
  readonly filter?: ActivityFilter | undefined;
}

/** Which of the groups an entry falls into; `running` while it has no outcome. */
export function outcomeGroup({ outcome }: ActivityEntry): OutcomeGroup {
  switch (outcome?.kind) {
    case undefined:
      return 'running';
    case 'published':
    case 'yanked':
    case 'unyanked':
    case 'token_accepted':
      return 'done';
    case 'rejected':
    case 'token_rejected':
      return 'rejected';
    case 'not_sent':
      return 'not_sent';
    case 'unknown':
      return 'unknown';
  }
}

function holds({ package: ref, version, sha256, registryName, note }: ActivityEntry, word: string): boolean {
  const name = ref === undefined ? '' : `${ref.group}/${ref.name}`;
  return [name, version, sha256, registryName, note].some((text) => text?.toLowerCase().includes(word));
}

/** Tells which entries fit; the words are looked for in package, version, hash, registry and note. */
function fitter({ text, registryId, action, outcome }: ActivityFilter): (entry: ActivityEntry) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (entry) =>
    (registryId === null || entry.registryId === registryId) &&
    (action === null || entry.action === action) &&
    (outcome === null || outcomeGroup(entry) === outcome) &&
    words.every((word) => holds(entry, word));
}

/** The entries of the whole log that fit, a page of them, newest first. */
export function listActivity(journal: Pick<Journal, 'list'>, { offset, limit, filter }: ActivityQuery): ActivityPage {
  const { entries, total: all, damaged } = journal.list({ offset: 0, limit: Number.MAX_SAFE_INTEGER });
  const fitting = filter === undefined ? entries : entries.filter(fitter(filter));
  // Read from the oldest on, so that the name that a registry had last stays.
  const names = new Map(entries.toReversed().map(({ registryId, registryName }) => [registryId, registryName]));
  return {
    entries: fitting.slice(offset, offset + limit),
    total: fitting.length,
    all,
    damaged,
    registries: [...names].map(([id, name]) => ({ id, name })),
  };
}

import type { EntryId, JobId, PackageRef, RegistryId } from '../../shared/ids.ts';
import type { ActivityEntry, Outcome, Step, Target } from '../../shared/job.ts';
import type { Registry } from '../../shared/registry.ts';
import { formatName } from '../elba/packageName.ts';
import { Failure, failure } from '../failure.ts';
import { entryOf } from '../journal.ts';
import { readNotes } from './notes.ts';
import type { YankingParts } from './parts.ts';
import { findTruth, type Wish } from './truth.ts';
import { yankOne } from './yankOne.ts';

export interface YankRequest {
  readonly registryId: RegistryId;
  readonly package: PackageRef;
  readonly versions: readonly string[];
  /** True to yank, false to unyank. */
  readonly yanked: boolean;
  /** Kept in the journal only: registries have no field for it. */
  readonly note?: string | undefined;
  /** `group/name`, typed by the person where the registry is a production one, or nobody can know who requires the package. */
  readonly confirmation?: string | undefined;
}

export interface Yanking {
  /** Starts one job for all versions. Throws `not_found`, `invalid_input` (the name is wanted and was not typed). */
  start(request: YankRequest): Promise<JobId>;
  /** Looks again at the version of an entry whose outcome is unknown. Throws `not_found`, `invalid_input`. */
  look(entryId: EntryId): Promise<ActivityEntry>;
  /** The note of the last yank of each version of a package, out of the journal. */
  notes(registryId: RegistryId, ref: PackageRef): { version: string; note: string }[];
  /** To be called once at the start: looks up every yank of the journal that has no end. */
  recover(): Promise<void>;
}

type YankEntry = ActivityEntry & { readonly package: PackageRef; readonly version: string };

const isYank = (entry: ActivityEntry): entry is YankEntry =>
  (entry.action === 'yank' || entry.action === 'unyank') && entry.package !== undefined && entry.version !== undefined;

const wishOf = ({ registryId, registryName, package: ref, version, action }: YankEntry): Wish => ({
  registryId,
  registryName,
  ref,
  version,
  yanked: action === 'yank',
});

const stepId = (version: string): string => `yank:${version}`;

const titleOf = (yanked: boolean, versions: readonly string[], name: string): string => {
  const verb = yanked ? 'Yanking' : 'Unyanking';
  return versions.length === 1 ? `${verb} ${name} ${versions[0]}` : `${verb} ${versions.length} versions of ${name}`;
};

/** A production registry asks for the name both ways, any other before a yank whose effect nobody can know. */
async function requireConfirmation(parts: YankingParts, registry: Registry, request: YankRequest): Promise<void> {
  const name = formatName(request.package);
  if (request.confirmation === name) return;
  if (registry.production) {
    const verb = request.yanked ? 'yanks' : 'unyanks';
    throw failure('invalid_input', `Type ${name} to confirm that this ${verb} versions on ${registry.name}.`);
  }
  if (!request.yanked || parts.canKnowDependents === undefined) return;
  if (await parts.canKnowDependents(registry.id, request.package)) return;
  throw failure(
    'invalid_input',
    `Type ${name} to confirm: without an index nobody can know who requires it on ${registry.name}.`,
  );
}

/** Under the spelling that was given where the published one cannot be found out. */
async function spellingOf(parts: YankingParts, registryId: RegistryId, ref: PackageRef): Promise<PackageRef> {
  try {
    return await parts.publishedSpelling(registryId, ref);
  } catch (thrown) {
    if (thrown instanceof Failure) return ref;
    throw thrown;
  }
}

function openEnd(entry: YankEntry): Outcome & { kind: 'unknown' } {
  if (entry.outcome?.kind === 'unknown') return entry.outcome;
  const message = `The program ended before the answer of ${entry.registryName} came.`;
  return { kind: 'unknown', error: { code: 'connection_lost', message }, evidence: [] };
}

async function findEntry(parts: YankingParts, entry: YankEntry, waits: readonly number[]): Promise<void> {
  const { error } = openEnd(entry);
  const asked =
    error.code === 'outcome_unknown'
      ? { code: 'connection_lost' as const, message: 'No clear answer had come.' }
      : error;
  const outcome = await findTruth(parts, wishOf(entry), asked, waits);
  if (outcome === null) return;
  await parts.journal.end(entry.id, outcome);
  parts.catalogChanged?.(entry.registryId, entry.package);
}

/** Puts yanking together. */
export function createYanking(parts: YankingParts): Yanking {
  const { jobs, journal } = parts;

  return {
    async start(request) {
      const { registryId, yanked, note } = request;
      const registry = parts.registryOf(registryId);
      await requireConfirmation(parts, registry, request);
      const ref = await spellingOf(parts, registryId, request.package);
      const versions = [...new Set(request.versions)];
      const steps = versions.map((version): Step => {
        const label = `${yanked ? 'Yank' : 'Unyank'} ${version}`;
        return { id: stepId(version), label, state: 'waiting' };
      });
      const targets = versions.map(
        (version): Target => ({ id: version, registryId, version, stepIds: [stepId(version)] }),
      );
      const title = titleOf(yanked, versions, formatName(ref));
      return jobs.start({ kind: 'yank', title, package: ref, yanked, steps, targets, log: [] }, async (control) => {
        for (const version of versions) {
          const wish: Wish = { registryId, registryName: registry.name, ref, version, yanked };
          const run = { parts, control, registry, wish, note, targetId: version, stepId: stepId(version) };
          control.setOutcome(version, await yankOne(run));
        }
      });
    },
    async look(entryId) {
      const entry = entryOf(journal, entryId);
      if (!isYank(entry)) throw failure('invalid_input', 'This entry is no yank, so there is no version to look at.');
      if (entry.outcome?.kind === 'unknown') await findEntry(parts, entry, [0]);
      return entryOf(journal, entryId);
    },
    notes: (registryId, ref) => readNotes(journal, registryId, ref),
    async recover() {
      const left = journal.unfinished().filter(isYank);
      await Promise.all(left.map((entry) => findEntry(parts, entry, parts.waits)));
    },
  };
}

import type { EntryId, JobId, ProjectId, RegistryId, Sha256 } from '../../shared/ids.ts';
import type { ActivityEntry, Step, Target } from '../../shared/job.ts';
import type { PreparedArchive } from '../../shared/project.ts';
import type { Registry } from '../../shared/registry.ts';
import { sealArchive } from '../archive/seal.ts';
import { formatName } from '../elba/packageName.ts';
import { failure } from '../failure.ts';
import type { JobControl, JobSeed } from '../jobs.ts';
import { entryOf } from '../journal.ts';
import { type BuiltArchive, createArchives, refuseUnready } from './archives.ts';
import { findEntry, isPublish } from './find.ts';
import type { PublishingParts } from './parts.ts';
import { publishOne } from './publishOne.ts';

export interface PublishRequest {
  readonly projectId: ProjectId;
  readonly archiveSha256: Sha256;
  readonly registryIds: readonly RegistryId[];
  /** `group/name`, typed by the person where a production registry is among the targets. */
  readonly confirmation?: string | undefined;
}

export interface Publishing {
  /**
   * Builds the archive of a project's present state; the same state is not packed twice. Throws `busy` while the folder is read,
   * `folder_unreadable`, `checks_failed`, `too_large` (over 31,457,280 bytes), `folder_changed`, `disk_failed`.
   */
  prepare(projectId: ProjectId): Promise<PreparedArchive>;
  /** Stops what is being built for a project: it fails with `cancelled`, and can be asked for again. */
  stopPreparing(projectId: ProjectId): void;
  /**
   * Sends a prepared archive, and no other bytes, to some registries in one job. Throws before anything is sent: `archive_missing`,
   * `folder_changed`, `checks_failed`, `invalid_input` (a production registry without the name typed), `not_found`.
   */
  start(request: PublishRequest): Promise<JobId>;
  /** Gives a prepared archive to `use`; its file stays until that is done. Throws `archive_missing` for any but the last one. */
  withArchive<T>(projectId: ProjectId, sha256: Sha256, use: (built: BuiltArchive) => Promise<T>): Promise<T>;
  /** Looks again what became of a publish. Throws `not_found`, and `invalid_input` for what was no publish. */
  look(entryId: EntryId): Promise<ActivityEntry>;
  /** To be called once at the start: removes old archives and looks up every publish of the journal that has no end. */
  recover(): Promise<void>;
  /** To be called when a project is closed: its archive is removed when nothing needs it any more. */
  forget(projectId: ProjectId): Promise<void>;
}

const uploadStep = (id: RegistryId): string => `${id}:upload`;
const verifyStep = (id: RegistryId): string => `${id}:verify`;

const stepsFor = (registries: readonly Registry[], bytes: number): Step[] =>
  registries.flatMap(({ id, name }): Step[] => [
    { id: uploadStep(id), label: `Upload to ${name}`, state: 'waiting', done: 0, total: bytes, unit: 'bytes' },
    { id: verifyStep(id), label: `Verify on ${name}`, state: 'waiting' },
  ]);

const targetsFor = (registries: readonly Registry[], version: string): Target[] =>
  registries.map(({ id }) => ({ id, registryId: id, version, stepIds: [uploadStep(id), verifyStep(id)] }));

/** What cannot be undone comes last, so that a failure before it can still be noticed. */
const productionLast = (registries: readonly Registry[]): Registry[] => [
  ...registries.filter((registry) => !registry.production),
  ...registries.filter((registry) => registry.production),
];

function refuseUnconfirmed(registries: readonly Registry[], name: string, typed: string | undefined): void {
  const production = registries.filter((registry) => registry.production).map((registry) => registry.name);
  if (production.length === 0 || typed === name) return;
  throw failure(
    'invalid_input',
    `Type ${name} to confirm that it goes to ${production.join(', ')}. It cannot be taken back.`,
  );
}

/** The settings stop at a rejection: what was chosen after it is not asked. */
function leaveOut(control: JobControl, id: RegistryId, rejectedBy: string): void {
  const message = `Not sent, because ${rejectedBy} rejected it and the settings stop there.`;
  for (const step of [uploadStep(id), verifyStep(id)]) control.setStep(step, { state: 'cancelled', detail: '' });
  control.setOutcome(id, { kind: 'not_sent', error: { code: 'cancelled', message }, evidence: [] });
}

/** One registry after the other; a refusal of one does not stop the rest unless the settings say so. */
async function publishAll(
  parts: PublishingParts,
  control: JobControl,
  built: BuiltArchive,
  registries: readonly Registry[],
): Promise<void> {
  control.log(`Built ${formatName(built.package)} ${built.version}, sha256 ${built.prepared.sha256}`);
  // Hashed once for all registries, however many there are.
  const seal = await (parts.sealArchive ?? sealArchive)(built.file, built.prepared.sha256);
  let rejectedBy: string | null = null;
  for (const registry of registries) {
    if (rejectedBy !== null && parts.goesOnAfterRejection?.() === false) {
      leaveOut(control, registry.id, rejectedBy);
      continue;
    }
    const outcome = await publishOne({
      parts,
      control,
      built,
      seal,
      registry,
      targetId: registry.id,
      uploadStep: uploadStep(registry.id),
      verifyStep: verifyStep(registry.id),
    });
    control.setOutcome(registry.id, outcome);
    if (outcome.kind === 'rejected') rejectedBy = registry.name;
  }
}

/** The job as it begins. */
function newJob({ prepared, package: ref, version }: BuiltArchive, registries: readonly Registry[]): JobSeed {
  const { projectId, sha256, bytes, fileCount } = prepared;
  return {
    kind: 'publish',
    title: `Publishing ${formatName(ref)} ${version}`,
    projectId,
    package: ref,
    version,
    archive: { sha256, bytes, fileCount },
    steps: stepsFor(registries, bytes),
    targets: targetsFor(registries, version),
    log: [],
  };
}

/** Puts publishing together. */
export function createPublishing(parts: PublishingParts): Publishing {
  const { projects, jobs, journal, patience } = parts;
  const archives = createArchives({ ...parts, folder: parts.archiveFolder });

  const refuse = async (
    request: PublishRequest,
    built: BuiltArchive,
    registries: readonly Registry[],
  ): Promise<void> => {
    const report = refuseUnready(await projects.refresh(request.projectId));
    await archives.refuseChanged(built, report);
    const chosen = new Set(registries.map((registry) => registry.id));
    const error = report.checks.find(
      (check) => check.severity === 'error' && check.registryIds?.some((id) => chosen.has(id)),
    );
    if (error !== undefined)
      throw failure('checks_failed', `${error.title}. Mend this first, or leave out that registry.`);
    refuseUnconfirmed(registries, formatName(built.package), request.confirmation);
    const ids = registries.map(({ id }) => id);
    const there = await parts.targetError?.(request.projectId, ids, built.prepared.sha256);
    if (there)
      throw failure('checks_failed', `${there.title}. ${there.todo ?? 'Mend this first, or leave out that registry.'}`);
  };
  return {
    prepare: archives.prepare,
    stopPreparing: archives.stop,
    forget: archives.forget,
    async start(request) {
      const built = await archives.find(request.projectId, request.archiveSha256);
      const registries = productionLast([...new Set(request.registryIds)].map((id) => parts.registryOf(id)));
      await refuse(request, built, registries);
      projects.setChosen(
        request.projectId,
        registries.map((registry) => registry.id),
      );
      const held = archives.hold(built);
      return jobs.start(newJob(built, registries), (control) =>
        publishAll(parts, control, built, registries).finally(() => held.release()),
      );
    },
    async withArchive(projectId, sha256, use) {
      const built = await archives.find(projectId, sha256);
      const held = archives.hold(built);
      return use(built).finally(() => held.release());
    },
    async look(entryId) {
      const entry = entryOf(journal, entryId);
      if (!isPublish(entry))
        throw failure('invalid_input', 'This entry is no publish, so there is no version to look for.');
      if (entry.outcome?.kind === 'unknown') await findEntry(parts, entry, patience.again);
      return entryOf(journal, entryId);
    },
    async recover() {
      const left = journal.unfinished().filter(isPublish);
      await archives.clear();
      await Promise.all(left.map((entry) => findEntry(parts, entry, patience.unclear)));
    },
  };
}

import type { ProjectId, RegistryId, Sha256 } from '../../shared/ids.ts';
import type { PreparedArchive, ProjectReport } from '../../shared/project.ts';
import type { Registry } from '../../shared/registry.ts';
import type { TargetCheck, TargetReport } from '../../shared/targets.ts';
import { isAboutToken } from './targetLocal.ts';
import { FRESH_MS } from './targetReads.ts';
import { compose, createTargetRows, isNamed, type Row, type TargetsParts, type Watched } from './targetRows.ts';

export interface Targets {
  /** The state of every registry for a project, at once; what is not known yet is asked and told by `emit`. Throws what `report` does. */
  of(projectId: ProjectId): TargetReport[];
  /** The error that keeps an archive from being published to some registries; asked anew where the last answer is old. */
  errorFor(projectId: ProjectId, registryIds: readonly RegistryId[], sha256: Sha256): Promise<TargetCheck | null>;
  /** To be called when a person asks for a new look: registries that could not be reached, or answered long ago, are asked anew. */
  checkAgain(projectId: ProjectId): void;
  /** To be called with every new report of an open project. */
  projectChanged(report: ProjectReport): void;
  /** To be called with every archive that was built for an open project, also before its targets are asked for. */
  prepared(archive: PreparedArchive): void;
  /** To be called when a registry holds other packages than before. */
  catalogChanged(registryId: RegistryId): void;
  /** To be called when a registry, its token, or the journal changed. */
  changed(): void;
  forget(projectId: ProjectId): void;
}

const within = async (ms: number, done: Promise<unknown>): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([done, promise]);
  clearTimeout(timer);
};

/**
 * Holds open projects against every registry of the list, and tells of each state as it becomes known. A registry is asked again when what
 * it is asked about changes, when it is said to hold other packages, or when it could not be reached and now can.
 */
export function createTargets(parts: TargetsParts): Targets {
  const { watched, reportsOf, tell, ask, follow, watch } = createTargetRows(parts);
  const isOld = ({ answer }: Row): boolean =>
    answer !== null && parts.sources.now().getTime() - Date.parse(answer.checkedAt) >= FRESH_MS;

  const errorAt = async (one: Watched, registry: Registry, sha256: Sha256): Promise<TargetCheck | null> => {
    const { report } = one;
    if (!isNamed(report)) return null;
    const before = one.rows.get(registry.id);
    if (before !== undefined && isOld(before)) ask(one, report, registry, before.key);
    const row = one.rows.get(registry.id);
    if (row !== undefined) await within(parts.guardMs ?? 10_000, row.done);
    const { checks } = compose(parts.journal, report, registry, row?.answer ?? null, sha256);
    return checks.find((check) => check.severity === 'error' && !isAboutToken(check)) ?? null;
  };

  return {
    of(projectId) {
      const one = watch(projectId);
      follow(one);
      return reportsOf(one);
    },
    async errorFor(projectId, registryIds, sha256) {
      const one = watch(projectId);
      follow(one);
      const chosen = parts.registries.list().filter(({ id }) => registryIds.includes(id));
      const errors = await Promise.all(chosen.map((registry) => errorAt(one, registry, sha256)));
      return errors.find((error) => error !== null) ?? null;
    },
    checkAgain(projectId) {
      const one = watched.get(projectId);
      if (one === undefined) return;
      for (const [registryId, row] of one.rows)
        if (row.answer?.reached === false || isOld(row)) one.rows.delete(registryId);
      follow(one);
      tell(one);
    },
    projectChanged(report) {
      const one = watched.get(report.projectId);
      if (one === undefined || report.revision < one.report.revision) return;
      one.report = report;
      follow(one);
      tell(one);
    },
    prepared(archive) {
      const known = watched.get(archive.projectId);
      const one = known ?? watch(archive.projectId);
      one.prepared = archive;
      if (known !== undefined) tell(one);
    },
    catalogChanged(registryId) {
      for (const one of watched.values()) {
        one.rows.get(registryId)?.abort.abort();
        one.rows.delete(registryId);
        follow(one);
        tell(one);
      }
    },
    changed() {
      for (const one of watched.values()) {
        follow(one);
        tell(one);
      }
    },
    forget(projectId) {
      for (const row of watched.get(projectId)?.rows.values() ?? []) row.abort.abort();
      watched.delete(projectId);
    },
  };
}

import type { ProjectId, RegistryId, Sha256 } from '../../shared/ids.ts';
import type { PreparedArchive, ProjectReport } from '../../shared/project.ts';
import type { Registry } from '../../shared/registry.ts';
import type { TargetCheck, TargetReport, TargetsChanged } from '../../shared/targets.ts';
import type { Journal } from '../journal.ts';
import { checkRegistry, checkUnknown, publishedInGroup } from './targetLocal.ts';
import { readTarget, type TargetAnswer, type TargetQuestion, type TargetSources } from './targetReads.ts';
import { checkPublished } from './targetVersion.ts';

export interface TargetsParts {
  readonly sources: TargetSources;
  readonly registries: { list(): Registry[] };
  readonly journal: Pick<Journal, 'list'>;
  report(projectId: ProjectId): ProjectReport;
  emit(change: TargetsChanged): void;
  /** Takes what was thrown and is no `Failure`, for the log. */
  thrown(thrown: unknown): void;
  /** Aborted when the program ends. */
  readonly signal: AbortSignal;
  /** How long a publish waits for a registry that does not answer, in milliseconds; 10,000 unless told. */
  readonly guardMs?: number;
}

/** What one registry was asked, and what it answered. */
export interface Row {
  readonly key: string;
  readonly abort: AbortController;
  answer: TargetAnswer | null;
  done: Promise<void>;
}

/** A project that is held against the registries. */
export interface Watched {
  readonly projectId: ProjectId;
  report: ProjectReport;
  prepared: PreparedArchive | null;
  readonly rows: Map<RegistryId, Row>;
  told: string;
}

export type Named = ProjectReport & { readonly package: NonNullable<ProjectReport['package']> };
export const isNamed = (report: ProjectReport): report is Named => report.package !== null;

/** What the answer depends on; while it stays, the answer does. */
const keyOf = (
  report: Named,
  { url, index, family, allowPlainHttp, name }: Registry,
  who: { readonly account: string | null; readonly knownThere: boolean },
): string =>
  JSON.stringify([
    report.package,
    report.manifest?.dependencies.map(({ name: of, requirement, kind, dev, at }) => [of, requirement, kind, dev, at]),
    [url, index, family, allowPlainHttp, name, who.account, who.knownThere],
  ]);

function stateOf(answer: TargetAnswer, checks: readonly TargetCheck[]): TargetReport['state'] {
  if (!answer.reached) return 'unreachable';
  if (checks.some(({ severity }) => severity === 'error')) return 'blocked';
  return checks.some(({ id }) => id === 'target.same') ? 'same' : 'ready';
}

/** One registry's report out of its answer and of what is known here; `sha256` is the archive that it is held against. */
export function compose(
  journal: TargetsParts['journal'],
  report: Named,
  registry: Registry,
  answer: TargetAnswer | null,
  sha256: Sha256 | null,
): TargetReport {
  const { id: registryId, name: registryName } = registry;
  const { version } = report.package;
  const own = { ref: report.package, version, registryName };
  const local = [...checkRegistry(registry), ...checkUnknown(journal, registry, report.package, version)];
  const published = answer === null || answer.published === null ? [] : [checkPublished(own, answer.published, sha256)];
  const all: TargetCheck[] = [...local, ...published, ...(answer?.checks ?? [])];
  return {
    registryId,
    state: answer === null ? 'checking' : stateOf(answer, all),
    latest: answer?.latest ?? null,
    checks: all.map((check) => ({ ...check, registryIds: [registryId] })),
    checkedAt: answer?.checkedAt ?? null,
  };
}

/** A project without a name can be held against no registry; its own report says what is wrong. */
const unnamed = ({ id: registryId }: Registry): TargetReport => ({
  registryId,
  state: 'blocked',
  latest: null,
  checks: [],
  checkedAt: null,
});

const questionOf = (parts: TargetsParts, report: Named, registry: Registry): TargetQuestion => ({
  registryId: registry.id,
  registryName: registry.name,
  package: { group: report.package.group, name: report.package.name },
  version: report.package.version,
  dependencies: (report.manifest?.dependencies ?? []).filter(({ dev }) => !dev),
  knownThere: publishedInGroup(parts.journal, registry, report.package),
});

/** The projects that are held against the registries, and what asks and tells of them. */
export function createTargetRows(parts: TargetsParts) {
  const watched = new Map<ProjectId, Watched>();

  const reportsOf = ({ report, rows, prepared }: Watched): TargetReport[] => {
    const sha256 = prepared?.revision === report.revision ? prepared.sha256 : null;
    return parts.registries.list().map((registry) => {
      if (!isNamed(report)) return unnamed(registry);
      return compose(parts.journal, report, registry, rows.get(registry.id)?.answer ?? null, sha256);
    });
  };
  const tell = (one: Watched): void => {
    if (watched.get(one.projectId) !== one) return;
    const change = { projectId: one.projectId, revision: one.report.revision, targets: reportsOf(one) };
    const text = JSON.stringify(change);
    if (text === one.told) return;
    one.told = text;
    parts.emit(change);
  };
  const ask = (one: Watched, report: Named, registry: Registry, key: string): void => {
    one.rows.get(registry.id)?.abort.abort();
    const abort = new AbortController();
    const row: Row = { key, abort, answer: null, done: Promise.resolve() };
    one.rows.set(registry.id, row);
    const signal = AbortSignal.any([abort.signal, parts.signal]);
    row.done = readTarget(parts.sources, questionOf(parts, report, registry), signal).then(
      (answer) => {
        if (signal.aborted) return;
        row.answer = answer;
        tell(one);
      },
      (thrown: unknown) => {
        if (!signal.aborted) parts.thrown(thrown);
      },
    );
  };
  /** A registry that was found again since it could not be reached. */
  const isBack = ({ answer }: Row, { status }: Registry): boolean =>
    answer !== null && !answer.reached && status.kind === 'reachable' && status.checkedAt > answer.checkedAt;
  const follow = (one: Watched): void => {
    const { report, rows } = one;
    const registries = parts.registries.list();
    for (const [id, row] of rows) {
      if (isNamed(report) && registries.some((registry) => registry.id === id)) continue;
      row.abort.abort();
      rows.delete(id);
    }
    if (!isNamed(report)) return;
    for (const registry of registries) {
      const account = parts.sources.accountOf(registry.id);
      const key = keyOf(report, registry, { account, knownThere: questionOf(parts, report, registry).knownThere });
      const row = rows.get(registry.id);
      if (row === undefined || row.key !== key || isBack(row, registry)) ask(one, report, registry, key);
    }
  };
  const watch = (projectId: ProjectId): Watched => {
    const report = parts.report(projectId);
    const known = watched.get(projectId);
    const one: Watched = known ?? { projectId, report, prepared: null, rows: new Map(), told: '' };
    if (report.revision > one.report.revision) one.report = report;
    watched.set(projectId, one);
    return one;
  };
  return { watched, reportsOf, tell, ask, follow, watch };
}

import type { RegistryId } from '../../../shared/ids.ts';
import type { Check, ProjectReport } from '../../../shared/project.ts';
import type { Registry } from '../../../shared/registry.ts';
import { formatList, formatNoun } from '../../components/format.ts';

/** The findings that count for these targets: all that name no registry, and those that name one of them. */
export const checksFor = (checks: readonly Check[], chosen: ReadonlySet<RegistryId>): Check[] =>
  checks.filter((check) => check.registryIds === undefined || check.registryIds.some((id) => chosen.has(id)));

export interface CheckCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
  readonly passed: number;
}

export function countChecks(checks: readonly Check[]): CheckCounts {
  const of = (severity: Check['severity']): number => checks.filter((check) => check.severity === severity).length;
  return { errors: of('error'), warnings: of('warning'), hints: of('hint'), passed: of('passed') };
}

const ORDER: Record<Check['severity'], number> = { error: 0, warning: 1, hint: 2, passed: 3 };

/** Errors before warnings before hints before what passed; otherwise as they came. */
export const bySeverity = (checks: readonly Check[]): Check[] =>
  [...checks].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);

/** Whether the folder is still being looked at: until that is over, nobody knows whether it can be published. */
export const isChecking = (report: ProjectReport): boolean =>
  report.state === 'reading' || (report.state === 'ready' && (report.pending ?? []).length > 0);

/** Whether an archive can be built: everything was looked at, and there is no error that holds for every registry. */
export const canPrepare = (report: ProjectReport): boolean =>
  report.state === 'ready' &&
  !isChecking(report) &&
  report.package !== null &&
  !report.checks.some((check) => check.severity === 'error' && check.registryIds === undefined);

/** What the person has decided so far. */
export interface Decisions {
  readonly targets: readonly Registry[];
  /** Those of them that are still being asked what they would make of the package. */
  readonly asked: readonly Registry[];
  readonly hasReadWarnings: boolean;
  /** What was typed to confirm production registries. */
  readonly typed: string;
}

/** Why Publish cannot be pressed: `tone` err for what has to be mended, quiet for what is still to be done. */
export interface Blocked {
  readonly text: string;
  readonly tone: 'err' | 'quiet';
}

export const packageName = (report: ProjectReport): string =>
  report.package === null ? '' : `${report.package.group}/${report.package.name}`;

function errorText(errors: readonly Check[]): string {
  const files = new Set(errors.map((check) => check.at?.file));
  const [file] = files;
  const where = files.size === 1 && file !== undefined ? ` in ${file}` : '';
  return `Fix ${formatNoun(errors.length, 'error')}${where} first`;
}

/** On the button, and the reason why it cannot be pressed yet. */
const CHECKING = 'Checking…';

/** The one reason that keeps Publish back, the first of: checks under way, errors, unread warnings, no target, name not typed, archive not built. `checks` are those that count for the targets. */
export function whyBlocked(
  report: ProjectReport,
  checks: readonly Check[],
  decisions: Decisions,
  archive: 'none' | 'building' | 'stopped' | 'failed' | 'ready',
): Blocked | null {
  if (report.state === 'gone') return { text: 'The folder is gone', tone: 'err' };
  if (isChecking(report)) return { text: CHECKING, tone: 'quiet' };
  const errors = checks.filter((check) => check.severity === 'error');
  if (errors.length > 0) return { text: errorText(errors), tone: 'err' };
  if (decisions.asked.length > 0)
    return { text: `Checking with ${formatList(decisions.asked.map((target) => target.name))}…`, tone: 'quiet' };
  if (report.package === null) return { text: 'There is no package here to publish', tone: 'err' };
  const { warnings } = countChecks(checks);
  if (warnings > 0 && !decisions.hasReadWarnings)
    return { text: `Read the ${warnings === 1 ? 'warning' : `${warnings} warnings`} first`, tone: 'quiet' };
  if (decisions.targets.length === 0) return { text: 'Choose where to publish', tone: 'quiet' };
  if (decisions.targets.some((target) => target.production) && decisions.typed !== packageName(report))
    return { text: `Type ${packageName(report)} to confirm`, tone: 'quiet' };
  if (archive === 'building') return { text: 'Building the archive…', tone: 'quiet' };
  if (archive === 'stopped') return { text: 'The archive was not built', tone: 'quiet' };
  if (archive !== 'ready') return { text: 'The archive could not be built', tone: 'err' };
  return null;
}

/** The words on the decisive button. */
export function publishLabel(report: ProjectReport, targets: readonly Registry[]): string {
  if (isChecking(report)) return CHECKING;
  if (report.package === null) return 'Publish';
  const [only] = targets;
  if (only === undefined) return 'Choose a registry';
  const { version } = report.package;
  return targets.length === 1
    ? `Publish ${version} to ${only.name}`
    : `Publish ${version} to ${targets.length} registries`;
}

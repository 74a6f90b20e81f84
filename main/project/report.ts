import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { ProjectId } from '../../shared/ids.ts';
import type { Check, ManifestView, Place, ProjectFiles, ProjectReport } from '../../shared/project.ts';
import { type ParsedManifest, parseManifest } from '../elba/manifest.ts';
import type { TomlPath } from '../elba/tomlScan.ts';
import { Failure } from '../failure.ts';
import { checkFiles } from './fileChecks.ts';
import type { FolderReader } from './folderReader.ts';
import type { Inspected } from './inspect.ts';
import { checkManifest } from './manifestChecks.ts';
import { type ManifestText, readManifestText } from './manifestText.ts';
import { checkModules } from './modules.ts';
import { offerActions } from './offers.ts';
import { openRoot } from './openRoot.ts';
import { displayFolder } from './paths.ts';
import { folderSource, type ProjectSource } from './projectSource.ts';
import { checkReadme, shownReadme } from './readme.ts';
import { secretChecks } from './secretChecks.ts';
import { findProjectsBelow } from './suggestions.ts';
import { type Walked, walkProject } from './walk.ts';

export type ReportInput = {
  readonly projectId: ProjectId;
  /** Absolute. */
  readonly folder: string;
  readonly origin: ProjectReport['origin'];
  readonly revision: number;
  readonly homeFolder: string;
  readonly now: () => Date;
  /** What is known of the project beside its files. */
  readonly notes?: readonly Check[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (entries: number) => void;
  /** Helps to list a large folder. */
  readonly reader?: FolderReader | undefined;
};

export type BuiltReport = {
  readonly report: ProjectReport;
  readonly files: ProjectFiles;
  /** The real path of the folder; null where it is gone, or where there never was one. */
  readonly root: string | null;
  /** Where the files are read from. */
  readonly source: ProjectSource;
  /** The README that a registry is to show. */
  readonly readme: string | null;
  /** Equal for two looks between which nothing changed, neither what is said nor any file that goes in. */
  readonly mark: string;
};

/** What a manifest says, and what is wrong with it. */
export type Understood = {
  readonly manifest: ManifestView | null;
  readonly checks: readonly Check[];
  readonly placeOf: (path: TomlPath) => Place;
  readonly isMissing: boolean;
};

const mostBiggest = 10;
const order: Record<Check['severity'], number> = { error: 0, warning: 1, hint: 2, passed: 3 };

export const understand = (read: ManifestText): Understood => {
  if (read.kind !== 'text') {
    const placeOf = (): Place => ({ file: 'elba.toml' });
    return { manifest: null, checks: [read.check], placeOf, isMissing: read.kind === 'missing' };
  }
  const { manifest, problems, placeOf }: ParsedManifest = parseManifest(read.text);
  const checks = manifest === null ? problems : checkManifest(manifest, problems);
  return { manifest, checks, placeOf, isMissing: false };
};

/** What is said of the README that is `shown`, and of the modules. */
export const checkContents = async (
  source: ProjectSource,
  { manifest, placeOf }: Understood,
  { included, leftOut }: Walked,
  shown: string | null,
): Promise<Check[]> => {
  if (manifest === null) return [];
  const readmeAt = placeOf(['package', 'readme']);
  const readme = await checkReadme({ source, shown, manifest, included, leftOut, readmeAt });
  return [...readme, ...checkModules(manifest, included, leftOut, placeOf)];
};

const shownFolder = (input: ReportInput): string =>
  input.origin === 'staged' ? basename(input.folder) : displayFolder(input.folder, input.homeFolder);

const emptyReport = (input: ReportInput): ProjectReport => ({
  projectId: input.projectId,
  revision: input.revision,
  folder: shownFolder(input),
  origin: input.origin,
  state: 'gone',
  package: null,
  manifest: null,
  checks: [],
  fileCount: 0,
  bytes: 0,
  leftOutCount: 0,
  biggest: [],
  suggestions: [],
  readAt: input.now().toISOString(),
});

const noFiles: Walked = { included: [], leftOut: [], problems: [], stamps: new Map() };

const markOf = (report: ProjectReport, { included, leftOut, stamps }: Walked): string => {
  const { revision: _revision, readAt: _readAt, ...said } = report;
  // The files are in order already; sorting tens of thousands of stamps would hold the window up.
  const files = included.map(({ path }) => `${path}\0${stamps.get(path)}`);
  return createHash('sha256')
    .update(JSON.stringify([said, leftOut]))
    .update(files.join('\n'))
    .digest('hex');
};

/** What was read of a project, before anybody looked into its files. */
export type Draft = {
  readonly input: ReportInput;
  /** Without what depends on the checks. */
  readonly report: ProjectReport;
  readonly checks: readonly Check[];
  readonly walked: Walked;
  /** These three: see `BuiltReport`. */
  readonly root: string | null;
  readonly source: ProjectSource;
  readonly readme: string | null;
};

/** The draft of a folder that cannot be read any more, with what happened as its one check. */
const goneDraft = (input: ReportInput, error: Failure): Draft => {
  const [title = '', ...why] = error.error.message.split(/(?<=\.) /);
  const check: Check = {
    id: 'project.gone',
    severity: 'error',
    title: title.replace(/\.$/, ''),
    why: why.join(' '),
    todo: 'Put the folder back, or open it where it is now.',
  };
  const source = folderSource(input.folder);
  return { input, report: emptyReport(input), checks: [check], walked: noFiles, root: null, source, readme: null };
};

/** Orders by severity alone; within one the order stays: manifest, files, README, modules. */
const bySeverity = (checks: readonly Check[]): Check[] =>
  [...checks].sort((a, b) => order[a.severity] - order[b.severity]);

/** Without a manifest the files are not even listed: the folder can be a home folder that was dropped by mistake. */
const listFiles = async (root: string, input: ReportInput, understood: Understood): Promise<Walked> => {
  if (understood.isMissing) return noFiles;
  return walkProject(root, {
    exclude: understood.manifest?.exclude ?? [],
    excludeAt: (i) => understood.placeOf(['package', 'exclude', i]),
    ...(input.signal === undefined ? {} : { signal: input.signal }),
    ...(input.onProgress === undefined ? {} : { onProgress: input.onProgress }),
    ...(input.reader === undefined ? {} : { reader: input.reader }),
  });
};

/** The report of what is there, without what depends on the checks. */
export const readyReport = (
  input: ReportInput,
  { manifest }: Understood,
  { included, leftOut }: Walked,
): ProjectReport => {
  const biggest = [...included].sort((a, b) => b.bytes - a.bytes).slice(0, mostBiggest);
  return {
    ...emptyReport(input),
    state: 'ready',
    package: manifest?.package ?? null,
    manifest,
    fileCount: included.length,
    bytes: included.reduce((sum, file) => sum + file.bytes, 0),
    leftOutCount: leftOut.length,
    biggest: biggest.map(({ path, bytes }) => ({ path, bytes })),
  };
};

const readProject = async (input: ReportInput): Promise<Draft> => {
  const root = await openRoot(input.folder);
  const source = folderSource(root);
  const understood = understand(await readManifestText(root));
  const { manifest, isMissing } = understood;
  const walked = await listFiles(root, input, understood);
  const readme = isMissing ? null : shownReadme(manifest, walked.included);
  const files = isMissing ? [] : [...checkFiles(walked), ...(await checkContents(source, understood, walked, readme))];
  const report = readyReport(input, understood, walked);
  return {
    input,
    report: isMissing ? { ...report, suggestions: await findProjectsBelow(root) } : report,
    checks: [...understood.checks, ...files, ...(input.notes ?? [])],
    walked,
    root,
    source,
    readme,
  };
};

/**
 * Reads a project from disk and says everything that can be said of it without a registry and without looking into its files. A folder
 * that is gone or cannot be read gives a draft in state `gone`; throws `cancelled` when aborted.
 */
export const readDraft = async (input: ReportInput): Promise<Draft> => {
  try {
    return await readProject(input);
  } catch (error) {
    if (!(error instanceof Failure) || error.error.code === 'cancelled') throw error;
    return goneDraft(input, error);
  }
};

export type Found = Inspected & {
  readonly pending?: readonly string[];
  /** The ids of the secrets that the person lets pass. */
  readonly accepted?: ReadonlySet<string>;
};

/** Makes the report of a draft, with what was found in the files so far and what is still being looked at. */
export const finishReport = (draft: Draft, found: Found = { checks: [] }): BuiltReport => {
  const { input, walked, root, source, readme } = draft;
  const { pending = [], git, secrets, accepted = new Set() } = found;
  const inFiles = secrets === undefined ? [] : secretChecks(secrets, accepted);
  const all = bySeverity([...inFiles, ...draft.checks, ...found.checks]);
  const report: ProjectReport = {
    ...draft.report,
    checks: offerActions(all, { origin: input.origin, text: draft.report.manifest?.text ?? null }),
    ...(pending.length === 0 ? {} : { pending: [...pending] }),
    ...(git === undefined ? {} : { git }),
  };
  const { included, leftOut } = walked;
  const files = { revision: input.revision, included: [...included], leftOut: [...leftOut] };
  return { report, files, root, source, readme, mark: markOf(report, walked) };
};

/** The report of a folder as far as it can be made without looking into its files. Throws `cancelled` when aborted. */
export const buildReport = async (input: ReportInput): Promise<BuiltReport> => finishReport(await readDraft(input));

import * as z from 'zod';
import { PackageDetails, PackageList, PackageRow, VersionRow } from './catalog.ts';
import { FileChange, PublishChanges } from './changes.ts';
import { EditPreview, ManifestEdit } from './edit.ts';
import { EntryId, JobId, PackageRef, ProjectId, RegistryId, Sha256, StagingId, VersionText } from './ids.ts';
import { ActivityEntry, Job } from './job.ts';
import { PreparedArchive, ProjectFiles, ProjectReport, RecentProject, ShownReadme } from './project.ts';
import { LocalRegistryState, Registry, RegistryProfile } from './registry.ts';
import { CurlCommand, SavedArchive, TargetReport, TargetsChanged } from './targets.ts';

/** How the host of this run keeps tokens, said as it is on the settings page. */
export const TokenStorage = z.object({ kind: z.enum(['keychain', 'memory']), text: z.string() });
export type TokenStorage = z.infer<typeof TokenStorage>;

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  localRegistryPort: z.number().int().min(0).max(65535),
});
export type Settings = z.infer<typeof Settings>;

export const AppInfo = z.object({
  version: z.string(),
  host: z.enum(['electron', 'web']),
  platform: z.enum(['mac', 'win', 'linux']),
  tokenStorage: TokenStorage,
  /** How a folder comes in: by path, or file by file through the browser. */
  folders: z.enum(['path', 'staging']),
});
export type AppInfo = z.infer<typeof AppInfo>;

/** Everything the renderer needs to draw its first page. It subscribes to the events before it asks for this. */
export const Snapshot = z.object({
  info: AppInfo,
  settings: Settings,
  registries: z.array(Registry),
  jobs: z.array(Job),
  localRegistry: LocalRegistryState,
  unknownOutcomes: z.number().int(),
  /** A project that was named on the command line. */
  opened: ProjectId.nullable(),
});
export type Snapshot = z.infer<typeof Snapshot>;

const none = z.undefined();
const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });
const token = z.string().min(1).max(4096);
const registry = z.object({ registryId: RegistryId });
const project = z.object({ projectId: ProjectId });
const versionsOf = z.object({
  registryId: RegistryId,
  package: PackageRef,
  versions: z.array(VersionText).min(1).max(1000),
});

/**
 * Every call that the renderer can make. The same object gives main its handlers' types, the preload and the web host
 * their list of what is allowed, and the renderer its client.
 */
export const calls = {
  'app.snapshot': call(none, Snapshot),
  'app.openLink': call(z.object({ url: z.url({ protocol: /^https$/ }) }), none),
  'app.reportProblem': call(z.object({ message: z.string().max(4000), stack: z.string().max(20000).optional() }), none),
  'settings.set': call(Settings.partial(), Settings),

  'registries.add': call(RegistryProfile, Registry),
  'registries.update': call(z.object({ registryId: RegistryId, profile: RegistryProfile }), Registry),
  'registries.remove': call(registry, none),
  'registries.check': call(registry, Registry),

  'tokens.set': call(z.object({ registryId: RegistryId, token }), Registry),
  'tokens.test': call(registry, Registry),
  'tokens.remove': call(registry, Registry),

  'localRegistry.start': call(none, LocalRegistryState),
  'localRegistry.stop': call(none, LocalRegistryState),
  'localRegistry.addUser': call(z.object({ name: z.string().trim().min(1).max(40) }), LocalRegistryState),
  'localRegistry.actAs': call(z.object({ userId: z.number().int() }), LocalRegistryState),

  'projects.choose': call(none, ProjectReport.nullable()),
  'projects.open': call(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('path'), path: z.string().min(1).max(32767) }),
      z.object({ kind: z.literal('staging'), stagingId: StagingId }),
      z.object({ kind: z.literal('suggestion'), projectId: ProjectId, folder: z.string() }),
    ]),
    ProjectReport,
  ),
  'projects.report': call(project, ProjectReport),
  'projects.files': call(project, ProjectFiles),
  'projects.refresh': call(project, ProjectReport),
  'projects.readText': call(
    z.object({ projectId: ProjectId, path: z.string().min(1) }),
    z.object({ text: z.string(), truncated: z.boolean(), binary: z.boolean() }),
  ),
  'projects.previewEdit': call(z.object({ projectId: ProjectId, edit: ManifestEdit }), EditPreview),
  'projects.applyEdit': call(
    z.object({ projectId: ProjectId, edit: ManifestEdit, beforeSha256: Sha256 }),
    ProjectReport,
  ),
  'projects.acceptFinding': call(
    z.object({ projectId: ProjectId, findingId: z.string().min(1).max(200) }),
    ProjectReport,
  ),
  /** The README that a registry would show, or null where there is none. */
  'projects.readme': call(project, ShownReadme.nullable()),
  'projects.close': call(project, none),
  'projects.recent': call(none, z.array(RecentProject)),

  'publish.prepare': call(project, PreparedArchive),
  'publish.start': call(
    z.object({
      projectId: ProjectId,
      archiveSha256: Sha256,
      registryIds: z.array(RegistryId).min(1).max(50),
      /** What the person typed where a production registry is among the targets. */
      confirmation: z.string().optional(),
    }),
    JobId,
  ),
  'publish.chosen': call(project, z.array(RegistryId)),
  /** The state of every registry at once; what is `checking` is told by `targets.changed`. */
  'publish.targets': call(project, z.array(TargetReport)),
  'publish.curl': call(project.extend({ registryId: RegistryId }), CurlCommand),
  /** Gives the person the prepared archive as a file. */
  'publish.saveArchive': call(project.extend({ archiveSha256: Sha256 }), SavedArchive),
  /** Against the version last published there, which is downloaded once. */
  'publish.changes': call(project.extend({ registryId: RegistryId }), PublishChanges),
  'publish.fileChange': call(project.extend({ registryId: RegistryId, path: z.string().min(1).max(4096) }), FileChange),

  'jobs.cancel': call(z.object({ jobId: JobId, targetId: z.string().optional() }), none),
  'jobs.dismiss': call(z.object({ jobId: JobId }), none),

  'packages.list': call(z.object({ registryId: RegistryId, refresh: z.boolean() }), PackageList),
  'packages.summaries': call(
    z.object({ registryId: RegistryId, packages: z.array(PackageRef).max(100) }),
    z.array(PackageRow),
  ),
  'packages.details': call(
    z.object({ registryId: RegistryId, package: PackageRef, refresh: z.boolean() }),
    PackageDetails,
  ),
  'versions.details': call(versionsOf, z.array(VersionRow)),
  'versions.yank': call(
    versionsOf.extend({
      yanked: z.boolean(),
      note: z.string().max(2000).optional(),
      confirmation: z.string().optional(),
    }),
    JobId,
  ),

  'activity.list': call(
    z.object({ offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) }),
    z.object({ entries: z.array(ActivityEntry), total: z.number().int(), damaged: z.number().int() }),
  ),
  'activity.look': call(z.object({ entryId: EntryId }), ActivityEntry),
  /** The whole log as a file: `text` is to be saved under `name`. */
  'activity.export': call(
    z.object({ format: z.enum(['jsonl', 'csv']) }),
    z.object({ name: z.string(), text: z.string() }),
  ),
} as const;

/** Everything that main tells the renderer unasked. Each event carries the whole new state of its subject. */
export const events = {
  'registries.changed': z.array(Registry),
  'jobs.changed': Job,
  'jobs.removed': z.object({ jobId: JobId }),
  'localRegistry.changed': LocalRegistryState,
  'project.changed': ProjectReport,
  /** A folder came in by the command line, the menu or the dock: its review is to be shown. */
  'project.opened': ProjectReport,
  'catalog.changed': z.object({ registryId: RegistryId, package: PackageRef.optional() }),
  'targets.changed': TargetsChanged,
  'settings.changed': Settings,
  'activity.changed': z.object({ unknownOutcomes: z.number().int() }),
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallInput<N extends CallName> = z.infer<Calls[N]['input']>;
export type CallOutput<N extends CallName> = z.infer<Calls[N]['output']>;

export type Events = typeof events;
export type EventName = keyof Events;
export type EventPayload<N extends EventName> = z.infer<Events[N]>;

export const isCallName = (name: string): name is CallName => Object.hasOwn(calls, name);
export const isEventName = (name: string): name is EventName => Object.hasOwn(events, name);

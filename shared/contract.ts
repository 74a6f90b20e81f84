import * as z from 'zod';
import { accountCalls } from './calls/accounts.ts';
import { activityCalls } from './calls/activity.ts';
import { appCalls } from './calls/app.ts';
import { inspectCalls } from './calls/inspect.ts';
import { jobCalls } from './calls/jobs.ts';
import { packageCalls } from './calls/packages.ts';
import { projectCalls } from './calls/projects.ts';
import { publishCalls } from './calls/publish.ts';
import { registryCalls } from './calls/registries.ts';
import { tokenCalls } from './calls/tokens.ts';
import { yankCalls } from './calls/yank.ts';
import { CatalogState } from './catalog.ts';
import { JobId, PackageRef, RegistryId } from './ids.ts';
import { Job } from './job.ts';
import { LookReport } from './look.ts';
import { PreparingArchive, ProjectReport } from './project.ts';
import { LocalRegistryState, Registry } from './registry.ts';
import { Settings } from './settings.ts';
import { Fault, ShellRequest } from './shell.ts';
import { TargetsChanged } from './targets.ts';
import { TokenStorage } from './tokens.ts';

/**
 * Every call that the renderer can make. The same object gives main its handlers' types, the preload and the web host
 * their list of what is allowed, and the renderer its client.
 */
export const calls = {
  ...appCalls,
  ...registryCalls,
  ...tokenCalls,
  ...accountCalls,
  ...projectCalls,
  ...publishCalls,
  ...jobCalls,
  ...packageCalls,
  ...inspectCalls,
  ...yankCalls,
  ...activityCalls,
} as const;

/** Everything that main tells the renderer unasked. Each event carries the whole new state of its subject. */
export const events = {
  'registries.changed': z.array(Registry),
  'jobs.changed': Job,
  'jobs.removed': z.object({ jobId: JobId }),
  'look.changed': LookReport,
  'localRegistry.changed': LocalRegistryState,
  'project.changed': ProjectReport,
  /** A folder came in by the command line, the menu or the dock: its review is to be shown. */
  'project.opened': ProjectReport,
  'catalog.changed': z.object({ registryId: RegistryId, package: PackageRef.optional() }),
  'catalog.stateChanged': CatalogState,
  'publish.preparing': PreparingArchive,
  'targets.changed': TargetsChanged,
  'settings.changed': Settings,
  'shell.requested': ShellRequest,
  'app.fault': Fault,
  'tokens.storageChanged': TokenStorage,
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

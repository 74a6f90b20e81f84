import * as z from 'zod';
import { ProjectId } from './ids.ts';
import { Job } from './job.ts';
import { LocalRegistryState, Registry } from './registry.ts';
import { Settings } from './settings.ts';
import { TokenStorage } from './tokens.ts';

export const AppInfo = z.object({
  version: z.string(),
  host: z.enum(['electron', 'web']),
  platform: z.enum(['mac', 'win', 'linux']),
  /** How a folder comes in: by path, or file by file through the browser. */
  folders: z.enum(['path', 'staging']),
});
export type AppInfo = z.infer<typeof AppInfo>;

/** Everything the renderer needs to draw its first page. It subscribes to the events before it asks for this. */
export const Snapshot = z.object({
  info: AppInfo,
  settings: Settings,
  tokenStorage: TokenStorage,
  registries: z.array(Registry),
  jobs: z.array(Job),
  localRegistry: LocalRegistryState,
  unknownOutcomes: z.number().int(),
  /** A project that was named on the command line. */
  opened: ProjectId.nullable(),
});
export type Snapshot = z.infer<typeof Snapshot>;

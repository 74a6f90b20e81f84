import * as z from 'zod';
import { FileChange, PublishChanges } from '../changes.ts';
import { JobId, ProjectId, RegistryId, Sha256 } from '../ids.ts';
import { PreparedArchive } from '../project.ts';
import { CurlCommand, SavedArchive, TargetReport } from '../targets.ts';
import { call, none, project } from './call.ts';

/** The calls that lead to a publish. */
export const publishCalls = {
  /** Builds the archive of the project's present state; `publish.preparing` tells how far it is. */
  'publish.prepare': call(project, PreparedArchive),
  /** What is being built fails with `cancelled`, and can be asked for again. */
  'publish.stopPreparing': call(project, none),
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
  /** Goes on with a drag that began in the window, with the prepared archive as its file. */
  'publish.dragArchive': call(project.extend({ archiveSha256: Sha256 }), none),
  /** Gives the person the prepared archive as a file. */
  'publish.saveArchive': call(project.extend({ archiveSha256: Sha256 }), SavedArchive),
  /** Against the version last published there, which is downloaded once. */
  'publish.changes': call(project.extend({ registryId: RegistryId }), PublishChanges),
  'publish.fileChange': call(project.extend({ registryId: RegistryId, path: z.string().min(1).max(4096) }), FileChange),
} as const;

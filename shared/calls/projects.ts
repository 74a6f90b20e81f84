import * as z from 'zod';
import { EditPreview, ManifestEdit } from '../edit.ts';
import { ProjectId, Sha256, StagingId } from '../ids.ts';
import { ProjectFiles, ProjectReport, RecentProject, ShownReadme } from '../project.ts';
import { call, none, project } from './call.ts';

/** The calls about projects: folders that are open for review. */
export const projectCalls = {
  'projects.choose': call(none, ProjectReport.nullable()),
  /** Asks for a ready `.tar.gz`, to be published as it is. */
  'projects.chooseArchive': call(none, ProjectReport.nullable()),
  'projects.open': call(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('path'), path: z.string().min(1).max(32767) }),
      z.object({ kind: z.literal('staging'), stagingId: StagingId }),
      /** The one file that was brought in, a `.tar.gz`. */
      z.object({ kind: z.literal('staged_archive'), stagingId: StagingId }),
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
} as const;

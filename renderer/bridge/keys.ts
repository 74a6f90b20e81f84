import type { EntryId, PackageRef, ProjectId, RegistryId } from '../../shared/ids.ts';

/** The names under which answers are kept. A shorter key covers all longer ones that begin with it. */
export const keys = {
  recent: () => ['projects', 'recent'] as const,
  project: (id: ProjectId) => ['project', id] as const,
  report: (id: ProjectId) => ['project', id, 'report'] as const,
  /** What the person called the folder when it came in; the host of a browser does not know it. */
  folderName: (id: ProjectId) => ['project', id, 'folderName'] as const,
  /** What was decided on a review, kept by the page alone. */
  draft: (id: ProjectId) => ['project', id, 'draft'] as const,
  files: (id: ProjectId) => ['project', id, 'files'] as const,
  chosen: (id: ProjectId) => ['project', id, 'chosen'] as const,
  /** What each registry would make of the project. */
  targets: (id: ProjectId) => ['project', id, 'targets'] as const,
  prepared: (id: ProjectId, revision: number) => ['project', id, 'prepared', revision] as const,
  registryPackages: (id: RegistryId) => ['packages', id] as const,
  catalogState: (id: RegistryId) => ['packages', id, 'state'] as const,
  summaries: (id: RegistryId, refs: readonly PackageRef[]) =>
    ['packages', id, 'summaries', refs.map((ref) => `${ref.group}/${ref.name}`)] as const,
  package: (id: RegistryId, ref: PackageRef) => ['packages', id, 'package', ref.group, ref.name] as const,
  details: (id: RegistryId, ref: PackageRef) => ['packages', id, 'package', ref.group, ref.name, 'details'] as const,
  versions: (id: RegistryId, ref: PackageRef, versions: readonly string[]) =>
    ['packages', id, 'package', ref.group, ref.name, 'versions', versions] as const,
  /** The last order to yank or unyank versions, kept by the page alone. */
  yankOrder: (id: RegistryId, ref: PackageRef) => ['yankOrder', id, ref.group, ref.name] as const,
  activity: () => ['activity'] as const,
  unknownPublishes: () => ['activity', 'unknown'] as const,
  /** What was noted with the yanks of a package; the activity log has it. */
  yankNotes: (id: RegistryId, ref: PackageRef) => ['activity', 'notes', id, ref.group, ref.name] as const,
  activityLook: (id: EntryId) => ['activity', 'look', id] as const,
};

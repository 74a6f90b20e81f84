import type { ProjectId, RegistryId } from '../../shared/ids.ts';
import { createOneAtATime } from '../api/oneAtATime.ts';
import { createPacker } from '../archive/packer.ts';
import { failure } from '../failure.ts';
import type { Ground } from '../ground.ts';
import type { Host } from '../host.ts';
import { pause } from '../pause.ts';
import { createChanges } from '../publish/changes.ts';
import { curlCommand } from '../publish/curl.ts';
import { PATIENCE } from '../publish/parts.ts';
import { createPublishing } from '../publish/publishing.ts';
import { preselect } from '../registries/preselect.ts';
import { createImpacts } from '../yank/impact.ts';
import { YANK_WAITS } from '../yank/parts.ts';
import { createYanking } from '../yank/yanking.ts';
import type { ProjectParts } from './projectParts.ts';
import type { RegistryParts } from './registryParts.ts';
import { buildTargets } from './targetParts.ts';

/** Publishing and yanking, which share one queue of writes for each registry. */
export function buildWriting(
  host: Host,
  ground: Ground,
  registryParts: RegistryParts,
  projectParts: ProjectParts,
  folder: string,
) {
  const { journal, jobs, now, ending, reportThrown } = ground;
  const { registries, clients, catalog, vault, archives } = registryParts;
  const packer = createPacker(host.archiveWorker);
  const targets = buildTargets(ground, registryParts, projectParts);
  const common = {
    journal,
    jobs,
    oneAtATime: createOneAtATime(),
    clientFor: clients.clientFor,
    registryOf: registries.get,
    lookInIndex: catalog.lookInIndex,
    tokenTested: (registryId: RegistryId, result: 'accepted' | 'rejected') => vault.recordTest(registryId, result),
    catalogChanged: catalog.invalidate,
    now: () => now().toISOString(),
    pause,
    closing: ending.signal,
    report: reportThrown,
  };
  const publishing = createPublishing({
    ...common,
    projects: projectParts.projects,
    packer,
    archiveFolder: folder,
    preparing: (progress) => ground.events.emit('publish.preparing', progress),
    patience: PATIENCE,
    targetError: targets.errorFor,
    goesOnAfterRejection: () => ground.settings.get().publishing.goOnAfterRejection,
  });
  const impacts = createImpacts({
    requirersOf: catalog.requirersOf,
    closing: ending.signal,
  });
  const yanking = createYanking({
    ...common,
    waits: YANK_WAITS,
    canKnowDependents: impacts.canKnow,
    publishedSpelling: async (registryId, ref) => (await catalog.publishedSpelling(registryId, ref)) ?? ref,
  });
  const changes = createChanges({
    projects: projectParts.projects,
    details: (registryId, ref) => catalog.details(registryId, ref, false),
    archives,
    signal: ending.signal,
  });
  const curl = async (projectId: ProjectId, registryId: RegistryId) => {
    const ref = projectParts.projects.report(projectId).package;
    if (ref === null) throw failure('checks_failed', 'elba.toml does not say what this package is called.');
    const client = clients.clientFor(registryId);
    return curlCommand(registries.get(registryId), client, ref, ref.version, ending.signal);
  };
  const preselected = (projectId: ProjectId): RegistryId[] =>
    preselect({
      chosen: projectParts.projects.chosen(projectId),
      package: projectParts.projects.report(projectId).package,
      registries: registries.list(),
      setting: ground.settings.get().publishing.preselect,
    });
  return { preselected, packer, publishing, yanking, impacts, targets, changes, curl };
}
export type WritingParts = ReturnType<typeof buildWriting>;

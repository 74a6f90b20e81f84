import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ProjectId, RegistryId, StagingId } from '../shared/ids.ts';
import type { ProjectReport } from '../shared/project.ts';
import { createOneAtATime } from './api/oneAtATime.ts';
import { send } from './api/transport.ts';
import type { EventListener } from './appEvents.ts';
import { createPacker } from './archive/packer.ts';
import { mapBounded } from './catalog/bounded.ts';
import { createCatalog } from './catalog/catalog.ts';
import type { Dispatchable, Handlers } from './dispatch.ts';
import { failure } from './failure.ts';
import { type Ground, layGround } from './ground.ts';
import { appHandlers } from './handlers/appHandlers.ts';
import { catalogHandlers } from './handlers/catalogHandlers.ts';
import { projectHandlers } from './handlers/projectHandlers.ts';
import { publishHandlers } from './handlers/publishHandlers.ts';
import { ignoreGone, registryHandlers } from './handlers/registryHandlers.ts';
import { takeSnapshot } from './handlers/snapshot.ts';
import type { Host } from './host.ts';
import { openLocalRegistry } from './local-registry/openLocalRegistry.ts';
import { pause } from './pause.ts';
import { createInspector } from './project/inspect.ts';
import { createProjects } from './project/projects.ts';
import { createStaging, type Staging } from './project/staging.ts';
import { createWatchProject } from './project/watchProject.ts';
import { createChanges } from './publish/changes.ts';
import { curlCommand } from './publish/curl.ts';
import { followTargets } from './publish/followTargets.ts';
import { PATIENCE } from './publish/parts.ts';
import { createPublishing } from './publish/publishing.ts';
import { createTargetSources } from './publish/targetSources.ts';
import { createTargets } from './publish/targets.ts';
import { createClients } from './registries/clients.ts';
import { createEmbedded } from './registries/embedded.ts';
import { createProbe } from './registries/probe.ts';
import { createRegistries } from './registries/profiles.ts';
import { readApiOf } from './registries/readApi.ts';
import { endAbandonedTests, testToken } from './registries/testToken.ts';
import { createScratch, type Scratch } from './scratch.ts';
import { createVault } from './tokens/vault.ts';
import { YANK_WAITS } from './yank/parts.ts';
import { createYanking } from './yank/yanking.ts';

/** The whole program without what runs it. */
export interface App extends Dispatchable {
  /** Where folders come in file by file, for a host that is not given paths. */
  readonly staging: Staging;
  /** Hears everything that main tells; answers the function that ends it. */
  onEvent(listener: EventListener): () => void;
  /** Opens a folder that the host was given by the person, and has its review shown. Throws what opening throws. */
  openFolder(path: string): Promise<ProjectReport>;
  /** Cancels what runs, stops the local registry and removes what was for this run only. */
  close(): Promise<void>;
}

/** How long the end waits for cancelled jobs. What is not written down by then is looked up at the next start. */
const CLOSING_MS = 10_000;
const CHECKS_AT_ONCE = 4;

/** Registries with what is known of them: profiles, tokens, clients, what they hold, whether they answer. */
function buildRegistries(host: Host, ground: Ground) {
  const { redactor, events, now, log, background, ending, journal, settings } = ground;
  const { signal } = ending;
  const vault = createVault({
    cipher: () => host.cipher(),
    document: host.document('vault'),
    redactor,
    now,
    changed: () => registries.tell(),
  });
  const registries = createRegistries({
    document: host.document('registries'),
    vault,
    newId: () => RegistryId.parse(randomUUID()),
    emit: (all) => events.emit('registries.changed', all),
    forget: (registryId) => {
      clients.forget(registryId);
      catalog.invalidate(registryId);
    },
  });
  const clients = createClients({ registries, vault, redact: redactor.redact, send });
  const catalog = createCatalog({
    registryOf: (registryId) => registries.get(registryId),
    apiFor: (registryId) => readApiOf(clients.clientFor(registryId), signal),
    emit: (change) => {
      events.emit('catalog.changed', change);
      if (change.registryId === registries.embedded()?.id)
        background.start('Counting packages', () => embedded.refresh());
    },
    now,
    signal,
  });
  const probe = createProbe({ registries, clientFor: clients.freshFor, now, log, signal });
  const embedded = createEmbedded({
    open: (options) => openLocalRegistry({ ...options, log: (line) => log(`Local registry: ${line}`) }),
    folder: join(host.dataFolder, 'local-registry'),
    document: host.document('local-registry'),
    port: {
      get: () => settings.get().localRegistryPort,
      keep: (port) => void settings.set({ localRegistryPort: port }),
    },
    registries,
    vault,
    now,
    emit: (state) => events.emit('localRegistry.changed', state),
    log,
    started: (registryId) => background.start('Looking at the local registry', () => probe.check(registryId)),
  });
  const test = (registryId: RegistryId, until: AbortSignal): Promise<void> =>
    testToken({ registries, vault, journal, clientFor: clients.clientFor }, registryId, until);
  return { vault, registries, clients, catalog, probe, embedded, testToken: test };
}
type RegistryParts = ReturnType<typeof buildRegistries>;

/** Projects: those that are open, and those that come in file by file. */
function buildProjects(host: Host, { events, now, log }: Ground, scratch: Scratch) {
  const projects = createProjects({
    homeFolder: host.homeFolder,
    now,
    newId: () => ProjectId.parse(randomUUID()),
    remember: host.document('projects'),
    emit: (report) => events.emit('project.changed', report),
    log,
    watch: createWatchProject(),
    newInspector: createInspector,
  });
  const staging = createStaging({ folder: scratch.staging, newId: () => StagingId.parse(randomUUID()) });
  return { projects, staging };
}
type ProjectParts = ReturnType<typeof buildProjects>;

/** What the registries would make of the open projects. */
function buildTargets(
  { journal, now, ending, events, reportThrown }: Ground,
  { registries, clients, catalog, embedded }: RegistryParts,
  { projects }: ProjectParts,
) {
  const accountOf = (registryId: RegistryId): string | null => {
    const local = embedded.state();
    return local.registryId === registryId ? (local.users.find(({ active }) => active)?.name ?? null) : null;
  };
  const targets = createTargets({
    sources: createTargetSources({ catalog, clientFor: clients.clientFor, accountOf, now }),
    registries,
    journal,
    report: projects.report,
    emit: (change) => events.emit('targets.changed', change),
    thrown: reportThrown,
    signal: ending.signal,
  });
  events.onEvent((name, payload) => followTargets(targets, name, payload));
  return targets;
}

/** Publishing and yanking, which share one queue of writes for each registry. */
function buildWriting(
  host: Host,
  ground: Ground,
  registryParts: RegistryParts,
  projectParts: ProjectParts,
  folder: string,
) {
  const { journal, jobs, now, ending, reportThrown } = ground;
  const { registries, clients, catalog, vault } = registryParts;
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
    patience: PATIENCE,
    targetError: targets.errorFor,
  });
  const yanking = createYanking({
    ...common,
    waits: YANK_WAITS,
    publishedSpelling: async (registryId, ref) => (await catalog.publishedSpelling(registryId, ref)) ?? ref,
  });
  const changes = createChanges({
    projects: projectParts.projects,
    details: (registryId, ref) => catalog.details(registryId, ref, false),
    clientFor: clients.clientFor,
    signal: ending.signal,
  });
  const curl = async (projectId: ProjectId, registryId: RegistryId) => {
    const ref = projectParts.projects.report(projectId).package;
    if (ref === null) throw failure('checks_failed', 'elba.toml does not say what this package is called.');
    const client = clients.clientFor(registryId);
    return curlCommand(registries.get(registryId), client, ref, ref.version, ending.signal);
  };
  return { packer, publishing, yanking, targets, changes, curl };
}
type WritingParts = ReturnType<typeof buildWriting>;

/** What takes longer than a start may: nobody waits for it. */
function beginInBackground(
  { background, journal }: Ground,
  { registries, embedded, probe }: RegistryParts,
  { publishing, yanking }: WritingParts,
  scratch: Scratch,
): void {
  background.start('Removing what an earlier run left', () => scratch.clearOld());
  background.start('Ending token tests that were cut off', () => endAbandonedTests(journal));
  background.start('Looking up publishes that were cut off', () => publishing.recover());
  background.start('Looking up yanks that were cut off', () => yanking.recover());
  background.start('Starting the local registry', () => embedded.resume());
  background.start('Looking at the registries', () => {
    const others = registries.list().filter((registry) => !registry.embedded);
    return mapBounded(others, CHECKS_AT_ONCE, ({ id }) => probe.check(id).catch(ignoreGone));
  });
}

async function closeAll(
  { ending, jobs, background, journal }: Ground,
  { embedded }: RegistryParts,
  { projects }: ProjectParts,
  { packer }: WritingParts,
  scratch: Scratch,
): Promise<void> {
  ending.abort();
  jobs.cancelAll();
  await Promise.race([jobs.idle(), delay(CLOSING_MS, undefined, { ref: false })]);
  await packer.close();
  await embedded.close();
  await background.idle();
  await projects.closeAll();
  await scratch.remove();
  await journal.close();
}

/**
 * Puts the program together, once for a data folder. It answers as soon as its documents are read; the local registry, leftovers and
 * looks at registries come after that in the background. Throws `disk_failed`.
 */
export async function createApp(host: Host): Promise<App> {
  const ground = layGround(host);
  const scratch = createScratch(host.dataFolder, randomUUID());
  const registryParts = buildRegistries(host, ground);
  const projectParts = buildProjects(host, ground, scratch);
  const writingParts = buildWriting(host, ground, registryParts, projectParts, scratch.archives);
  const { projects, staging } = projectParts;
  const { publishing, yanking, targets } = writingParts;
  let opened: ProjectId | null = null;
  let closing: Promise<void> | null = null;
  const handlers: Handlers = {
    ...registryHandlers({ ...registryParts, background: ground.background.start, signal: ground.ending.signal }),
    ...catalogHandlers(registryParts.catalog, yanking),
    ...projectHandlers({
      host,
      projects,
      staging,
      publishing,
      prepared: targets.prepared,
      closed: async (projectId) => {
        if (opened === projectId) opened = null;
        targets.forget(projectId);
        await publishing.forget(projectId);
      },
    }),
    ...publishHandlers({ ...writingParts, host }),
    ...appHandlers({
      host,
      settings: ground.settings,
      jobs: ground.jobs,
      journal: ground.journal,
      now: ground.now,
      snapshot: () => takeSnapshot({ host, ground, ...registryParts }, opened),
      publishing,
      yanking,
      log: ground.log,
    }),
  };
  beginInBackground(ground, registryParts, writingParts, scratch);
  return {
    handlers,
    redact: ground.redactor.redact,
    log: ground.log,
    staging,
    onEvent: ground.events.onEvent,
    openFolder: async (path) => {
      const report = await projects.open(path, 'folder');
      opened = report.projectId;
      ground.events.emit('project.opened', report);
      return report;
    },
    close: () => {
      closing ??= closeAll(ground, registryParts, projectParts, writingParts, scratch);
      return closing;
    },
  };
}

import { randomUUID } from 'node:crypto';
import type { ProjectId, RegistryId } from '../shared/ids.ts';
import type { ProjectReport } from '../shared/project.ts';
import type { ShellRequest } from '../shared/shell.ts';
import type { EventListener } from './appEvents.ts';
import { buildInspection } from './assembly/inspectParts.ts';
import { buildLooking } from './assembly/lookParts.ts';
import { buildProjects } from './assembly/projectParts.ts';
import { buildRegistries, type RegistryParts } from './assembly/registryParts.ts';
import { buildSignIn } from './assembly/signInParts.ts';
import { beginInBackground, closeAll } from './assembly/startAndEnd.ts';
import { lookAgainOnWaking, tellOfEnds } from './assembly/unattended.ts';
import { buildWriting, type WritingParts } from './assembly/writingParts.ts';
import type { Dispatchable, Handlers } from './dispatch.ts';
import { createDragOut } from './dragOut.ts';
import { describeFault } from './faults.ts';
import { type Ground, layGround } from './ground.ts';
import { accountHandlers } from './handlers/accountHandlers.ts';
import { appHandlers } from './handlers/appHandlers.ts';
import { catalogHandlers } from './handlers/catalogHandlers.ts';
import { inspectHandlers } from './handlers/inspectHandlers.ts';
import { lookHandlers } from './handlers/lookHandlers.ts';
import { projectHandlers } from './handlers/projectHandlers.ts';
import { publishHandlers } from './handlers/publishHandlers.ts';
import { registryHandlers } from './handlers/registryHandlers.ts';
import { takeSnapshot } from './handlers/snapshot.ts';
import { tokenHandlers } from './handlers/tokenHandlers.ts';
import { yankHandlers } from './handlers/yankHandlers.ts';
import type { Host } from './host.ts';
import type { Staging } from './project/staging.ts';
import { createScratch } from './scratch.ts';

/** The whole program without what runs it. */
export interface App extends Dispatchable {
  /** Where folders come in file by file, for a host that is not given paths. */
  readonly staging: Staging;
  /** Hears everything that main tells; answers the function that ends it. */
  onEvent(listener: EventListener): () => void;
  /** Opens a folder that the host was given by the person, and has its review shown. Throws what opening throws. */
  openFolder(path: string): Promise<ProjectReport>;
  /** Has the page show something that was asked for outside of it. */
  request(wanted: ShellRequest): void;
  /** Writes down a fault that nobody caught, and has the page show it. */
  fault(thrown: unknown): void;
  /** Cancels what runs, stops the local registry and removes what was for this run only. */
  close(): Promise<void>;
}

/** The calls about registries, those in the list and those on the way into it, and about their tokens. */
function registryCalls(host: Host, ground: Ground, parts: RegistryParts, folder: string) {
  const { redactor, background, ending } = ground;
  const { signal } = ending;
  const tokens = tokenHandlers({ ...parts, redactor, clipboard: host.clipboard, signal });
  const saveToken = async (registryId: RegistryId, token: string) => tokens['tokens.set']({ registryId, token });
  return {
    ...registryHandlers({ ...parts, host, background: background.start }),
    ...tokens,
    ...accountHandlers(buildSignIn(host, ground, parts)),
    ...lookHandlers({
      ...buildLooking(host, ground, parts, folder, saveToken),
      probe: parts.probe,
      background: background.start,
      signal,
    }),
  };
}

/** The calls about archives: those that are to be published, and those that were. */
function archiveCalls(host: Host, ground: Ground, parts: RegistryParts, writing: WritingParts, folder: string) {
  const dragOut = createDragOut(folder, host.dragFile);
  return {
    ...inspectHandlers(buildInspection(ground, parts), dragOut),
    ...publishHandlers({ ...writing, host, dragOut }),
  };
}

/**
 * Puts the program together, once for a data folder. It answers as soon as its documents are read; the local registry, leftovers and
 * looks at registries come after that in the background. Throws `disk_failed`.
 */
export async function createApp(host: Host): Promise<App> {
  const ground = layGround(host);
  const scratch = createScratch(host.dataFolder, randomUUID());
  const registryParts = buildRegistries(host, ground, scratch);
  const projectParts = buildProjects(host, ground, scratch);
  const writingParts = buildWriting(host, ground, registryParts, projectParts, scratch.archives);
  const { projects, staging } = projectParts;
  const { publishing, yanking, impacts, targets } = writingParts;
  let opened: ProjectId | null = null;
  let closing: Promise<void> | null = null;
  const handlers: Handlers = {
    ...registryCalls(host, ground, registryParts, scratch.downloads),
    ...catalogHandlers(registryParts.catalog),
    ...yankHandlers(yanking, impacts),
    ...archiveCalls(host, ground, registryParts, writingParts, scratch.dragged),
    ...projectHandlers({
      host,
      projects,
      staging,
      publishing,
      opening: writingParts.packer.ready,
      chosen: writingParts.preselected,
      prepared: targets.prepared,
      checkingAgain: targets.checkAgain,
      closed: async (projectId) => {
        if (opened === projectId) opened = null;
        targets.forget(projectId);
        await publishing.forget(projectId);
      },
    }),
    ...appHandlers({
      host,
      settings: ground.settings,
      jobs: ground.jobs,
      journal: ground.journal,
      now: ground.now,
      snapshot: () => takeSnapshot({ host, ground, ...registryParts }, opened),
      publishing,
      yanking,
      redact: ground.redactor.redact,
      log: ground.log,
    }),
  };
  beginInBackground(ground, registryParts, writingParts, scratch);
  tellOfEnds(host, ground, registryParts);
  lookAgainOnWaking(host, ground, registryParts, writingParts);
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
    request: (wanted) => ground.events.emit('shell.requested', wanted),
    fault: (thrown) => {
      const fault = describeFault(thrown, ground.now().toISOString(), ground.redactor.redact);
      ground.log(`Uncaught: ${fault.details}`);
      ground.events.emit('app.fault', fault);
    },
    close: () => {
      closing ??= closeAll(ground, registryParts, projectParts, writingParts, scratch);
      return closing;
    },
  };
}

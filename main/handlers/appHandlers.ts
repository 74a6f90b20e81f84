import { arch, release, type } from 'node:os';
import type { EntryId } from '../../shared/ids.ts';
import type { ActivityEntry } from '../../shared/job.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { listActivity } from '../activityList.ts';
import type { Handlers } from '../dispatch.ts';
import { failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Jobs } from '../jobs.ts';
import type { Journal } from '../journal.ts';
import { exportActivity } from '../journalExport.ts';
import type { Publishing } from '../publish/publishing.ts';
import { cleanNetwork } from '../registries/networkForm.ts';
import type { SettingsStore } from '../settings.ts';
import type { Yanking } from '../yank/yanking.ts';
import { type DiagnosticParts, diagnose } from './diagnostics.ts';
import { bundledPackages } from './licences.ts';

export interface AppHandlerParts {
  readonly host: Pick<Host, 'openLink' | 'licences' | 'showLog' | 'contextMenu' | 'showMenu'>;
  readonly settings: SettingsStore;
  readonly jobs: Jobs;
  readonly journal: Pick<Journal, 'list' | 'get' | 'clear'>;
  now(): Date;
  snapshot(): Promise<Snapshot>;
  readonly publishing: Pick<Publishing, 'look'>;
  readonly yanking: Pick<Yanking, 'look'>;
  redact(text: string): string;
  /** Takes the text as it is; it is redacted there. */
  log(line: string): void;
}

type Calls =
  | 'app.snapshot'
  | 'app.openLink'
  | 'app.reportProblem'
  | 'app.diagnostics'
  | 'app.licences'
  | 'app.showLog'
  | 'app.contextMenu'
  | 'app.showMenu'
  | 'settings.set'
  | 'jobs.cancel'
  | 'jobs.dismiss'
  | 'activity.list'
  | 'activity.look'
  | 'activity.clear'
  | 'activity.export';

async function openLink(host: Pick<Host, 'openLink'>, text: string): Promise<void> {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw failure(
      'invalid_input',
      'Only https addresses without a user name are opened. Copy it into a browser to go there.',
    );
  }
  await host.openLink(url.href);
}

const factsOf = async ({ snapshot, now }: AppHandlerParts): Promise<DiagnosticParts> => ({
  snapshot: await snapshot(),
  versions: process.versions,
  system: `${type()} ${release()} ${arch()}`,
  now: now(),
});

/** Whoever made the entry knows how to find out what became of it. */
function look({ journal, publishing, yanking }: AppHandlerParts, entryId: EntryId): Promise<ActivityEntry> {
  return journal.get(entryId)?.action === 'publish' ? publishing.look(entryId) : yanking.look(entryId);
}

/** The calls about the program as a whole: its first picture, settings, running jobs and the record of what was done. */
export const appHandlers = (parts: AppHandlerParts): Pick<Handlers, Calls> => ({
  'app.snapshot': () => parts.snapshot(),
  'app.openLink': ({ url }) => openLink(parts.host, url),
  'app.reportProblem': ({ message, stack }) => parts.log(`The page reported a problem: ${stack ?? message}`),
  'app.licences': () => bundledPackages(parts.host.licences),
  'app.diagnostics': async () => ({ text: parts.redact(diagnose(await factsOf(parts))) }),
  'app.showLog': () => parts.host.showLog(),
  'app.contextMenu': ({ items, at }) => parts.host.contextMenu(items, at),
  'app.showMenu': ({ at }) => parts.host.showMenu(at),
  'settings.set': (change) =>
    parts.settings.set(change.network === undefined ? change : { ...change, network: cleanNetwork(change.network) }),
  'jobs.cancel': ({ jobId, targetId }) => parts.jobs.cancel(jobId, targetId),
  'jobs.dismiss': ({ jobId }) => parts.jobs.dismiss(jobId),
  'activity.list': (page) => listActivity(parts.journal, page),
  'activity.look': ({ entryId }) => look(parts, entryId),
  'activity.clear': async () => ({ gone: await parts.journal.clear() }),
  'activity.export': ({ format }) => exportActivity(parts.journal, format, parts.now().toISOString()),
});

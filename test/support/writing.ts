import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '../../main/api/client.ts';
import { createOneAtATime } from '../../main/api/oneAtATime.ts';
import type { LookInIndex } from '../../main/api/seeVersion.ts';
import { createSend } from '../../main/api/transport.ts';
import { directly } from '../../main/api/way.ts';
import { failure } from '../../main/failure.ts';
import { createJobs } from '../../main/jobs.ts';
import { createJournal, type Journal } from '../../main/journal.ts';
import { pause } from '../../main/pause.ts';
import { createRedactor } from '../../main/redact.ts';
import { RegistryId } from '../../shared/ids.ts';
import type { Job, Outcome } from '../../shared/job.ts';
import type { Registry } from '../../shared/registry.ts';
import { sha256Of } from './hash.ts';

/** Everything in it that has a form of its own in a URL, in JSON or in a form. */
export const AWKWARD_TOKEN = 'tök"en %41+\n/&x\'Ω';

/** All the ways in which that token could show. */
const TOKEN_FORMS = [
  AWKWARD_TOKEN,
  encodeURIComponent(AWKWARD_TOKEN),
  JSON.stringify(AWKWARD_TOKEN).slice(1, -1),
  JSON.stringify(JSON.stringify(AWKWARD_TOKEN)).slice(3, -3),
  new URLSearchParams({ t: AWKWARD_TOKEN }).toString().slice(2),
  'tök',
  't%C3%B6k',
];

export const registryAt = (url: string, more: Partial<Registry> = {}): Registry => ({
  id: RegistryId.parse('lab'),
  name: 'Lab',
  colour: 'teal',
  url,
  index: '',
  family: 'auto',
  production: false,
  allowPlainHttp: false,
  host: new URL(url).host,
  embedded: false,
  token: { kind: 'none' },
  tokens: [],
  status: { kind: 'unchecked' },
  ...more,
});

export interface BenchOptions {
  readonly registries: readonly Registry[];
  readonly token?: string | null;
  readonly stallMs?: number;
  readonly lookInIndex?: LookInIndex;
  readonly closing?: AbortSignal;
  /** A journal of an earlier run. */
  readonly journalFile?: string;
}

/** What publishing and yanking take, put together from the real parts, around a folder of its own. */
export async function startBench(options: BenchOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'writing-'));
  const journalFile = options.journalFile ?? join(folder, 'activity.jsonl');
  const redactor = createRedactor();
  const token = options.token === undefined ? AWKWARD_TOKEN : options.token;
  if (token !== null) redactor.add(token);
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `${Date.now().toString(36)}-${ids}`;
  };
  const now = () => new Date().toISOString();
  const journal: Journal = createJournal({ file: journalFile, redact: redactor.redact, now, newId });
  const emitted: Job[] = [];
  const reported: unknown[] = [];
  const changed: string[] = [];
  const tested: string[] = [];
  const jobs = createJobs({
    emit: (job) => emitted.push(job),
    emitRemoved: () => {},
    now,
    newId,
    report: (thrown) => reported.push(thrown),
  });
  const registryOf = (id: RegistryId): Registry => {
    const registry = options.registries.find((one) => one.id === id);
    if (registry === undefined) throw failure('not_found', 'This registry is no longer in the list.');
    return registry;
  };
  const clients = new Map(
    options.registries.map((registry) => [
      registry.id,
      createClient({
        registry,
        useToken: async (fn) => {
          if (token === null) throw failure('token_missing', `No token is saved for ${registry.name}.`);
          return fn(token);
        },
        redact: redactor.redact,
        send: createSend(directly),
        stallMs: options.stallMs ?? 5000,
      }),
    ]),
  );
  const clientFor = (id: RegistryId) => {
    const client = clients.get(id);
    if (client === undefined) throw failure('not_found', 'This registry is no longer in the list.');
    return client;
  };
  const job = () => {
    const last = jobs.list().at(-1);
    if (last?.kind !== 'publish' && last?.kind !== 'yank') throw new Error('No job is listed.');
    return last;
  };
  return {
    folder,
    journal,
    journalFile,
    jobs,
    emitted,
    reported,
    changed,
    tested,
    /** The job that was started last. */
    job,
    outcomes: (): (Outcome | undefined)[] => job().targets.map((target) => target.outcome),
    parts: {
      journal,
      jobs,
      oneAtATime: createOneAtATime(),
      clientFor,
      registryOf,
      lookInIndex: options.lookInIndex ?? (async () => null),
      tokenTested: (id: RegistryId, result: string) => tested.push(`${id} ${result}`),
      catalogChanged: (id: RegistryId, ref: { group: string; name: string }) =>
        changed.push(`${id} ${ref.group}/${ref.name}`),
      now,
      pause,
      report: (thrown: unknown) => reported.push(thrown),
      ...(options.closing && { closing: options.closing }),
    },
    /** Where a token shows that must not: in the journal's file, in what jobs told, in what was reported. */
    async tokenLeaks(): Promise<string[]> {
      const places = {
        journal: await readFile(journalFile, 'utf8'),
        jobs: JSON.stringify(emitted),
        reports: reported.map(String).join('\n'),
      };
      return Object.entries(places)
        .filter(([, text]) => TOKEN_FORMS.some((form) => text.includes(form)))
        .map(([place]) => place);
    },
    async close(): Promise<void> {
      jobs.cancelAll();
      await jobs.idle();
      await journal.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Bench = Awaited<ReturnType<typeof startBench>>;

/** A packer that takes an archive from where it lies. */
export async function readyPacker(folder: string, bytes: Buffer) {
  const file = join(folder, 'ready.tar.gz');
  await writeFile(file, bytes);
  const built = { sha256: sha256Of(bytes), bytes: bytes.length, unpackedBytes: bytes.length, fileCount: 1 };
  return {
    async pack({ outFile }: { outFile: string }) {
      await copyFile(file, outFile);
      return built;
    },
  };
}

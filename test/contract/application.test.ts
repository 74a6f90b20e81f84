import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { type App, createApp } from '../../main/app.ts';
import { createWindowHost } from '../../main/electron/host.ts';
import { createDownloads } from '../../main/web/downloads.ts';
import { createWebHost } from '../../main/web/host.ts';
import { type CallName, type CallOutput, calls, events, isEventName } from '../../shared/contract.ts';
import { Registry } from '../../shared/registry.ts';
import { Snapshot } from '../../shared/snapshot.ts';
import { makeProject, type SampleProject } from '../support/sampleProject.ts';
import { type TestTransport, webTransport, windowTransport } from '../support/transports.ts';

const CANARY = 'tok"en %25+ä\nnever-seen';

const EVERYTHING = { text: '', filter: { mine: false, hasYanked: false, prerelease: false }, offset: 0, limit: 200 };
const archiveWorker = pathToFileURL(join(import.meta.dirname, '../../main/archive/archiveWorker.ts'));
const folderWorker = pathToFileURL(join(import.meta.dirname, '../../main/project/folderWorker.ts'));
const gitWorker = pathToFileURL(join(import.meta.dirname, '../../main/catalog/gitLibraryWorker.ts'));
const catalogWorker = pathToFileURL(join(import.meta.dirname, '../../main/catalog/catalogWorker.ts'));

const hosts = [
  {
    host: 'the page on 127.0.0.1',
    open: webTransport,
    saved: {
      kind: 'download',
      path: expect.stringMatching(/^\/download\/[\w-]{43}$/),
      name: 'alice_pretty-0.1.0.tar.gz',
    },
    hostOf: (dataFolder: string, log: (line: string) => void) =>
      createWebHost({
        version: '1.2.3',
        dataFolder,
        archiveWorker,
        folderWorker,
        catalogWorker,
        gitWorker,
        licences: [],
        downloads: createDownloads(),
        openInFileManager: async () => true,
        openInBrowser: () => Promise.resolve(false),
        logFile: join(dataFolder, 'log'),
        log,
      }),
  },
  {
    host: 'the window',
    open: windowTransport,
    saved: { kind: 'saved' },
    hostOf: (dataFolder: string, log: (line: string) => void) =>
      createWindowHost({
        version: '1.2.3',
        dataFolder,
        archiveWorker,
        folderWorker,
        catalogWorker,
        gitWorker,
        licences: [],
        cipher: () => Promise.resolve({ kind: 'none', reason: 'The test has no keychain.' }),
        clipboard: { read: () => Promise.resolve(''), clear: () => Promise.resolve() },
        signIn: () => Promise.resolve(null),
        onSleep: () => () => undefined,
        onWake: () => () => undefined,
        notify: () => undefined,
        dragFile: () => Promise.resolve(),
        folderOpened: () => undefined,
        showLog: () => Promise.resolve({ kind: 'shown' }),
        contextMenu: () => Promise.resolve(null),
        showMenu: () => Promise.resolve(),
        chooseFolder: () => Promise.resolve(null),
        chooseArchive: () => Promise.resolve(null),
        chooseSavePath: (name) => Promise.resolve(join(dataFolder, name)),
        resolveProxy: async () => 'DIRECT',
        openPath: async () => '',
        openExternal: () => Promise.resolve(),
        log,
      }),
  },
];

describe.each(hosts)('the application through $host', ({ open, hostOf, saved }) => {
  let dataFolder: string;
  let logged: string[];
  let app: App;
  let transport: TestTransport;
  let project: SampleProject;

  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'app-'));
    project = await makeProject('alice/pretty', '0.1.0');
    logged = [];
    app = await createApp(hostOf(dataFolder, (line) => logged.push(line)));
    transport = await open(app);
  });
  afterEach(async () => {
    await transport.close();
    await app.close();
    await Promise.all([rm(dataFolder, { recursive: true }), project.remove()]);
  });

  /** Calls, and holds the answer against the contract. */
  async function ask<N extends CallName>(name: N, input?: unknown): Promise<CallOutput<N>> {
    const answer = z
      .object({ ok: z.boolean(), value: z.unknown().optional(), error: z.unknown().optional() })
      .parse(await transport.invoke(name, input));
    if (!answer.ok) throw new Error(`${name} failed: ${JSON.stringify(answer.error)}`);
    // The schema that is looked up by the name has just checked the value; TypeScript cannot follow that link.
    return calls[name].output.parse(answer.value) as CallOutput<N>;
  }

  it('answers a snapshot of its own host', async () => {
    const snapshot = Snapshot.parse(await ask('app.snapshot'));
    expect(snapshot.info.version).toBe('1.2.3');
    expect(snapshot.tokenStorage.text).toMatch(/^Tokens are kept for this session only/);
    expect(snapshot).toMatchObject({ registries: [], jobs: [], unknownOutcomes: 0, opened: null });
  });

  it('tells what changes in events that fit the contract', async () => {
    const state = await ask('localRegistry.start');
    expect(state).toMatchObject({ state: 'running', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    await vi.waitFor(() => {
      const names = transport.events.map(({ name }) => name);
      expect(names).toContain('localRegistry.changed');
      expect(names).toContain('registries.changed');
    });
    await ask('settings.set', { theme: 'dark' });
    await vi.waitFor(() =>
      expect(transport.events).toContainEqual({
        name: 'settings.changed',
        payload: expect.objectContaining({ theme: 'dark' }),
      }),
    );
    for (const { name, payload } of transport.events) {
      if (!isEventName(name)) throw new Error(`${name} is no event of the contract.`);
      expect(events[name].safeParse(payload).error).toBeUndefined();
    }
    await ask('localRegistry.stop');
  });

  it('publishes, lists, yanks and unyanks on the registry that it runs', async () => {
    await ask('localRegistry.start');
    const [registry] = (await ask('app.snapshot')).registries;
    if (registry === undefined) throw new Error('The local registry is not in the list.');
    const { projectId } = await app.openFolder(project.folder);
    const archive = await ask('publish.prepare', { projectId });
    const registryIds = [registry.id];
    const ended = async (jobId: string): Promise<unknown> =>
      vi.waitFor(async () => {
        const job = (await ask('app.snapshot')).jobs.find(({ id }) => id === jobId);
        expect(job?.state).not.toBe('running');
        return job;
      }, 15_000);
    const published = await ask('publish.start', { projectId, archiveSha256: archive.sha256, registryIds });
    expect(await ended(published)).toMatchObject({ state: 'done', targets: [{ outcome: { kind: 'published' } }] });

    const ref = { registryId: registry.id, package: { group: 'alice', name: 'pretty' } };
    const yanked = async () => (await ask('versions.details', { ...ref, versions: ['0.1.0'] }))[0]?.yanked;
    expect((await ask('packages.query', { registryId: registry.id, ...EVERYTHING })).rows).toHaveLength(1);
    expect(await yanked()).toBe(false);
    await ended(await ask('versions.yank', { ...ref, versions: ['0.1.0'], yanked: true }));
    expect(await yanked()).toBe(true);
    await ended(await ask('versions.yank', { ...ref, versions: ['0.1.0'], yanked: false }));
    expect(await yanked()).toBe(false);
    expect((await ask('activity.list', { offset: 0, limit: 10 })).total).toBe(3);
  });

  it('gives the prepared archive as a file, in the way of its host', async () => {
    const { projectId } = await app.openFolder(project.folder);
    const { sha256, bytes } = await ask('publish.prepare', { projectId });
    const answer = await ask('publish.saveArchive', { projectId, archiveSha256: sha256 });
    expect(answer).toEqual(saved);
    if (answer.kind !== 'saved') return;
    expect(await readFile(join(dataFolder, 'alice_pretty-0.1.0.tar.gz'))).toHaveLength(bytes);
  });

  it('lets no token out: not in an answer, an event, the log or a file', async () => {
    const registry = Registry.parse(
      await ask('registries.add', {
        name: 'Down',
        colour: 'teal',
        url: 'http://127.0.0.1:9',
        index: '',
        family: 'packages',
        production: false,
        allowPlainHttp: false,
      }),
    );
    const { id: registryId } = registry;
    const answers = [await transport.invoke('tokens.set', { registryId, token: CANARY })];
    answers.push(await transport.invoke('tokens.test', { registryId }));
    answers.push(await transport.invoke('tokens.set', { registryId: 7, token: CANARY }));
    answers.push(await transport.invoke('app.snapshot', undefined));
    answers.push(await transport.invoke('activity.list', { offset: 0, limit: 50 }));
    for (const format of ['jsonl', 'csv']) answers.push(await transport.invoke('activity.export', { format }));
    expect(answers.at(-1)).toMatchObject({ ok: true, value: { text: expect.stringContaining('test_token') } });
    expect(answers[0]).toMatchObject({ ok: true, value: { token: { kind: 'saved' } } });
    const names = await readdir(dataFolder, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const written = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    const seen = [JSON.stringify([answers, transport.events]), ...logged, ...written].join('\n');
    expect(seen).not.toContain('never-seen');
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobId, RegistryId } from '../../shared/ids.ts';
import { Job } from '../../shared/job.ts';
import { type FaultyRegistry, startFaultyRegistry } from '../support/faultyRegistry.ts';
import { makeProject, type SampleProject } from '../support/sampleProject.ts';
import { startTestApp, type TestApp } from '../support/testHost.ts';

const TOKEN = 'a-token-of-alice';
const PASSPHRASE = 'four words nobody guesses';
const PACKAGE = { group: 'alice', name: 'pretty' };

let folder: string;
let project: SampleProject;
let registry: FaultyRegistry;
let app: TestApp;
let registryId: RegistryId;
let sleep: () => void;

/** A program whose one token is in a vault that is locked. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'locked-'));
  project = await makeProject('alice/pretty', '1.0.0');
  registry = await startFaultyRegistry({ tokens: [TOKEN] });
  const onSleep = (listener: () => void) => {
    sleep = listener;
    return () => undefined;
  };
  app = await startTestApp({ dataFolder: folder, onSleep });
  await app.call('tokens.move', { way: 'passphrase', passphrase: PASSPHRASE, unreadable: 'ask' });
  const added = await app.call('registries.add', {
    name: 'Faulty',
    colour: 'teal',
    url: registry.url,
    index: '',
    family: 'packages',
    production: false,
    allowPlainHttp: false,
    network: {},
  });
  registryId = added.id;
  await app.call('tokens.set', { registryId, token: TOKEN });
  sleep();
  expect((await storage()).locked).toBe(true);
  registry.requests.length = 0;
});
afterEach(async () => {
  await app.close();
  await registry.close();
  await project.remove();
  await rm(folder, { recursive: true, force: true });
});

const storage = async () => (await app.call('app.snapshot', undefined)).tokenStorage;
const isWanted = () => expect.poll(async () => (await storage()).wantedBy, { timeout: 10_000 }).toBe(registryId);
const writes = () => registry.requests.filter(({ token }) => token !== null).length;

async function outcomeOf(id: JobId) {
  const told = () => app.heard.filter(({ name }) => name === 'jobs.changed').map(({ payload }) => Job.parse(payload));
  const last = () => told().findLast((job) => job.id === id);
  await expect.poll(() => last()?.state, { timeout: 15_000 }).not.toBe('running');
  const job = last();
  return job?.kind === 'publish' || job?.kind === 'yank' ? job.targets[0]?.outcome : undefined;
}

async function publish(): Promise<JobId> {
  const { projectId } = await app.call('projects.open', { kind: 'path', path: project.folder });
  const { sha256 } = await app.call('publish.prepare', { projectId });
  return app.call('publish.start', { projectId, archiveSha256: sha256, registryIds: [registryId] });
}
const yank = () =>
  app.call('versions.yank', {
    registryId,
    package: PACKAGE,
    versions: ['1.0.0'],
    yanked: true,
    confirmation: 'alice/pretty',
  });

test('testing, publishing and yanking each wait for the passphrase with nothing sent, and then go on', async () => {
  const testing = app.call('tokens.test', { registryId });
  await isWanted();
  expect(writes()).toBe(0);
  await app.call('tokens.unlock', { passphrase: PASSPHRASE });
  expect((await testing).token).toMatchObject({ kind: 'saved', test: 'accepted' });

  await app.call('tokens.lock', undefined);
  const before = writes();
  const publishing = await publish();
  await isWanted();
  expect(writes()).toBe(before);
  await app.call('tokens.unlock', { passphrase: PASSPHRASE });
  expect(await outcomeOf(publishing)).toMatchObject({ kind: 'published' });

  await app.call('tokens.lock', undefined);
  const yanking = await yank();
  await isWanted();
  await app.call('tokens.unlock', { passphrase: PASSPHRASE });
  expect(await outcomeOf(yanking)).toMatchObject({ kind: 'yanked' });
});

test('without the passphrase a publish ends with nothing sent, and says that the token stayed locked', async () => {
  const publishing = await publish();
  await isWanted();
  await app.call('tokens.giveUp', undefined);
  expect(await outcomeOf(publishing)).toMatchObject({ kind: 'not_sent', error: { code: 'token_locked' } });
  expect(writes()).toBe(0);
});

test('a program that ends while something waits for the passphrase does not wait for it', async () => {
  const testing = app.call('tokens.test', { registryId }).catch((thrown: unknown) => thrown);
  await isWanted();
  await app.close();
  expect(await testing).toMatchObject({ error: { code: 'token_locked' } });
});

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Job } from '../../shared/job.ts';
import { sha256Of } from '../support/hash.ts';
import { startTestApp, type TestApp, type TestHostOptions } from '../support/testHost.ts';
import { manifestOf, tarGzOf } from './archive/tarballs.ts';

/** Packed elsewhere: in another order, with a folder of its own, and not as this program would pack it. */
const bytes = tarGzOf([
  { path: 'src', type: 'Directory' },
  { path: 'src/Tools.idr', content: 'module Tools\n' },
  { path: 'README', content: 'Tools.\n' },
  { path: 'elba.toml', content: manifestOf('acme/tools', '1.0.0') },
]);

let base: string;
let file: string;
let app: TestApp;

async function start(more: Partial<TestHostOptions> = {}): Promise<void> {
  app = await startTestApp({ dataFolder: join(base, 'data'), ...more });
}

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'app-archive-'));
  await mkdir(join(base, 'data'));
  file = join(base, 'acme_tools-1.0.0.tar.gz');
  await writeFile(file, bytes);
});
afterEach(async () => {
  await app.close();
  await rm(base, { recursive: true, force: true });
});

async function bring(name: string): Promise<ReturnType<typeof app.call<'projects.open'>>> {
  const stagingId = await app.staging.begin();
  await app.staging.write(
    stagingId,
    name,
    (async function* () {
      yield bytes;
    })(),
  );
  return app.call('projects.open', { kind: 'staged_archive', stagingId });
}

test('an archive is published byte for byte, also after its file is gone', async () => {
  await start();
  const { projectId } = await app.openFolder(file);
  await rm(file);
  const prepared = await app.call('publish.prepare', { projectId });
  expect(prepared).toMatchObject({ sha256: sha256Of(bytes), bytes: bytes.length, fileCount: 3 });
  const { registryId } = await app.call('localRegistry.start', undefined);
  if (registryId === undefined) throw new Error('the local registry has no entry in the list');
  const jobId = await app.call('publish.start', {
    projectId,
    archiveSha256: prepared.sha256,
    registryIds: [registryId],
  });
  const last = (): Job | undefined =>
    app.heard
      .filter(({ name }) => name === 'jobs.changed')
      .map(({ payload }) => Job.parse(payload))
      .findLast(({ id }) => id === jobId);
  await expect.poll(() => last()?.state, { timeout: 15_000 }).toBe('done');
  expect(last()).toMatchObject({ targets: [{ outcome: { kind: 'published', confirmed: 'answer' } }] });
  const stored = await readdir(join(base, 'data'), { recursive: true });
  const archives = stored.filter((name) => name.startsWith('local-registry') && name.endsWith('.tar.gz'));
  const kept = await Promise.all(archives.map((name) => readFile(join(base, 'data', name))));
  expect(kept.map(sha256Of)).toEqual([prepared.sha256]);
  expect(stored.filter((name) => name.endsWith('Tools.idr'))).toEqual([]);
});

test('one that has an error is not prepared', async () => {
  await start();
  await writeFile(file, bytes.subarray(0, -9));
  const { projectId } = await app.openFolder(file);
  await expect(app.call('publish.prepare', { projectId })).rejects.toMatchObject({ error: { code: 'checks_failed' } });
});

test('one that came in through a browser leaves nothing in the staging folder', async () => {
  await start({ folders: 'staging' });
  const report = await bring('acme_tools-1.0.0.tar.gz');
  expect(report).toMatchObject({ origin: 'archive', folder: 'acme_tools-1.0.0.tar.gz', package: { name: 'tools' } });
  const left = await readdir(join(base, 'data'), { recursive: true });
  expect(left.filter((name) => name.endsWith('.tar.gz'))).toEqual([]);
  expect(await app.call('publish.prepare', { projectId: report.projectId })).toMatchObject({ sha256: sha256Of(bytes) });
});

test('any other file that came in through a browser is no package', async () => {
  await start({ folders: 'staging' });
  await expect(bring('tools.zip')).rejects.toMatchObject({
    error: { code: 'not_a_project', message: 'This is not a package. Drop the folder with elba.toml.' },
  });
});

test('the host asks for one where it knows paths', async () => {
  await start({ folders: 'path', chooseArchive: async () => file });
  expect(await app.call('projects.chooseArchive', undefined)).toMatchObject({ origin: 'archive' });
});

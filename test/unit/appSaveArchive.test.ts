import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SavedFile } from '../../main/host.ts';
import type { Sha256 } from '../../shared/ids.ts';
import { makeProject, type SampleProject } from '../support/sampleProject.ts';
import { startTestApp, type TestApp } from '../support/testHost.ts';

let base: string;
let project: SampleProject;
let app: TestApp;
let answer: SavedFile;
let given: { name: string; sha256: string }[];
let dragged: string[];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'app-save-'));
  await mkdir(join(base, 'data'));
  project = await makeProject('alice/pretty', '0.1.0');
  given = [];
  dragged = [];
  app = await startTestApp({
    dataFolder: join(base, 'data'),
    dragFile: async (file) => void dragged.push(file),
    saveFile: async (name, file) => {
      const sha256 = createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
      given.push({ name, sha256 });
      return answer;
    },
  });
});
afterEach(async () => {
  await app.close();
  await Promise.all([rm(base, { recursive: true }), project.remove()]);
});

const prepare = async () => {
  const { projectId } = await app.call('projects.open', { kind: 'path', path: project.folder });
  return app.call('publish.prepare', { projectId });
};
const save = ({ projectId, sha256 }: Awaited<ReturnType<typeof prepare>>) =>
  app.call('publish.saveArchive', { projectId, archiveSha256: sha256 });

test('the very bytes that were prepared are saved under the name of the command', async () => {
  answer = { kind: 'saved' };
  const prepared = await prepare();
  expect(await save(prepared)).toEqual({ kind: 'saved' });
  expect(given).toEqual([{ name: 'alice_pretty-0.1.0.tar.gz', sha256: prepared.sha256 }]);
});

test('a page that has to fetch the file is told its name', async () => {
  answer = { kind: 'download', path: '/download/ticket' };
  expect(await save(await prepare())).toEqual({ ...answer, name: 'alice_pretty-0.1.0.tar.gz' });
});

test('who thinks better of it is no failure', async () => {
  answer = { kind: 'cancelled' };
  expect(await save(await prepare())).toEqual({ kind: 'cancelled' });
});

test('an archive that is not the current one is not saved', async () => {
  answer = { kind: 'saved' };
  const first = await prepare();
  await writeFile(join(project.folder, 'Added.idr'), 'module Added\n');
  await app.call('projects.refresh', { projectId: first.projectId });
  const second = await app.call('publish.prepare', { projectId: first.projectId });
  expect(second.sha256).not.toBe<Sha256>(first.sha256);
  await expect(save(first)).rejects.toMatchObject({ error: { code: 'archive_missing' } });
  expect(given).toEqual([]);
});

test('an archive that is dragged out is a copy under the same name, so that whoever takes it cannot take the reviewed one', async () => {
  const { projectId, sha256 } = await prepare();
  await app.call('publish.dragArchive', { projectId, archiveSha256: sha256 });
  const [file = ''] = dragged;
  expect(basename(file)).toBe('alice_pretty-0.1.0.tar.gz');
  expect(
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  ).toBe(sha256);
  await rm(file);
  answer = { kind: 'saved' };
  await app.call('publish.saveArchive', { projectId, archiveSha256: sha256 });
  expect(given).toEqual([{ name: 'alice_pretty-0.1.0.tar.gz', sha256 }]);
});

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PackInput, packArchive } from '../../../main/archive/pack.ts';
import { failure } from '../../../main/failure.ts';
import { createArchives } from '../../../main/publish/archives.ts';
import type { PreparingArchive } from '../../../shared/project.ts';
import { sha256Of } from '../../support/hash.ts';
import { openProject } from '../../support/openProject.ts';

let folder: string;
let home: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archives-'));
  home = join(folder, 'archives');
});
afterEach(() => rm(folder, { recursive: true }));

type Pack = typeof packArchive;

async function shelf(pack: Pack = packArchive) {
  const project = await openProject(folder);
  let packed = 0;
  const packer = {
    pack(input: PackInput) {
      packed += 1;
      return pack(input);
    },
  };
  const told: PreparingArchive[] = [];
  const preparing = (progress: PreparingArchive): void => void told.push(progress);
  const archives = createArchives({ projects: project.projects, packer, folder: home, preparing });
  return { ...project, archives, told, packed: () => packed, files: () => readdir(join(home, project.id)) };
}

test('an archive is built once for a state of the folder, and its file is what its hash says', async () => {
  const { archives, id, packed, files } = await shelf();
  const [first, second] = await Promise.all([archives.prepare(id), archives.prepare(id)]);
  expect(second).toEqual(first);
  expect(packed()).toBe(1);
  expect(await files()).toEqual([`${first.sha256}.tar.gz`]);
  const { file } = await archives.find(id, first.sha256);
  const bytes = await readFile(file);
  expect([sha256Of(bytes), bytes.length]).toEqual([first.sha256, first.bytes]);
  expect(first).toMatchObject({ projectId: id, revision: 1, fileCount: 1 });
});

test('a project that is closed meanwhile is not packed to its end', async () => {
  const begun = Promise.withResolvers<void>();
  const { archives, id, files } = await shelf(
    ({ signal }) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(failure('cancelled', 'The archive was not built.')));
        begun.resolve();
      }),
  );
  const preparing = archives.prepare(id);
  await begun.promise;
  await archives.forget(id);
  await expect(preparing).rejects.toMatchObject({ error: { code: 'cancelled' } });
  expect(await files()).toEqual([]);
});

test('tells how far a build is, and one that is stopped leaves nothing behind and can be asked for again', async () => {
  const begun = Promise.withResolvers<void>();
  let isSlow = true;
  const { archives, id, files, told, packed } = await shelf((input) => {
    if (!isSlow) return packArchive(input);
    input.onProgress?.(3, 40);
    return new Promise((_, reject) => {
      input.signal?.addEventListener('abort', () => reject(failure('cancelled', 'The archive was not built.')));
      begun.resolve();
    });
  });
  const [first, waiting] = [archives.prepare(id), archives.prepare(id)];
  await begun.promise;
  expect(told).toEqual([{ projectId: id, revision: 1, doneBytes: 3, totalBytes: 40 }]);
  isSlow = false;
  archives.stop(id);
  await expect(first).rejects.toMatchObject({ error: { code: 'cancelled' } });
  await expect(waiting).rejects.toMatchObject({ error: { code: 'cancelled' } });
  expect(await files()).toEqual([]);
  const { sha256 } = await archives.prepare(id);
  expect([await files(), packed()]).toEqual([[`${sha256}.tar.gz`], 3]);
  expect(told.length).toBeGreaterThan(1);
});

test('stopping what is not being built changes nothing', async () => {
  const { archives, id, packed } = await shelf();
  archives.stop(id);
  const first = await archives.prepare(id);
  archives.stop(id);
  expect(await archives.prepare(id)).toEqual(first);
  expect(packed()).toBe(1);
});

test('looking again at a folder that did not change keeps the archive', async () => {
  const { archives, id, packed, say } = await shelf();
  const first = await archives.prepare(id);
  say({});
  expect(await archives.prepare(id)).toEqual({ ...first, revision: 2 });
  expect(packed()).toBe(1);
});

test('a change gives a new archive and takes the old one away, unless it is being sent', async () => {
  const { archives, id, say, touch, files } = await shelf();
  const first = await archives.prepare(id);
  const held = archives.hold(await archives.find(id, first.sha256));
  await touch();
  say({});
  const second = await archives.prepare(id);
  expect(second.sha256).not.toBe(first.sha256);
  expect(await files()).toHaveLength(2);
  await held.release();
  expect(await files()).toEqual([`${second.sha256}.tar.gz`]);
  await expect(archives.find(id, first.sha256)).rejects.toMatchObject({ error: { code: 'archive_missing' } });
});

test('a report with an error, of a folder that is gone or still read gives none', async () => {
  const { archives, id, say, check } = await shelf();
  say({ checks: [check({ title: 'The name is not a name' })] });
  await expect(archives.prepare(id)).rejects.toMatchObject({
    error: { code: 'checks_failed', message: expect.stringMatching(/^The name is not a name\. Mend/) },
  });
  say({ checks: [], state: 'gone' });
  await expect(archives.prepare(id)).rejects.toMatchObject({ error: { code: 'folder_unreadable' } });
  say({ state: 'reading' });
  await expect(archives.prepare(id)).rejects.toMatchObject({ error: { code: 'busy' } });
  say({ state: 'ready', package: null });
  await expect(archives.prepare(id)).rejects.toMatchObject({ error: { code: 'checks_failed' } });
});

test('an archive that no registry takes is refused and leaves nothing behind', async () => {
  const { archives, id, files } = await shelf(async (input) => ({ ...(await packArchive(input)), bytes: 31_457_281 }));
  await expect(archives.prepare(id)).rejects.toMatchObject({
    error: { code: 'too_large', message: expect.stringMatching(/31\.5 MB/) },
  });
  expect(await files()).toEqual([]);
});

test('a folder that changes while it is packed is refused and leaves nothing behind', async () => {
  const project = await shelf(async (input) => {
    const built = await packArchive(input);
    await project.touch();
    return built;
  });
  await expect(project.archives.prepare(project.id)).rejects.toMatchObject({ error: { code: 'folder_changed' } });
  expect(await project.files()).toEqual([]);
});

test('what was built for a project that is closed is removed when nothing holds it', async () => {
  const { archives, id, files } = await shelf();
  const { sha256 } = await archives.prepare(id);
  const held = archives.hold(await archives.find(id, sha256));
  await archives.forget(id);
  expect(await files()).toHaveLength(1);
  await held.release();
  expect(await files()).toEqual([]);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createIndexThread, type IndexThread } from '../../../main/catalog/indexThread.ts';
import { indexLine, writeIndex } from '../../support/indexFolder.ts';

const workerUrl = new URL('../../../main/catalog/catalogWorker.ts', import.meta.url);
let folder: string;
let thread: IndexThread;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thread-'));
  thread = createIndexThread(workerUrl);
});
afterEach(async () => {
  await thread.close();
  await rm(folder, { recursive: true, force: true });
});

const query = {
  id: 'a',
  text: '',
  filter: { mine: false, hasYanked: false, prerelease: false },
  mine: [],
  offset: 0,
  limit: 10,
};
const never = { signal: new AbortController().signal, onNames: () => undefined, onProgress: () => undefined };
const reading = (root: string) => ({
  id: 'a',
  file: join(folder, 'kept.table'),
  place: { kind: 'dir', root } as const,
  origin: { source: 'here', state: null, readAt: '2026-01-01T00:00:00.000Z' },
});

test('reads, keeps and answers; what it throws keeps its code and sentence', async () => {
  await writeIndex(join(folder, 'index'), [indexLine('acme/x', '1.0.0')]);
  const summary = await thread.read(reading(join(folder, 'index')), never);
  expect(summary).toMatchObject({ packages: 1, versions: 1 });
  expect(await thread.query(query)).toMatchObject({ total: 1, rows: [{ name: 'x', versions: 1 }] });
  await expect(thread.read(reading(join(folder, 'absent')), never)).rejects.toMatchObject({
    error: { code: 'index_unreadable', message: expect.stringContaining('not there') },
  });
  const stop = new AbortController();
  stop.abort();
  const stopped = thread.read(reading(join(folder, 'index')), { ...never, signal: stop.signal });
  await expect(stopped).rejects.toMatchObject({ error: { code: 'cancelled' } });
  expect((await thread.query(query)).total).toBe(1);
});

test('that is closed rejects what it was asked, and begins anew without its tables', async () => {
  await writeIndex(join(folder, 'index'), [indexLine('acme/x', '1.0.0')]);
  await thread.read(reading(join(folder, 'index')), never);
  await thread.close();
  expect((await thread.query(query)).total).toBe(0);
  expect((await thread.open({ id: 'a', file: join(folder, 'kept.table'), source: 'here' })).summary?.packages).toBe(1);
});

test('that ends unexpectedly says so, counts it, and the next question starts another', async () => {
  const file = join(folder, 'worker.mjs');
  await writeFile(
    file,
    "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(3));",
  );
  const broken = createIndexThread(pathToFileURL(file));
  for (const lost of [1, 2]) {
    await expect(broken.query(query)).rejects.toMatchObject({ error: { code: 'internal' } });
    await vi.waitFor(() => expect(broken.lost()).toBe(lost), { timeout: 15_000 });
  }
  await broken.close();
});

test('that runs out of memory is the index’s fault, and nothing else ends', async () => {
  const file = join(folder, 'worker.mjs');
  const grow = 'const all = []; for (;;) all.push(new Array(10000).fill(Math.random()));';
  await writeFile(
    file,
    `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { ${grow} });`,
  );
  const greedy = createIndexThread(pathToFileURL(file), { heapMb: 32 });
  await expect(greedy.query(query)).rejects.toMatchObject({ error: { code: 'index_unreadable' } });
  await greedy.close();
});

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createFolderReader, type FolderReader, type ReadFolders } from '../../../main/project/folderReader.ts';
import { readFolder } from '../../../main/project/folderWorker.ts';
import { walkProject } from '../../../main/project/walk.ts';
import { sandbox } from './sandbox.ts';

const workerUrl = new URL('../../../main/project/folderWorker.ts', import.meta.url);

/** A reader whose thread is there already; it tells how many folders it was asked for and read. */
const startedReader = async (url = workerUrl) => {
  const reader = createFolderReader(url);
  await vi.waitFor(() => {
    const lent = reader.borrow();
    expect(lent).not.toBeNull();
    lent?.giveBack();
  });
  const done = { asked: 0, read: 0 };
  const counting = (read: ReadFolders): ReadFolders => {
    return async (folders) => {
      done.asked += folders.length;
      const listed = await read(folders);
      done.read += listed.filter((entries) => entries !== null).length;
      return listed;
    };
  };
  const borrow: FolderReader['borrow'] = () => {
    const lent = reader.borrow();
    return lent === null ? null : { ...lent, read: counting(lent.read) };
  };
  return { reader: { ...reader, borrow }, done };
};

/** A project of many folders, of which the walk itself enters but a few. */
const writeFolders = (folder: string, count: number): void => {
  for (let i = 0; i < count; i++) {
    mkdirSync(join(folder, `d${i % 30}/e${i}`), { recursive: true });
    writeFileSync(join(folder, `d${i % 30}/e${i}/f${i}`), 'x'.repeat(i % 7));
  }
};

const manyFolders = async (count: number): Promise<string> => {
  const folder = await sandbox();
  writeFolders(folder, count);
  return folder;
};

/** A project that is large enough for a second thread. */
let large: string;
beforeAll(async () => {
  large = mkdtempSync(join(tmpdir(), 'elba-reader-'));
  writeFolders(large, 500);
});
afterAll(() => rmSync(large, { recursive: true }));

const workerThat = (source: string): URL => {
  const folder = mkdtempSync(join(tmpdir(), 'elba-reader-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'worker.mjs'), `import { parentPort } from 'node:worker_threads';\n${source}\n`);
  return pathToFileURL(join(folder, 'worker.mjs'));
};

describe('a walk with a second thread', () => {
  let started: Awaited<ReturnType<typeof startedReader>>;
  beforeAll(async () => {
    started = await startedReader();
  });
  afterAll(() => started.reader.close());

  it('has most of a large project read by it', async () => {
    const before = started.done.read;
    const walked = await walkProject(large, { exclude: [], reader: started.reader });
    expect(walked.included).toHaveLength(500);
    expect(started.done.read - before).toBeGreaterThan(100);
  });

  it('leaves a small project to the first thread', async () => {
    const folder = await manyFolders(60);
    const before = started.done.asked;
    expect((await walkProject(folder, { exclude: [], reader: started.reader })).included).toHaveLength(60);
    expect(started.done.asked).toBe(before);
  });

  it('finds the same as one thread alone, whatever lies in the folders', async () => {
    const name = fc.constantFrom('a', 'b', 'é', 'x.o', 'target', '.git', 'up', 'pipe\n', '\uFFFDx');
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const kind = fc.constantFrom('file', 'empty', 'folder', 'link', 'script');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(path, kind), { minLength: 12, maxLength: 40 }), async (things) => {
        const folder = mkdtempSync(join(tmpdir(), 'elba-reader-'));
        try {
          for (const [at, what] of things) makeThing(join(folder, at), what);
          const options = { exclude: ['*.o', 'b/'], manyFolders: 1 };
          const alone = await walkProject(folder, options);
          expect(await walkProject(folder, { ...options, reader: started.reader })).toEqual(alone);
        } finally {
          rmSync(folder, { recursive: true });
        }
      }),
      { numRuns: 80 },
    );
    expect(started.done.read).toBeGreaterThan(100);
  });

  it.runIf(process.platform === 'linux')('finds names that are not UTF-8, and what lies beside them', async () => {
    const folder = await manyFolders(200);
    for (const i of [3, 11, 22]) {
      const odd = Buffer.concat([Buffer.from(`${folder}/d${i}/caf`), Buffer.from([0xe9])]);
      mkdirSync(odd);
      writeFileSync(Buffer.concat([odd, Buffer.from('/x')]), '12');
    }
    const options = { exclude: [], manyFolders: 20 };
    const walked = await walkProject(folder, { ...options, reader: started.reader });
    expect(walked).toEqual(await walkProject(folder, options));
    expect(walked.leftOut.map(({ bytes, reason }) => [bytes, reason])).toEqual(Array(3).fill([2, 'name']));
  });

  it('has a folder of very many entries read by the first thread, which takes them bit by bit', async () => {
    const folder = await sandbox({ a: '1', b: '', c: '' });
    expect(readFolder(folder, 2)).toBeNull();
    expect(readFolder(folder, 3)?.map(({ name, seen }) => [name, seen?.size])).toEqual([
      ['a', 1],
      ['b', 0],
      ['c', 0],
    ]);
  });

  it('goes alone while another walk has the thread', async () => {
    const lent = started.reader.borrow();
    const before = started.done.asked;
    expect((await walkProject(large, { exclude: [], reader: started.reader })).included).toHaveLength(500);
    expect(started.done.asked).toBe(before);
    lent?.giveBack();
  });
});

const makeThing = (path: string, kind: string): void => {
  try {
    mkdirSync(join(path, '..'), { recursive: true });
    if (kind === 'folder') mkdirSync(path, { recursive: true });
    else if (kind === 'link') symlinkSync('a', path);
    else writeFileSync(path, kind === 'empty' ? '' : 'text');
    if (kind === 'script') chmodSync(path, 0o755);
  } catch {
    // Something else is there already.
  }
};

describe('a second thread that is of no use', () => {
  it('because it reads nothing leaves everything to the first', async () => {
    const borrow = () => ({ read: async (folders: readonly string[]) => folders.map(() => null), giveBack: () => {} });
    const walked = await walkProject(large, { exclude: [], reader: { borrow, close: () => {} } });
    expect(walked).toEqual(await walkProject(large, { exclude: [] }));
  });

  it('because its disk never answers does not keep the walk from being stopped, and is given back', async () => {
    const stop = new AbortController();
    const giveBack = vi.fn();
    const read: ReadFolders = () => {
      setImmediate(() => stop.abort());
      return new Promise(() => {});
    };
    const reader = { borrow: () => ({ read, giveBack }), close: () => {} };
    await expect(walkProject(large, { exclude: [], reader, signal: stop.signal })).rejects.toMatchObject({
      error: { code: 'cancelled' },
    });
    expect(giveBack).toHaveBeenCalledOnce();
  });

  it.each([
    [
      'dies',
      'parentPort.on("message", () => { throw new Error("out of luck"); }); parentPort.postMessage({ kind: "up" });',
    ],
    [
      'answers nonsense',
      'parentPort.on("message", () => parentPort.postMessage(7)); parentPort.postMessage({ kind: "up" });',
    ],
    [
      'answers with less than was asked for',
      `parentPort.on("message", () => parentPort.postMessage({ kind: "read", columns: { counts: new Int32Array([3]), names: "a",
        kinds: new Uint8Array(1), sizes: new Float64Array(1), modes: new Uint32Array(1), owners: new Float64Array(1), stamps: "" } }));
       parentPort.postMessage({ kind: "up" });`,
    ],
  ])('because it %s leaves everything to the first', async (_name, source) => {
    const { reader, done } = await startedReader(workerThat(source));
    const walked = await walkProject(large, { exclude: [], reader });
    expect(walked).toEqual(await walkProject(large, { exclude: [] }));
    expect(done.asked).toBeGreaterThan(0);
    expect(done.read).toBe(0);
    reader.close();
  });

  it('because it is not there is not started again and again', async () => {
    const reader = createFolderReader(workerThat('process.exit(1);'));
    for (let walk = 0; walk < 5; walk++) {
      expect((await walkProject(large, { exclude: [], reader })).included).toHaveLength(500);
    }
    expect(reader.borrow()).toBeNull();
    reader.close();
  });
});

describe('the thread that reads folders', () => {
  it('does not keep a program from ending', async () => {
    const module = new URL('../../../main/project/folderReader.ts', import.meta.url).href;
    const script = `import { createFolderReader } from ${JSON.stringify(module)};
      const reader = createFolderReader(new URL(${JSON.stringify(workerUrl.href)}));
      reader.borrow();
      const looking = setInterval(async () => {
        const lent = reader.borrow();
        if (lent === null) return;
        clearInterval(looking);
        const [entries] = await lent.read([${JSON.stringify(import.meta.dirname)}]);
        lent.giveBack();
        console.log(entries.length > 0);
      }, 5);`;
    const folder = await sandbox({ 'program.mjs': script });
    const ran = spawnSync(process.execPath, [join(folder, 'program.mjs')], { encoding: 'utf8', timeout: 8000 });
    expect([ran.status, ran.stdout]).toEqual([0, 'true\n']);
  });

  it('is not had again before it has answered everything', async () => {
    const { reader } = await startedReader();
    const lent = reader.borrow();
    const reading = lent?.read([import.meta.dirname]);
    lent?.giveBack();
    expect(reader.borrow()).toBeNull();
    await reading;
    const again = reader.borrow();
    expect(again).not.toBeNull();
    reader.close();
  });
});

import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { packArchive } from '../../../main/archive/pack.ts';
import { createPacker, type Packer } from '../../../main/archive/packer.ts';
import { Failure } from '../../../main/failure.ts';
import { filesIn, freshFolder, writeTree } from './folders.ts';

const workerUrl = new URL('../../../main/archive/archiveWorker.ts', import.meta.url);

const packers: Packer[] = [];

const packerOf = (url: URL = workerUrl): Packer => {
  const packer = createPacker(url);
  packers.push(packer);
  return packer;
};

afterEach(async () => {
  await Promise.all(packers.splice(0).map((packer) => packer.close()));
});

const project = (files: Record<string, string | Uint8Array>) => {
  const folder = freshFolder();
  writeTree(folder, files);
  return { folder, files: filesIn(folder), outFile: join(freshFolder(), 'out.tar.gz') };
};

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'went well';
  } catch (error) {
    return error instanceof Failure ? error.error.code : String(error);
  }
};

const large = Buffer.alloc(40 * 1024 * 1024, 'module Large where the same text comes again and again, ');

describe('the packer', () => {
  it('gives what packArchive gives, with progress, one after the other and side by side', async () => {
    const packer = packerOf();
    const input = project({ 'elba.toml': 'x', 'src/A.idr': large.subarray(0, 3_000_000) });
    const seen: number[] = [];
    const result = await packer.pack({ ...input, onProgress: (done) => seen.push(done) });
    expect(result).toEqual(await packArchive({ ...input, outFile: join(freshFolder(), 'other') }));
    expect(seen.at(-1)).toBe(3_000_001);
    const many = await Promise.all(
      [1, 2, 3].map((n) => packer.pack({ ...input, outFile: join(freshFolder(), `${n}`) })),
    );
    expect(many).toEqual([result, result, result]);
  });

  it('packs in a thread that was made ready before, and tells that it began before it read anything', async () => {
    const packer = packerOf();
    packer.ready();
    packer.ready();
    const input = project({
      'elba.toml': 'x',
      'Ünïcode/𝔸.idr': 'long enough for a pax header',
      'bin/run*': '#!/bin/sh',
    });
    const seen: [number, number][] = [];
    const result = await packer.pack({ ...input, onProgress: (done, total) => seen.push([done, total]) });
    expect(result).toEqual(await packArchive({ ...input, outFile: join(freshFolder(), 'other') }));
    expect(seen[0]).toEqual([0, 38]);
  });

  it('refuses a name that could be two', async () => {
    const { folder, outFile } = project({ a: 'x', b: 'y' });
    const files = [{ path: 'a\0b', bytes: 1, executable: false }];
    expect(await codeOf(packerOf().pack({ folder, outFile, files }))).toBe('invalid_input');
  });

  it('passes failures on with their codes and sentences', async () => {
    const input = project({ 'elba.toml': 'x', 'src/A.idr': 'y' });
    rmSync(join(input.folder, 'src/A.idr'));
    await expect(packerOf().pack(input)).rejects.toMatchObject({
      error: { code: 'folder_changed', message: expect.stringContaining('src/A.idr') },
    });
  });

  it('cancels at once and can be used again', { retry: 2 }, async () => {
    const packer = packerOf();
    const input = project({ 'a.idr': large });
    const controller = new AbortController();
    let at = 0;
    const work = packer.pack({
      ...input,
      signal: controller.signal,
      onProgress: () => {
        if (at > 0) return;
        at = performance.now();
        controller.abort();
      },
    });
    expect(await codeOf(work)).toBe('cancelled');
    expect(performance.now() - at).toBeLessThan(1000);
    expect(readdirSync(join(input.outFile, '..'))).toEqual([]);
    const small = project({ 'a.idr': 'x' });
    await packer.pack(small);
    execFileSync('gzip', ['-t', small.outFile]);
  });

  it('does not start when it is cancelled already', async () => {
    const input = project({ a: 'x' });
    expect(await codeOf(packerOf().pack({ ...input, signal: AbortSignal.abort() }))).toBe('cancelled');
  });

  it('fails what is under way when it is closed, and leaves nothing behind', async () => {
    const packer = packerOf();
    const input = project({ 'a.idr': large });
    const started = Promise.withResolvers<void>();
    const code = codeOf(packer.pack({ ...input, onProgress: () => started.resolve() }));
    await started.promise;
    await packer.close();
    expect(await code).toBe('cancelled');
    expect(readdirSync(join(input.outFile, '..'))).toEqual([]);
  });
});

describe('a worker that misbehaves', () => {
  const workerThat = (source: string): URL => {
    const file = join(freshFolder(), 'worker.mjs');
    writeFileSync(
      file,
      `import { parentPort } from 'node:worker_threads';\nparentPort.on('message', () => { ${source} });\n`,
    );
    return pathToFileURL(file);
  };

  it.each([
    ['dies by an exception', 'throw new Error("out of luck");'],
    ['ends by itself', 'process.exit(3);'],
    ['answers nonsense', 'parentPort.postMessage({ kind: "packed", id: 1, archive: "none" });'],
  ])('and %s is a failure, and the next call starts a new one', async (_name, source) => {
    const packer = packerOf(workerThat(source));
    const input = project({ a: 'x' });
    expect(await codeOf(packer.pack(input))).toBe('internal');
    expect(await codeOf(packer.pack(input))).toBe('internal');
  });

  it('and does not exist is a failure', async () => {
    const packer = packerOf(pathToFileURL(join(freshFolder(), 'missing.mjs')));
    expect(await codeOf(packer.pack(project({ a: 'x' })))).toBe('internal');
  });
});

describe('a process that has packed', () => {
  it('ends by itself, without closing the packer', async () => {
    const input = project({ 'elba.toml': 'x' });
    const script = join(freshFolder(), 'once.ts');
    const packerUrl = new URL('../../../main/archive/packer.ts', import.meta.url).href;
    writeFileSync(
      script,
      `import { createPacker } from ${JSON.stringify(packerUrl)};
const packer = createPacker(new URL(${JSON.stringify(workerUrl.href)}));
const { bytes } = await packer.pack(${JSON.stringify(input)});
console.log(bytes);`,
    );
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    const started = performance.now();
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    expect(performance.now() - started).toBeLessThan(8000);
    expect(Number(said)).toBe(readFileSync(input.outFile).length);
  });
});

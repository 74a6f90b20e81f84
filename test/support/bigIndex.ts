import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, createWriteStream, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { Header } from 'tar';

/** How large an index is to be. */
export interface BigIndexSize {
  readonly packages: number;
  readonly versions: number;
}

/** A file of an index: its path below the root and what stands in it. */
export interface IndexFileText {
  readonly path: string;
  readonly text: string;
}

/** The size that the program is to stand. */
export const fullSize: BigIndexSize = { packages: 100_000, versions: 1_000_000 };

const groups = 2_000;
const words = 'json text http lens parse money ledger graph color unicode matrix vector string tree queue cache'.split(
  ' ',
);
const kinds = 'tools core utils types base extra lite next kit lab'.split(' ');

/** A sequence of numbers that is the same each time: an index of a size is always the same. */
function createDice(): (below: number) => number {
  let state = 0x2545f491;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** The name of the nth package, `group/name`, different for every number. */
export function nameOf(n: number): string {
  const group = `${words[(n * 7) % words.length]}-${(n % groups).toString(36)}`;
  return `${group}/${words[n % words.length]}-${kinds[(n >> 4) % kinds.length]}-${n.toString(36)}`;
}

/** How many versions the nth package has: one has 10,000, most a few, and together as many as were asked for. */
function versionsOf(n: number, { packages, versions }: BigIndexSize): number {
  const many = Math.min(10_000, Math.floor(versions / 10));
  if (n === 0) return many;
  const left = versions - many;
  const each = Math.floor(left / (packages - 1));
  return each + (n <= left - each * (packages - 1) ? 1 : 0);
}

const versionText = (v: number): string =>
  v % 17 === 16 ? `${v >> 8}.${(v >> 4) % 16}.${v % 16}-rc.1` : `${v >> 8}.${(v >> 4) % 16}.${v % 16}`;

/** All files of a big index, `index.toml` first, one after another; the same for the same size. */
export function* bigIndexFiles(size: BigIndexSize): Generator<IndexFileText> {
  yield { path: 'index.toml', text: '[index]\nsecure = false\n\n[index.dependencies]\n' };
  const dice = createDice();
  for (let n = 0; n < size.packages; n += 1) {
    const name = nameOf(n);
    const needs = Array.from({ length: dice(4) }, () => ({
      name: nameOf(dice(size.packages)),
      req: `${1 + dice(3)}.0.0`,
    }));
    const lines = Array.from({ length: versionsOf(n, size) }, (_, v) => {
      const version = versionText(v);
      const sha256 = createHash('sha256').update(`${name} ${version}`).digest('hex');
      return JSON.stringify({
        name,
        version,
        dependencies: v % 5 === 4 ? needs.slice(1) : needs,
        yanked: dice(50) === 0,
        location: `tar+https://packages.example/api/v1/packages/${name}/${version}/download#sha256=${sha256}`,
      });
    });
    yield { path: name, text: `${lines.join('\n')}\n` };
  }
}

/** Writes it as a folder. */
export function writeBigIndexFolder(root: string, size: BigIndexSize): void {
  const made = new Set<string>();
  mkdirSync(root, { recursive: true });
  for (const { path, text } of bigIndexFiles(size)) {
    const group = path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
    if (!made.has(group)) mkdirSync(join(root, group), { recursive: true });
    made.add(group);
    const file = openSync(join(root, path), 'w');
    writeSync(file, text);
    closeSync(file);
  }
}

function tarEntry({ path, text }: IndexFileText): Buffer {
  const body = Buffer.from(text);
  const header = new Header({ path, mode: 0o644, size: body.length, type: 'File', mtime: new Date(0) });
  header.encode();
  const block = header.block ?? Buffer.alloc(512);
  return Buffer.concat([block, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** Writes it as a tar.gz. */
export async function writeBigIndexTar(file: string, size: BigIndexSize): Promise<void> {
  const gzip = createGzip({ level: 1 });
  const done = finished(gzip.pipe(createWriteStream(file)));
  for (const one of bigIndexFiles(size)) if (!gzip.write(tarEntry(one))) await once(gzip, 'drain');
  gzip.end(Buffer.alloc(1024));
  await done;
}

/** Writes it as a bare git repository with one commit on `master`. */
export async function writeBigIndexGit(folder: string, size: BigIndexSize): Promise<void> {
  await promisify(execFile)('git', ['init', '--quiet', '--bare', '--initial-branch=master', folder]);
  const git = spawn('git', ['-C', folder, 'fast-import', '--quiet'], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(git, 'close');
  const say = async (part: string | Buffer): Promise<void> => {
    if (!git.stdin.write(part)) await once(git.stdin, 'drain');
  };
  await say('commit refs/heads/master\ncommitter Index <index@packages.example> 0 +0000\ndata 5\nindex\n');
  for (const { path, text } of bigIndexFiles(size)) {
    const body = Buffer.from(text);
    await say(`M 100644 inline ${path}\ndata ${body.length}\n`);
    await say(body);
    await say('\n');
  }
  git.stdin.end('done\n');
  await ended;
}

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyDifference } from '../../../main/catalog/gitBytes.ts';
import { openGitObjects } from '../../../main/catalog/gitObjects.ts';
import { commitGitIndex } from '../../support/indexPlaces.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'objects-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const git = (args: readonly string[], input?: string): Buffer =>
  execFileSync('git', ['-C', folder, ...args], { input, maxBuffer: 1e8, stdio: ['pipe', 'pipe', 'ignore'] });

/** What git would call this content, whichever kind it is. */
const hashesOf = (content: Buffer): string[] =>
  ['blob', 'tree', 'commit'].map((kind) =>
    createHash('sha1').update(`${kind} ${content.length}\0`).update(content).digest('hex'),
  );

/** An index whose files are much alike, packed as tightly as git does it. */
async function packTightly(...how: string[]): Promise<string[]> {
  const text = Array.from({ length: 3000 }, (_, at) => `a line, and its number is ${at}\n`).join('');
  const files = Array.from({ length: 60 }, (_, at) => [`acme/p${at}`, `${at}\n${text}${at}\n`]);
  await commitGitIndex(folder, Object.fromEntries(files));
  const names = git(['rev-list', '--objects', '--all']).toString().trim().split('\n');
  const oids = names.map((line) => line.slice(0, 40));
  await rm(join(folder, 'objects', 'pack'), { recursive: true });
  await commitGitIndex(folder, Object.fromEntries(files));
  git(['pack-objects', '-q', ...how, '--no-reuse-delta', 'objects/pack/pack'], `${oids.join('\n')}\n`);
  for (const name of await readdir(join(folder, 'objects')))
    if (name.length === 2) await rm(join(folder, 'objects', name), { recursive: true });
  return oids;
}

describe('objects in a pack', () => {
  test.each([['--delta-base-offset'], ['--no-delta-base-offset']])(
    'are what git says that they are, also where they are told as differences (%s)',
    async (how) => {
      const oids = await packTightly(how);
      const objects = openGitObjects(folder);
      const order = objects.inOrder(oids.map((oid) => ({ oid })));
      expect(new Set(order.map(({ oid }) => oid))).toEqual(new Set(oids));
      for (const { oid } of order) expect(hashesOf(objects.read(oid) ?? Buffer.alloc(0))).toContain(oid);
      expect(objects.read('0'.repeat(40))).toBeNull();
    },
  );

  test('whose list is damaged are index_unreadable', async () => {
    await packTightly();
    const packs = join(folder, 'objects', 'pack');
    for (const name of await readdir(packs))
      if (name.endsWith('.idx')) {
        await rm(join(packs, name));
        await writeFile(join(packs, name), Buffer.alloc(2000, 0xff));
      }
    expect(() => openGitObjects(folder)).toThrow('the list of its objects is damaged');
  });
});

describe('a difference', () => {
  const base = Buffer.from('hello world');
  test('is put together of pieces of what it starts from, and of its own', () => {
    const difference = Buffer.from([11, 9, 0x91, 6, 5, 4, ...Buffer.from(', oh')]);
    expect(applyDifference(difference, base).toString()).toBe('world, oh');
  });

  test.each([
    ['starts from something else', [10, 1, 1, 65]],
    ['takes what is not there', [11, 9, 0x91, 6, 9]],
    ['makes more than it says', [11, 1, 2, 65, 65]],
    ['makes less than it says', [11, 3, 2, 65, 65]],
    ['has a sign that nobody knows', [11, 1, 0]],
    ['says that it makes something huge', [11, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['ends in the middle', [11, 5, 0x91, 6]],
  ])('that %s is refused', (_, bytes) => {
    expect(() => applyDifference(Buffer.from(bytes), base)).toThrow("can't be used");
  });
});

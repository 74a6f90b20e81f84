import { appendFileSync, existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createIndexFolder } from '../../../main/local-registry/indexFolder.ts';
import { createIndexSeal, type IndexSealOptions } from '../../../main/local-registry/indexSeal.ts';
import { openRowFile } from '../../../main/local-registry/rowFile.ts';
import { applyRow, emptyState } from '../../../main/local-registry/state.ts';
import { closed, freshFolder, opened, withPeople } from './running.ts';
import { publish, yank } from './uploads.ts';

const names = ['alice/a', 'alice/b', 'alice/c'];

/** A registry with three packages that was closed, and what its index said. */
const closedRegistry = async () => {
  const { folder, registry, tokens } = await withPeople();
  for (const name of names) await publish(registry, tokens.ALICE, name, '1.0.0');
  await closed(registry);
  const fileOf = (name: string): string => join(folder, 'index', name);
  const right = new Map(names.map((name) => [name, readFileSync(fileOf(name), 'utf8')]));
  const asItWas = (): boolean => names.every((name) => readFileSync(fileOf(name), 'utf8') === right.get(name));
  return { folder, port: registry.port, tokens, fileOf, asItWas };
};

const stateOf = async (folder: string) => {
  const { rows, journal } = await openRowFile(join(folder, 'journal.jsonl'), () => undefined);
  await journal.close();
  const state = emptyState();
  for (const row of rows) applyRow(state, row);
  return { state };
};

/** Writes other bytes of the same number, with the old times. */
const tamperWith = (file: string): void => {
  const { atime, mtime } = statSync(file);
  writeFileSync(file, readFileSync(file, 'utf8').replace('1.0.0', '1.0.1'));
  utimesSync(file, atime, mtime);
};

describe('an index that is opened again', () => {
  it('is made right where somebody changed it meanwhile, whatever its size and time say', async () => {
    const { folder, port, fileOf, asItWas } = await closedRegistry();
    for (const name of ['alice/b', 'alice/c']) tamperWith(fileOf(name));
    expect(asItWas()).toBe(false);
    await opened(folder, { port });
    expect(asItWas()).toBe(true);
  });

  it('is made right where a file is gone, and where one was changed while the registry ran', async () => {
    const { folder, port, fileOf, asItWas } = await closedRegistry();
    rmSync(fileOf('alice/c'));
    const registry = await opened(folder, { port });
    expect(asItWas()).toBe(true);
    tamperWith(fileOf('alice/b'));
    await closed(registry);
    await opened(folder, { port });
    expect(asItWas()).toBe(true);
  });

  it('is made right where the journal says more than it', async () => {
    const { folder, port, fileOf } = await closedRegistry();
    const row = { v: 1, at: '2026-01-01T00:00:00.000Z', kind: 'yank', userId: 1, group: 'alice', name: 'c' };
    appendFileSync(join(folder, 'journal.jsonl'), `${JSON.stringify({ ...row, version: '1.0.0', yanked: true })}\n`);
    await opened(folder, { port });
    expect(readFileSync(fileOf('alice/c'), 'utf8')).toContain('"yanked":true');
  });

  it('follows what is published and yanked after a start that found it right', async () => {
    const { folder, port, tokens, fileOf } = await closedRegistry();
    const registry = await opened(folder, { port });
    await publish(registry, tokens.ALICE, 'alice/b', '1.1.0');
    await yank(registry, tokens.ALICE, 'alice/c', '1.0.0');
    expect(readFileSync(fileOf('alice/b'), 'utf8').split('\n')).toHaveLength(3);
    expect(readFileSync(fileOf('alice/c'), 'utf8')).toContain('"yanked":true');
  });
});

describe('an index whose seal holds', () => {
  it('is not looked over, but for its first package, which shows how this version of the program writes', async () => {
    const { folder, port, fileOf } = await closedRegistry();
    const { state } = await stateOf(folder);
    for (const name of ['alice/a', 'alice/b']) tamperWith(fileOf(name));
    const seal = { stamp: () => null, noteRight: () => undefined, holds: () => true, leave: async () => undefined };
    const index = createIndexFolder({
      root: join(folder, 'index'),
      temporary: join(folder, 'incoming'),
      aside: join(folder, 'aside'),
      url: `http://127.0.0.1:${port}`,
      seal,
    });
    expect((await index.repair(state.packages.values())).written).toBe(2);
    tamperWith(fileOf('alice/b'));
    expect((await index.repair(state.packages.values())).written).toBe(0);
  });
});

describe('the seal of an index', () => {
  const sealIn = (options: Partial<IndexSealOptions> = {}) => {
    const folder = freshFolder();
    for (const file of ['journal', 'one', 'two']) writeFileSync(join(folder, file), file);
    const [file, journal] = [join(folder, 'seal.json'), join(folder, 'journal')];
    const again = (more: Partial<IndexSealOptions> = {}) =>
      createIndexSeal({ file, root: folder, journal, url: 'http://127.0.0.1:1', ...options, ...more });
    return { folder, file, again };
  };
  const paths = ['one', 'two'];
  const left = async (options: Partial<IndexSealOptions> = {}) => {
    const { again, ...where } = sealIn(options);
    const seal = again();
    for (const path of paths) seal.noteRight(path, seal.stamp(path));
    await seal.leave(paths, new Date());
    return { ...where, again };
  };

  it('holds after a restart as long as nothing has changed', async () => {
    const { again } = await left();
    const seal = again();
    expect(seal.holds(paths)).toBe(true);
    expect(again().holds(['two', 'one'])).toBe(false);
    expect(again().holds(['one'])).toBe(false);
    // What it found to be right it can leave word of again.
    await seal.leave(paths, new Date());
    expect(again().holds(paths)).toBe(true);
  });

  it.each([
    ['a file was written', (folder: string) => writeFileSync(join(folder, 'two'), 'TWO')],
    ['a file is gone', (folder: string) => rmSync(join(folder, 'one'))],
    ['the journal was written', (folder: string) => appendFileSync(join(folder, 'journal'), 'more')],
    ['it cannot be read', (folder: string) => writeFileSync(join(folder, 'seal.json'), '{"v":1')],
    ['it is of another form', (folder: string) => writeFileSync(join(folder, 'seal.json'), '{"v":2}')],
  ])('does not hold where %s', async (_what, change) => {
    const { folder, again } = await left();
    change(folder);
    expect(again().holds(paths)).toBe(false);
  });

  it('does not hold for another address, nor after the computer was started again', async () => {
    const { again } = await left();
    expect(again({ url: 'http://127.0.0.1:2' }).holds(paths)).toBe(false);
    expect(again({ bootedAt: () => new Date(Date.now() + 1000) }).holds(paths)).toBe(false);
  });

  it('is not left where a file is not known to be right, or no longer is', async () => {
    const { again, folder, file } = sealIn();
    const seal = again();
    seal.noteRight('one', seal.stamp('one'));
    await seal.leave(paths, new Date());
    expect(existsSync(file)).toBe(false);
    seal.noteRight('two', seal.stamp('two'));
    writeFileSync(join(folder, 'two'), 'TWO');
    await seal.leave(paths, new Date());
    expect(existsSync(file)).toBe(false);
  });
});

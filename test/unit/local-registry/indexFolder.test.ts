import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseIndexConfig } from '../../../main/elba/indexConfig.ts';
import { parseIndexFile } from '../../../main/elba/indexFile.ts';
import { ask, closed, opened, withPeople } from './running.ts';
import { packageOf, publish, yank } from './uploads.ts';

const filesBelow = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

const linesOf = (folder: string, key: string) => {
  const { lines, problems } = parseIndexFile(readFileSync(join(folder, 'index', key), 'utf8'));
  expect(problems.filter(({ fatal }) => fatal)).toEqual([]);
  return lines;
};

describe('the index', () => {
  it('has an index.toml that elba takes, also while it is empty', async () => {
    const { folder, registry } = await withPeople();
    expect(filesBelow(join(folder, 'index'))).toEqual(['index.toml']);
    const read = parseIndexConfig(readFileSync(join(folder, 'index', 'index.toml'), 'utf8'));
    expect(read).toEqual({ ok: true, config: { secure: false, registry: `${registry.url}/`, dependencies: {} } });
    expect(registry.index).toBe(`index+dir+${join(folder, 'index')}`);
  });

  it('has a line per version in semver order, with dependencies and a location whose hash fits what is there', async () => {
    const { folder, registry, tokens } = await withPeople();
    await publish(registry, tokens.ALICE, 'alice/dep', '1.0.0');
    for (const version of ['1.10.0', '1.9.0', '2.0.0-rc.1', '2.0.0']) {
      const body = packageOf('alice/pkg', version, '[dependencies]\n"alice/dep" = "1.0.0"\n');
      expect((await publish(registry, tokens.ALICE, 'alice/pkg', version, body)).text).toBe('{}');
    }
    const lines = linesOf(folder, 'alice/pkg');
    expect(lines.map(({ version }) => version)).toEqual(['1.9.0', '1.10.0', '2.0.0-rc.1', '2.0.0']);
    expect(readFileSync(join(folder, 'index/alice/pkg'), 'utf8')).toMatch(/^[^\n]+\n[^\n]+\n[^\n]+\n[^\n]+\n$/);
    for (const line of lines) {
      expect(line).toMatchObject({
        name: 'alice/pkg',
        yanked: false,
        dependencies: [{ name: 'alice/dep', req: '1.0.0' }],
      });
      const [url = '', hash] = (line.location ?? '').replace(/^tar\+/, '').split('#sha256=');
      expect(url.startsWith(`http://127.0.0.1:${registry.port}/`)).toBe(true);
      const { headers } = await ask(registry, 'GET', new URL(url).pathname);
      const { bytes, headers: sent } = await ask(registry, 'GET', new URL(String(headers.location)).pathname);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
      expect(sent).toMatchObject({ 'content-length': String(bytes.length), 'content-type': 'application/gzip' });
    }
  });

  it('names its files as elba looks them up, keeps the first spelling, and has no other file', async () => {
    const { folder, registry, tokens } = await withPeople();
    await publish(registry, tokens.ALICE, 'Mixed_Case/My_Pkg', '1.0.0');
    await publish(registry, tokens.ALICE, 'mixed-case/my-pkg', '1.1.0');
    await publish(registry, tokens.ALICE, 'ünï/pkg', '0.1.0');
    expect(filesBelow(join(folder, 'index'))).toEqual(['index.toml', 'mixed-case/my-pkg', 'ünï/pkg']);
    expect(linesOf(folder, 'mixed-case/my-pkg').map(({ name, version }) => `${name} ${version}`)).toEqual([
      'Mixed_Case/My_Pkg 1.0.0',
      'Mixed_Case/My_Pkg 1.1.0',
    ]);
  });

  it('has yanked versions rewritten in their place, under whatever spelling they were yanked', async () => {
    const { folder, registry, tokens } = await withPeople();
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await publish(registry, tokens.ALICE, 'alice/my_pkg', version);
    expect((await yank(registry, tokens.ALICE, 'ALICE/My-Pkg', '1.1.0')).status).toBe(200);
    expect(linesOf(folder, 'alice/my-pkg').map(({ yanked }) => yanked)).toEqual([false, true, false]);
    expect((await yank(registry, tokens.ALICE, 'alice/my_pkg', '1.1.0', false)).status).toBe(200);
    expect(linesOf(folder, 'alice/my-pkg').map(({ yanked }) => yanked)).toEqual([false, false, false]);
  });

  it('keeps versions apart that differ in build metadata alone', async () => {
    const { folder, registry, tokens } = await withPeople();
    await publish(registry, tokens.ALICE, 'alice/pkg', '1.0.0');
    await publish(registry, tokens.ALICE, 'alice/pkg', '1.0.0+build.5');
    await yank(registry, tokens.ALICE, 'alice/pkg', '1.0.0');
    expect(linesOf(folder, 'alice/pkg').map(({ version, yanked }) => [version, yanked])).toEqual([
      ['1.0.0', true],
      ['1.0.0+build.5', false],
    ]);
  });

  it('is never seen half-written by a reader', async () => {
    const { folder, registry, tokens } = await withPeople();
    await publish(registry, tokens.ALICE, 'alice/pkg', '0.0.0');
    let writing = true;
    const seen = new Set<number>();
    const reading = (async () => {
      while (writing) {
        seen.add(linesOf(folder, 'alice/pkg').length);
        expect(filesBelow(join(folder, 'index'))).toEqual(['alice/pkg', 'index.toml']);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let n = 1; n <= 40; n++) await publish(registry, tokens.ALICE, 'alice/pkg', `0.0.${n}`);
    writing = false;
    await reading;
    expect(seen.size).toBeGreaterThan(5);
  });
});

describe('a start', () => {
  const made = async () => {
    const { folder, registry, tokens } = await withPeople();
    for (const name of ['alice/one', 'alice/two', 'other/three']) await publish(registry, tokens.ALICE, name, '1.0.0');
    await yank(registry, tokens.ALICE, 'alice/two', '1.0.0');
    await closed(registry);
    const index = join(folder, 'index');
    const contents = () =>
      Object.fromEntries(filesBelow(index).map((file) => [file, readFileSync(join(index, file), 'utf8')]));
    return { folder, index, port: registry.port, contents, before: contents() };
  };

  it('heals an index that lags, is damaged or lost files', async () => {
    const { folder, index, port, contents, before } = await made();
    writeFileSync(join(index, 'alice/one'), '{"name":"alice/one"');
    writeFileSync(join(index, 'alice/two'), (before['alice/two'] ?? '').replace('true', 'false'));
    rmSync(join(index, 'other'), { recursive: true });
    rmSync(join(index, 'index.toml'));
    await opened(folder, { port });
    expect(contents()).toEqual(before);
  });

  it('makes an index that is gone anew', async () => {
    const { folder, index, port, contents, before } = await made();
    rmSync(index, { recursive: true });
    await opened(folder, { port });
    expect(contents()).toEqual(before);
  });

  it('moves what does not belong into the index aside, and leaves elba its lock', async () => {
    const { folder, index, port, contents, before } = await made();
    writeFileSync(join(index, 'alice/README.md'), 'hello');
    mkdirSync(join(index, 'stray/deep'), { recursive: true });
    writeFileSync(join(index, 'stray/deep/file'), 'x');
    mkdirSync(join(index, '.dirlock'));
    await opened(folder, { port });
    expect(contents()).toEqual(before);
    expect(existsSync(join(index, '.dirlock'))).toBe(true);
    expect(filesBelow(join(folder, 'set-aside')).map((file) => file.split('/').slice(1).join('/'))).toEqual([
      'alice/README.md',
      'stray/deep/file',
    ]);
  });

  it('rewrites nothing that is right', async () => {
    const { folder, index, port } = await made();
    const times = () => filesBelow(index).map((file) => statSync(join(index, file)).mtimeMs);
    const before = times();
    await opened(folder, { port });
    expect(times()).toEqual(before);
  });

  it('on another port has all locations point there', async () => {
    const { folder, index, port } = await made();
    const blocker = await withPeople({ port });
    const registry = await opened(folder);
    await closed(blocker.registry);
    expect(registry.port).not.toBe(port);
    for (const file of ['alice/one', 'alice/two', 'other/three']) {
      const text = readFileSync(join(index, file), 'utf8');
      expect(text).toContain(`tar+http://127.0.0.1:${registry.port}/`);
      expect(text).not.toContain(`:${port}/`);
    }
    expect(readFileSync(join(index, 'index.toml'), 'utf8')).toContain(`http://127.0.0.1:${registry.port}/`);
  });
});

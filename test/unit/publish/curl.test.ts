import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failure } from '../../../main/failure.ts';
import { type LocalRegistry, openLocalRegistry } from '../../../main/local-registry/openLocalRegistry.ts';
import { curlCommand } from '../../../main/publish/curl.ts';
import type { Registry } from '../../../shared/registry.ts';
import { registryAt } from '../../support/writing.ts';
import { manifestOf, tarGzOf } from '../archive/tarballs.ts';

const run = promisify(execFile);
const json = { group: 'acme', name: 'json' };
const never = new AbortController().signal;
const knows = (family: 'packages' | 'documented' | null) => ({ detectFamily: async () => family });

const commandFor = (registry: Partial<Registry>, family: 'packages' | 'documented' | null = 'packages', ref = json) =>
  curlCommand({ ...registryAt('http://127.0.0.1:1/elba'), ...registry }, knows(family), ref, '1.0.0+a', never);

/** What a shell makes of the words of a command. */
async function wordsOf(command: string): Promise<string[]> {
  const { stdout } = await run('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${command}`]);
  return stdout.split('\0').slice(0, -1);
}

describe('the command', () => {
  test('is of the routes that the registry speaks, with the place for the token', async () => {
    const found = await commandFor({ family: 'auto' }, 'documented');
    expect(found.command).toContain("'http://127.0.0.1:1/elba/api/v1/publish?token=TOKEN'");
    const set = await commandFor({ family: 'packages' }, 'documented');
    expect(set.command).toContain('/api/v1/packages/acme/json/1.0.0%2Ba/publish?token=TOKEN');
    expect(set.file).toBe('acme_json-1.0.0+a.tar.gz');
  });

  test('is there too when the registry cannot be asked', async () => {
    const broken = { detectFamily: () => Promise.reject(failure('unreachable', 'Nobody listens.')) };
    const registry = { ...registryAt('http://127.0.0.1:1'), family: 'auto' as const };
    const { command } = await curlCommand(registry, broken, json, '1.0.0', never);
    expect(command).toContain('/api/v1/packages/acme/json/1.0.0/publish');
  });

  test.each([
    "http://127.0.0.1:1/it's",
    'http://127.0.0.1:1/$(touch pwned)/`id`',
    'http://127.0.0.1:1/a;b|c&d"e\\f',
    'http://127.0.0.1:1/{x,y}[1-9]',
    'http://someone:word@127.0.0.1:1/',
  ])('for %s is one that a shell takes as it is meant', async (url) => {
    const { command, file } = await commandFor({ url });
    await run('sh', ['-n', '-c', command]);
    const words = await wordsOf(command);
    expect(words.slice(0, 6)).toEqual([
      '--globoff',
      '--fail-with-body',
      '--request',
      'PUT',
      '--upload-file',
      `./${file}`,
    ]);
    expect(words).toHaveLength(7);
    expect(words[6]).toMatch(/\/publish\?token=TOKEN$/);
    expect(words[6]?.startsWith(new URL(url).origin)).toBe(true);
    expect(command).not.toContain('someone');
  });

  test('is none for a registry of which only an index is known', async () => {
    await expect(commandFor({ url: '' })).rejects.toMatchObject({ error: { code: 'not_supported_here' } });
  });
});

describe('run by a shell', () => {
  let folder: string;
  let registry: LocalRegistry;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curl-'));
    registry = await openLocalRegistry({ folder: join(folder, 'registry'), port: 0 });
  });
  afterEach(async () => {
    await registry.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('with the token filled in it publishes the archive', async () => {
    const user = await registry.addUser('alice');
    const token = await registry.createToken(user.id);
    const { command, file } = await curlCommand(registryAt(registry.url), knows('packages'), json, '1.0.0', never);
    await writeFile(join(folder, file), tarGzOf([{ path: 'elba.toml', content: manifestOf('acme/json', '1.0.0') }]));
    expect(command).not.toContain(token);
    const filled = command.replace('TOKEN', encodeURIComponent(token));
    const { stdout } = await run('sh', ['-c', `${filled} --silent --show-error`], { cwd: folder });
    expect(stdout).toBe('{}');
    expect(registry.stats().packages).toBe(1);
  });
});

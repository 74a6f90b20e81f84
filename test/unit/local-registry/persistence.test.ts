import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../main/failure.ts';
import { openLocalRegistry } from '../../../main/local-registry/openLocalRegistry.ts';
import { ask, askFollowing, closed, freshFolder, opened, withPeople } from './running.ts';
import { packageOf, publish, yank } from './uploads.ts';

const journalOf = (folder: string): string => join(folder, 'journal.jsonl');

const get = async (registry: { port: number }, path: string): Promise<unknown> =>
  JSON.parse((await ask(registry, 'GET', `/api/v1/${path}`)).text);

const failureOf = async (work: Promise<unknown>): Promise<Failure['error']> => {
  const thrown = await work.then(
    () => new Error('It went well, although it had to fail.'),
    (error: unknown) => error,
  );
  if (thrown instanceof Failure) return thrown.error;
  throw thrown;
};

describe('a restart', () => {
  it('keeps packages, yanks, downloads, accounts and tokens', async () => {
    const { folder, registry, tokens } = await withPeople();
    const body = packageOf('alice/pkg', '1.0.0', 'description = "d"\nkeywords = ["k"]\n', [
      { path: 'README.md', content: '# Hi' },
    ]);
    await publish(registry, tokens.ALICE, 'alice/pkg', '1.0.0', body);
    await publish(registry, tokens.BOB, 'bob/lib', '0.1.0-rc.1');
    await yank(registry, tokens.ALICE, 'alice/pkg', '1.0.0');
    await ask(registry, 'GET', '/api/v1/packages/alice/pkg/1.0.0/download');
    const paths = [
      'packages/groups',
      'packages/global_stats',
      'packages/alice/pkg/metadata',
      'packages/alice/pkg/1.0.0/metadata',
      'packages/alice/pkg/1.0.0/download_graph',
      'packages/bob/lib/versions',
      'users/2/metadata',
    ];
    const before = await Promise.all(paths.map((path) => get(registry, path)));
    await closed(registry);
    const again = await opened(folder);
    expect(await Promise.all(paths.map((path) => get(again, path)))).toEqual(before);
    expect(again.users()).toEqual(registry.users());
    expect((await askFollowing(again, '/api/v1/packages/alice/pkg/1.0.0/download')).bytes.equals(body)).toBe(true);
    expect((await askFollowing(again, '/api/v1/packages/alice/pkg/1.0.0/readme')).text).toBe('# Hi');
    expect((await publish(again, tokens.ALICE, 'alice/pkg', '1.1.0')).status).toBe(200);
    expect((await publish(again, tokens.BOB, 'alice/pkg', '1.2.0')).text).toContain('no_permission');
  });

  it('keeps deleted tokens deleted', async () => {
    const { folder, registry, tokens, alice } = await withPeople();
    await registry.deleteTokensOf(alice.id);
    const fresh = await registry.createToken(alice.id);
    await closed(registry);
    const again = await opened(folder);
    expect((await publish(again, tokens.ALICE, 'alice/pkg', '1.0.0')).text).toContain('user_not_found');
    expect((await publish(again, fresh, 'alice/pkg', '1.0.0')).status).toBe(200);
  });

  it('throws away what an upload left that was never finished', async () => {
    const { folder, registry } = await withPeople();
    await closed(registry);
    writeFileSync(join(folder, 'incoming', 'half.body'), 'x');
    await opened(folder);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
  });
});

describe('the disk', () => {
  it('holds no token, only what cannot be turned back into one', async () => {
    const { folder, registry, tokens } = await withPeople();
    await publish(registry, tokens.ALICE, 'alice/pkg', '1.0.0');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(3);
    for (const entry of files) {
      const text = readFileSync(join(entry.parentPath, entry.name), 'latin1');
      for (const token of Object.values(tokens)) expect(text).not.toContain(token);
    }
  });
});

describe('a journal that was hurt', () => {
  const hurt = async (spoil: (file: string) => void) => {
    const { folder, registry, tokens } = await withPeople();
    await publish(registry, tokens.ALICE, 'alice/pkg', '1.0.0');
    await publish(registry, tokens.ALICE, 'alice/pkg', '1.1.0');
    await closed(registry);
    spoil(journalOf(folder));
    return { folder, tokens };
  };
  const versionsIn = async (registry: { port: number }) =>
    JSON.stringify(await get(registry, 'packages/alice/pkg/versions'));

  it('by a torn last line loses only that line, keeps it aside, and goes on well', async () => {
    const { folder, tokens } = await hurt((file) => appendFileSync(file, '{"v":1,"kind":"published","gro'));
    const registry = await opened(folder);
    expect(await versionsIn(registry)).toContain('1.1.0');
    expect(readFileSync(`${journalOf(folder)}.torn`, 'utf8')).toContain('"gro');
    expect((await publish(registry, tokens.ALICE, 'alice/pkg', '1.2.0')).status).toBe(200);
    await closed(registry);
    const again = await opened(folder);
    expect(await versionsIn(again)).toContain('1.2.0');
  });

  it('by a broken line in the middle keeps all others and says so', async () => {
    const { folder } = await hurt((file) => {
      const lines = readFileSync(file, 'utf8').split('\n');
      writeFileSync(file, [...lines.slice(0, -2), 'nonsense', ...lines.slice(-2)].join('\n'));
    });
    const said: string[] = [];
    const registry = await opened(folder, { log: (line) => said.push(line) });
    expect(await versionsIn(registry)).toContain('1.1.0');
    expect(said.join()).toMatch(/journal\.jsonl:\d+ cannot be read/);
  });

  it('by a newer version of the program is not touched', async () => {
    const { folder } = await hurt((file) => appendFileSync(file, '{"v":2,"kind":"published"}\n'));
    const before = readFileSync(journalOf(folder), 'utf8');
    const error = await failureOf(openLocalRegistry({ folder, port: 0 }));
    expect(error).toMatchObject({ code: 'disk_failed', message: expect.stringContaining('newer version') });
    expect(readFileSync(journalOf(folder), 'utf8')).toBe(before);
  });
});

describe('what keeps it from starting', () => {
  it('a port in use is told as such, and the folder stays free', async () => {
    const blocker = createServer();
    const port = await new Promise<number>((resolve) =>
      blocker.listen(0, '127.0.0.1', () => {
        const address = blocker.address();
        resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
      }),
    );
    const folder = freshFolder();
    expect(await failureOf(openLocalRegistry({ folder, port }))).toMatchObject({
      code: 'port_in_use',
      message: expect.stringContaining(String(port)),
    });
    await new Promise((resolve) => blocker.close(resolve));
    await opened(folder, { port });
  });

  it('another registry of the same folder is told as such; one that was killed is none', async () => {
    const { folder, registry } = await withPeople();
    expect((await failureOf(openLocalRegistry({ folder, port: 0 }))).code).toBe('busy');
    const lock = readFileSync(join(folder, 'lock.json'), 'utf8');
    await closed(registry);
    writeFileSync(join(folder, 'lock.json'), lock);
    await closed(await opened(folder));
    writeFileSync(join(folder, 'lock.json'), 'nonsense');
    await opened(folder);
  });

  it('a folder that cannot be made is a disk failure', async () => {
    const folder = join(freshFolder(), 'file');
    writeFileSync(folder, '');
    expect((await failureOf(openLocalRegistry({ folder: join(folder, 'x'), port: 0 }))).code).toBe('disk_failed');
  });
});

describe('an archive that was lost', () => {
  it('is 404 on download, and the rest goes on', async () => {
    const { folder, registry, tokens } = await withPeople();
    await publish(registry, tokens.ALICE, 'alice/pkg', '1.0.0');
    rmSync(join(folder, 'archives'), { recursive: true });
    expect((await askFollowing(registry, '/api/v1/packages/alice/pkg/1.0.0/download')).status).toBe(404);
    expect((await ask(registry, 'GET', '/api/v1/packages/alice/pkg/1.0.0/metadata')).status).toBe(200);
  });
});

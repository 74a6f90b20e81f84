import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { manifestOf, type TestEntry, tarGzOf, tarOf } from '../archive/tarballs.ts';
import { ask, askFollowing, withPeople } from './running.ts';
import { packageOf, packageOfSize, publish } from './uploads.ts';

const cap = 31_457_280;

const manifest: TestEntry = { path: 'elba.toml', content: manifestOf('alice/pkg', '1.0.0') };
const good = tarGzOf([manifest]);

const broken: Record<string, [Buffer, string | RegExp]> = {
  'a wrong checksum': [Buffer.concat([good.subarray(0, -8), Buffer.alloc(8)]), /checksum/],
  'its end missing': [good.subarray(0, -6), /cut off/],
  'garbage behind it': [Buffer.concat([good, Buffer.from('garbage')]), /follows/],
  'a second gzip member': [Buffer.concat([good, gzipSync('more')]), /second gzip member/],
  'its manifest in a second gzip member': [
    Buffer.concat([tarGzOf([{ path: 'a', content: 'x' }]), good]),
    'Manifest not found in archive',
  ],
  'a name that leaves the folder': [tarGzOf([manifest, { path: '../evil', content: 'x' }]), /\.\.\/evil/],
  'an absolute name': [tarGzOf([manifest, { path: '/etc/evil', content: 'x' }]), /absolute/],
  'a link': [tarGzOf([manifest, { path: 'l', type: 'SymbolicLink', linkpath: '/etc/passwd' }]), /link/],
  'a link for a manifest': [tarGzOf([{ path: 'elba.toml', type: 'SymbolicLink', linkpath: 'x' }]), /elba\.toml.*link/],
  'a device': [tarGzOf([manifest, { path: 'tty', type: 'CharacterDevice' }]), /neither a file nor a folder/],
  'a name twice': [tarGzOf([manifest, manifest]), /twice/],
  'data behind its end mark': [gzipSync(Buffer.concat([tarOf([manifest]), tarOf([manifest])])), /end mark/],
  'much more inside than it looks': [
    tarGzOf([manifest, { path: 'zeros', content: Buffer.alloc(40 * 1024 * 1024) }]),
    /suspicious/,
  ],
};

describe('an upload is refused with a reason when it has', () => {
  for (const [name, [body, reason]] of Object.entries(broken)) {
    it(name, async () => {
      const { registry, tokens, folder } = await withPeople();
      const { status, text } = await publish(registry, tokens.ALICE, 'alice/pkg', '1.0.0', body);
      expect(status).toBe(400);
      const { error, description } = JSON.parse(text);
      expect(error).toBe('invalid_manifest');
      if (typeof reason === 'string') expect(description).toBe(reason);
      else expect(description).toMatch(reason);
      expect(registry.stats()).toEqual({ packages: 0, bytes: 0 });
      expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
    });
  }
});

describe('an upload is taken', () => {
  it('on the documented route, by what its manifest says', async () => {
    const { registry, tokens } = await withPeople();
    const got = await ask(registry, 'PUT', `/api/v1/publish?token=${tokens.ALICE}`, { body: good });
    expect(got).toMatchObject({ status: 200, text: '{}' });
    expect((await ask(registry, 'GET', '/api/v1/packages/alice/pkg/1.0.0/metadata')).status).toBe(200);
  });

  it('chunked as well as with a length', async () => {
    const { registry, tokens } = await withPeople();
    const got = await new Promise((resolve, reject) => {
      const path = `/api/v1/packages/alice/pkg/1.0.0/publish?token=${tokens.ALICE}`;
      const sent = request({ host: '127.0.0.1', port: registry.port, method: 'PUT', path, agent: false });
      sent.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
      sent.write(good.subarray(0, 20));
      sent.end(good.subarray(20));
    });
    expect(got).toBe(200);
  });

  it('from twenty senders at once, each once', async () => {
    const { registry, tokens } = await withPeople();
    const versions = Array.from({ length: 20 }, (_, n) => `0.${n}.0`);
    const all = await Promise.all(
      [...versions, ...versions].map((version) => publish(registry, tokens.ALICE, 'alice/pkg', version)),
    );
    expect(all.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(all.filter(({ text }) => text.includes('already exists'))).toHaveLength(20);
    const { text } = await ask(registry, 'GET', '/api/v1/packages/alice/pkg/versions');
    expect(JSON.parse(text).versions).toHaveLength(20);
  });

  it('up to exactly 31,457,280 bytes, and comes back byte for byte; memory does not hold it', async () => {
    const { registry, tokens } = await withPeople();
    const body = packageOfSize('alice/pkg', '1.0.0', cap);
    expect(body.length).toBe(cap);
    expect(await publish(registry, tokens.ALICE, 'alice/pkg', '1.0.0', body)).toMatchObject({ status: 200 });
    const { bytes } = await askFollowing(registry, '/api/v1/packages/alice/pkg/1.0.0/download');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(createHash('sha256').update(body).digest('hex'));
    expect(registry.stats()).toEqual({ packages: 1, bytes: cap });
  });

  it('but not with one byte more, whether it says so before or not', async () => {
    const { registry, tokens, folder } = await withPeople();
    const body = packageOfSize('alice/pkg', '1.0.0', cap + 1);
    const said = await publish(registry, tokens.ALICE, 'alice/pkg', '1.0.0', body);
    expect(said).toMatchObject({ status: 500, text: 'registry internal error' });
    const path = `/api/v1/packages/alice/pkg/1.0.0/publish?token=${tokens.ALICE}`;
    const headers = { 'transfer-encoding': 'chunked' };
    const unsaid = await new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: registry.port, method: 'PUT', path, headers, agent: false });
      sent.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
      sent.end(body);
    });
    expect(unsaid).toBe(500);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
  });
});

describe('a refusal', () => {
  it('reaches the sender although it comes before the body is read', async () => {
    const { registry } = await withPeople();
    const body = Buffer.alloc(40 * 1024 * 1024);
    const early = await ask(registry, 'PUT', '/api/v1/packages/alice/pkg/v1/publish?token=x', { body });
    expect(early.status).toBe(400);
    expect((await ask(registry, 'PUT', '/api/v1/no/such/route', { body })).status).toBe(404);
    expect((await publish(registry, 'x', 'alice/pkg', '1.0.0', body)).status).toBe(500);
  });

  it('is valid JSON and holds no token, whatever is in the request', async () => {
    const { registry } = await withPeople();
    for (const token of ['a"b', 'a\\b', 'a\nb', 'a%b', 'ü', '\0']) {
      const { status, text } = await publish(registry, token, 'alice/pkg', '1.0.0');
      expect(status).toBe(400);
      expect(JSON.parse(text).error).toBe('user_not_found');
      expect(text).not.toContain(token);
    }
    const quoted = await publish(registry, 'x', 'alice/pkg', '1.0.0"');
    expect(JSON.parse(quoted.text).error).toBe('invalid_format');
  });
});

describe('the README that is shown', () => {
  const shown = async (more: string, files: readonly TestEntry[]) => {
    const { registry, tokens } = await withPeople();
    await publish(registry, tokens.ALICE, 'alice/pkg', '1.0.0', packageOf('alice/pkg', '1.0.0', more, files));
    return askFollowing(registry, '/api/v1/packages/alice/pkg/1.0.0/readme');
  };
  const files = [
    { path: 'Docs/README.md', content: 'docs' },
    { path: 'readme.txt', content: 'root' },
    { path: 'intro.md', content: 'named' },
  ];

  it('is the one that the manifest names, else the one in the root, else the first', async () => {
    expect((await shown('readme = "intro.md"\n', files)).text).toBe('named');
    expect((await shown('', files)).text).toBe('root');
    expect((await shown('', files.slice(0, 1))).text).toBe('docs');
    expect((await shown('readme = "missing.md"\n', files)).text).toBe('root');
  });

  it('is none over 2 MiB, and none where there is none', async () => {
    const big = [{ path: 'README.md', content: Buffer.alloc(2 * 1024 * 1024 + 1, 'text ') }];
    expect((await shown('', big)).status).toBe(404);
    expect((await shown('', [])).status).toBe(404);
  });
});

describe('the storage', () => {
  it('answers HEAD, and 404 for what is not there', async () => {
    const { registry, tokens } = await withPeople();
    await publish(registry, tokens.ALICE, 'ünï/pkg', '1.0.0');
    const { headers } = await ask(registry, 'GET', '/api/v1/packages/%C3%BCn%C3%AF/pkg/1.0.0/download');
    expect(headers.location).toBe(`${registry.url}/tarballs/%C3%BCn%C3%AF_pkg_1.0.0.tar.gz`);
    const head = await ask(registry, 'HEAD', '/tarballs/%C3%BCn%C3%AF_pkg_1.0.0.tar.gz');
    expect(head.status).toBe(200);
    expect(Number(head.headers['content-length'])).toBe(registry.stats().bytes);
    for (const path of [
      '/tarballs/a_b_1.0.0.tar.gz',
      '/tarballs/x',
      '/tarballs/..%2f..%2fjournal.jsonl',
      '/readmes/x.md',
    ])
      expect((await ask(registry, 'GET', path)).status).toBe(404);
  });
});

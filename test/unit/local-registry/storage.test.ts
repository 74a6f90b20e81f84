import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ask, withPeople } from './running.ts';
import { packageOfSize, publish } from './uploads.ts';

const path = '/tarballs/alice_large_1.0.0.tar.gz';

const archive = packageOfSize('alice/large', '1.0.0', 12_000_000);

const withLarge = async () => {
  const people = await withPeople();
  expect((await publish(people.registry, people.tokens.ALICE, 'alice/large', '1.0.0', archive)).status).toBe(200);
  return people;
};

/** The files below a folder that this process holds open. */
const openBelow = (folder: string): string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const file = readlinkSync(`/proc/self/fd/${fd}`);
      return file.startsWith(join(folder, 'archives')) ? [file] : [];
    } catch {
      return [];
    }
  });

const beginDownload = async (port: number): Promise<IncomingMessage> => {
  const asked = request({ host: '127.0.0.1', port, path, agent: false });
  asked.on('error', () => undefined).end();
  const [response] = await once(asked, 'response');
  return response;
};

describe('downloads from the storage', () => {
  it('are the bytes that were published, for several at once too', async () => {
    const { registry } = await withLarge();
    const all = await Promise.all([1, 2, 3].map(() => ask(registry, 'GET', path)));
    expect(all.map(({ status, bytes }) => [status, bytes.equals(archive)])).toEqual(Array(3).fill([200, true]));
  });

  it('hold up nothing else while the other side takes its time', async () => {
    const { registry } = await withLarge();
    const slow = await beginDownload(registry.port);
    expect((await ask(registry, 'GET', '/api/v1/packages/alice/packages')).status).toBe(200);
    slow.destroy();
  });

  it.runIf(process.platform === 'linux')(
    'let go of the file where the other side goes away (seen in /proc, which Linux alone has)',
    async () => {
      const { registry, folder } = await withLarge();
      const download = await beginDownload(registry.port);
      await once(download, 'readable');
      expect(openBelow(folder)).toHaveLength(1);
      download.destroy();
      await vi.waitFor(() => expect(openBelow(folder)).toEqual([]), { timeout: 5000 });
    },
  );

  it.runIf(process.platform === 'linux')('open nothing for a HEAD (seen in /proc, which Linux alone has)', async () => {
    const { registry, folder } = await withLarge();
    const { headers } = await ask(registry, 'HEAD', path);
    expect([headers['content-length'], openBelow(folder)]).toEqual([String(archive.length), []]);
  });
});

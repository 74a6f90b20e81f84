import { crc32, deflateRawSync } from 'node:zlib';
import { manifestOf, type TestEntry, tarGzOf, tarOf } from '../archive/tarballs.ts';
import { ask, type Got } from './running.ts';

/** A small package as an archive. */
export const packageOf = (name: string, version: string, more = '', files: readonly TestEntry[] = []): Buffer =>
  tarGzOf([{ path: 'elba.toml', content: manifestOf(name, version, more) }, ...files]);

/** A package whose archive is exactly `bytes` long: stored, not compressed, with an extra field in the gzip header as filling. */
export const packageOfSize = (name: string, version: string, bytes: number): Buffer => {
  const noise = Buffer.alloc(bytes - 40_000);
  for (let at = 0, state = 1; at < noise.length; at++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    noise[at] = state >> 16;
  }
  const tar = tarOf([
    { path: 'elba.toml', content: manifestOf(name, version) },
    { path: 'data.bin', content: noise },
  ]);
  const data = deflateRawSync(tar, { level: 0 });
  const extra = Buffer.alloc(bytes - data.length - 10 - 2 - 8);
  const head = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, extra.length & 0xff, extra.length >> 8]);
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(tar), 0);
  tail.writeUInt32LE(tar.length, 4);
  return Buffer.concat([head, extra, data, tail]);
};

/** Publishes on the packages route. */
export const publish = (
  registry: { port: number },
  token: string,
  name: string,
  version: string,
  body: Uint8Array = packageOf(name, version),
): Promise<Got> => {
  const path = `${name.split('/').map(encodeURIComponent).join('/')}/${encodeURIComponent(version)}`;
  return ask(registry, 'PUT', `/api/v1/packages/${path}/publish?token=${encodeURIComponent(token)}`, { body });
};

/** Yanks or unyanks on the packages route. */
export const yank = (
  registry: { port: number },
  token: string,
  name: string,
  version: string,
  yanked = true,
): Promise<Got> =>
  ask(
    registry,
    'PATCH',
    `/api/v1/packages/${name}/${encodeURIComponent(version)}/yank?yanked=${yanked}&token=${token}`,
  );

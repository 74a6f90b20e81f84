import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import {
  type LocalRegistry,
  type LocalRegistryOptions,
  openLocalRegistry,
} from '../../../main/local-registry/openLocalRegistry.ts';

const folders: string[] = [];
const open: LocalRegistry[] = [];

/** A fresh folder, gone after the test. */
export const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'elba-registry-'));
  folders.push(folder);
  return folder;
};

/** Opens a registry that is closed after the test. */
export const opened = async (
  folder: string,
  options: Partial<Omit<LocalRegistryOptions, 'folder'>> = {},
): Promise<LocalRegistry> => {
  const registry = await openLocalRegistry({ folder, port: 0, ...options });
  open.push(registry);
  return registry;
};

/** Closes it now and not after the test. */
export const closed = async (registry: LocalRegistry): Promise<void> => {
  open.splice(open.indexOf(registry), 1);
  await registry.close();
};

afterEach(async () => {
  await Promise.all(open.splice(0).map((registry) => registry.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A registry with the accounts alice and bob, and a token of each. */
export const withPeople = async (options: Partial<LocalRegistryOptions> = {}) => {
  const folder = options.folder ?? freshFolder();
  const registry = await opened(folder, options);
  const alice = await registry.addUser('alice');
  const bob = await registry.addUser('bob');
  const tokens = { ALICE: await registry.createToken(alice.id), BOB: await registry.createToken(bob.id) };
  return { folder, registry, alice, bob, tokens };
};

/** What came back, with lower-case header names. */
export type Got = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  readonly text: string;
};

/** Sends one request on a connection of its own; nothing is followed, added or normalised. */
export const ask = (
  { port }: { port: number },
  method: string,
  path: string,
  { body, headers = {} }: { body?: Uint8Array; headers?: Record<string, string> } = {},
): Promise<Got> =>
  new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(body.length) };
    const sent = request({ host: '127.0.0.1', port, method, path, agent: false, headers: { ...length, ...headers } });
    sent.on('error', reject).on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(parts);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text: bytes.toString() });
      });
    });
    sent.end(body);
  });

/** Follows one redirect, as a download does. */
export const askFollowing = async (registry: { port: number }, path: string): Promise<Got> => {
  const { headers } = await ask(registry, 'GET', path);
  const { pathname } = new URL(String(headers.location));
  return ask(registry, 'GET', pathname);
};

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDocument } from '../../../main/document.ts';
import type { SecretCipher } from '../../../main/host.ts';
import type { Vault } from '../../../main/tokens/vault.ts';
import { RegistryId } from '../../../shared/ids.ts';
import { noKeychain, testKeychain } from '../../support/testCipher.ts';
import { testVault } from '../../support/testVault.ts';

const A = RegistryId.parse('reg-a');
const B = RegistryId.parse('reg-b');
const origin = 'https://registry.example';
const canary = `tok"en %2B + ü\n'<&>\\ \u0000 end`;

let folder: string;
let file: string;
let told: string[];
let changes: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vault-'));
  file = join(folder, 'vault.json');
  told = [];
  changes = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (cipher: SecretCipher | (() => Promise<SecretCipher>), now = '2026-02-03T04:05:06.000Z'): Vault =>
  testVault({
    cipher: typeof cipher === 'function' ? cipher : async () => cipher,
    document: openDocument(file),
    redactor: { add: (token) => void told.push(token) },
    now: () => new Date(now),
    changed: (id) => void changes.push(id),
  });
const read = (vault: Vault, id: RegistryId, at = origin) => vault.use(id, at, async (token) => token);

describe.each([
  ['keychain', testKeychain()],
  ['memory', noKeychain],
] as const)('with %s', (way, cipher) => {
  test('a token with quotes, line breaks and percent signs comes back exactly as it was given', async () => {
    const vault = open(cipher);
    await vault.set(A, origin, canary);
    expect(await read(vault, A)).toBe(canary);
    expect(vault.state(A, origin)).toEqual({ kind: 'saved', savedAt: '2026-02-03T04:05:06.000Z', test: 'untested' });
    expect(await vault.storage()).toMatchObject({ way, locked: false, chosen: false, saved: 1 });
  });

  test('the white space that pasting adds is dropped, and a token of nothing else is refused', async () => {
    const vault = open(cipher);
    await vault.set(A, origin, '  abcd efgh\r\n');
    expect(await read(vault, A)).toBe('abcd efgh');
    await expect(vault.set(A, origin, ' \n ')).rejects.toMatchObject({ error: { code: 'invalid_input' } });
    expect(await read(vault, A)).toBe('abcd efgh');
  });

  test('the redactor knows a token before it is saved', async () => {
    await open(cipher).set(A, origin, 'abcd-efgh\n');
    expect(told).toContain('abcd-efgh');
  });

  test('a token is lent to its own origin alone', async () => {
    const vault = open(cipher);
    await vault.set(A, origin, 'abcd-efgh');
    const elsewhere = 'https://registry.example:444';
    await expect(read(vault, A, elsewhere)).rejects.toThrow();
    await expect(read(vault, B)).rejects.toMatchObject({ error: { code: 'token_missing' } });
    expect(vault.state(A, elsewhere).kind).not.toBe('saved');
  });

  test('the last test stays with the token and goes with it', async () => {
    const vault = open(cipher);
    await vault.set(A, origin, 'abcd-efgh');
    vault.recordTest(A, 'rejected');
    expect(vault.state(A, origin)).toMatchObject({ test: 'rejected', testedAt: '2026-02-03T04:05:06.000Z' });
    await vault.set(A, origin, 'ijkl-mnop');
    expect(vault.state(A, origin)).toMatchObject({ test: 'untested' });
    vault.recordTest(A, 'rejected', { savedAt: '2020-01-01T00:00:00.000Z' });
    expect(vault.state(A, origin)).toMatchObject({ test: 'untested' });
    await vault.remove(A);
    vault.recordTest(A, 'accepted');
    expect(vault.state(A, origin)).toEqual({ kind: 'none' });
    await expect(read(vault, A)).rejects.toMatchObject({ error: { code: 'token_missing' } });
    expect(changes).toEqual([A, A, A, A]);
  });
});

test('with a keychain the next run has the token and how it was tested, and the file has no token in clear', async () => {
  const keychain = testKeychain();
  const before = open(keychain);
  await before.set(A, origin, 'abcd-efgh');
  before.recordTest(A, 'accepted');
  const text = await readFile(file, 'utf8');
  expect(text).not.toContain('abcd-efgh');
  expect(text).not.toContain(Buffer.from('abcd-efgh').toString('base64').slice(0, 8));
  told = [];
  const after = open(keychain);
  expect(after.state(A, origin)).toMatchObject({ kind: 'saved', test: 'accepted' });
  expect(await read(after, A)).toBe('abcd-efgh');
  expect(told).toEqual(['abcd-efgh']);
});

test('in memory nothing is written, and the next run has no token', async () => {
  const vault = open(noKeychain);
  await vault.set(A, origin, 'abcd-efgh');
  vault.recordTest(A, 'accepted');
  expect(await readdir(folder)).toEqual([]);
  expect(open(noKeychain).state(A, origin)).toEqual({ kind: 'none' });
});

test('a keychain that cannot be had means memory, and the person is told', async () => {
  const vault = open(() => Promise.reject(new Error('no bus')));
  expect(await vault.storage()).toMatchObject({ way: 'memory', noKeychain: expect.stringContaining('did not answer') });
  await vault.set(A, origin, 'abcd-efgh');
  expect(await readdir(folder)).toEqual([]);
});

test('a run without the keychain leaves its ciphertext alone, and the run after it opens it again', async () => {
  const keychain = testKeychain();
  await open(keychain).set(A, origin, 'abcd-efgh');
  const bytes = await readFile(file, 'utf8');
  const without = open(noKeychain);
  await without.storage();
  expect(without.state(A, origin).kind).toBe('unreadable');
  await expect(read(without, A)).rejects.toMatchObject({ error: { code: 'token_locked' } });
  await without.set(A, origin, 'for this run');
  expect(await read(without, A)).toBe('for this run');
  expect(await readFile(file, 'utf8')).toBe(bytes);
  expect(await read(open(keychain), A)).toBe('abcd-efgh');
});

test('a keychain that is locked for a while keeps the ciphertext, says so, and works once it is open', async () => {
  const keychain = testKeychain();
  await open(keychain).set(A, origin, 'abcd-efgh');
  let locked = true;
  const vault = open({
    ...keychain,
    decrypt: (bytes) => (locked ? Promise.reject(new Error('locked')) : keychain.decrypt(bytes)),
  });
  changes = [];
  await expect(read(vault, A)).rejects.toMatchObject({ error: { code: 'token_locked' } });
  expect(vault.state(A, origin)).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining('keychain') });
  locked = false;
  expect(await read(vault, A)).toBe('abcd-efgh');
  expect(vault.state(A, origin).kind).toBe('saved');
  expect(changes).toEqual([A, A]);
});

test('a keychain that refuses to encrypt leaves the earlier token in place and never repeats the new one', async () => {
  const keychain = testKeychain();
  await open(keychain).set(A, origin, 'abcd-efgh');
  const vault = open({ ...keychain, encrypt: (text) => Promise.reject(new Error(`can't seal ${text}`)) });
  const error = await vault.set(A, origin, 'ijkl-mnop').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ error: { code: 'token_storage_failed' } });
  expect(String(error)).not.toContain('ijkl');
  expect(await read(vault, A)).toBe('abcd-efgh');
});

test('rows that were swapped in the file are never used', async () => {
  const keychain = testKeychain();
  const before = open(keychain);
  await before.set(A, origin, 'token-of-a');
  await before.set(B, 'https://other.example', 'token-of-b');
  const content: { tokens: Record<string, unknown>[] } = JSON.parse(await readFile(file, 'utf8'));
  const [a, b] = content.tokens;
  const tokens = [
    { ...a, sealed: b?.sealed, origin: b?.origin },
    { ...b, sealed: a?.sealed, origin: a?.origin },
  ];
  await writeFile(file, JSON.stringify({ ...content, tokens }));
  const after = open(keychain);
  for (const [id, at] of [
    [A, origin],
    [A, 'https://other.example'],
    [B, origin],
    [B, 'https://other.example'],
  ] as const) {
    await expect(read(after, id, at)).rejects.toMatchObject({ error: { code: 'token_locked' } });
  }
});

test('an origin that was edited in the file does not send the token elsewhere', async () => {
  const keychain = testKeychain();
  await open(keychain).set(A, origin, 'abcd-efgh');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll('registry.example', 'evil.example'));
  await expect(read(open(keychain), A, 'https://evil.example')).rejects.toMatchObject({
    error: { code: 'token_locked' },
  });
});

test('tokens that are saved at the same moment are all kept', async () => {
  const keychain = testKeychain();
  const vault = open(keychain);
  const ids = Array.from({ length: 20 }, (_, at) => RegistryId.parse(`reg-${at}`));
  await Promise.all(ids.map((id) => vault.set(id, origin, `token-${id}`)));
  const after = open(keychain);
  expect(await Promise.all(ids.map((id) => read(after, id)))).toEqual(ids.map((id) => `token-${id}`));
});

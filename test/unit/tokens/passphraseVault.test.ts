import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDocument } from '../../../main/document.ts';
import { COST, keyOf, newPassphrase } from '../../../main/tokens/passphraseKey.ts';
import type { Vault } from '../../../main/tokens/vault.ts';
import { RegistryId } from '../../../shared/ids.ts';
import { testVault } from '../../support/testVault.ts';

const A = RegistryId.parse('reg-a');
const B = RegistryId.parse('reg-b');
const origin = 'https://registry.example';
const PASSPHRASE = 'correct horse battery stäple';

let folder: string;
let file: string;
let clock: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passphrase-'));
  file = join(folder, 'vault.json');
  clock = Date.parse('2026-02-03T04:05:06.000Z');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (storageChanged: () => void = () => {}): Vault =>
  testVault({
    document: openDocument(file),
    attempts: openDocument(join(folder, 'attempts.json')),
    now: () => new Date(clock),
    storageChanged,
  });
const read = (vault: Vault, id = A) => vault.use(id, origin, async (token) => token);

async function filled(): Promise<Vault> {
  const vault = open();
  await vault.move('passphrase', PASSPHRASE, 'ask');
  await vault.set(A, origin, 'token-of-a');
  await vault.set(B, origin, 'token-of-b');
  return vault;
}

/** Resolves when something waits for the passphrase. */
const wanted = async (vault: Vault): Promise<void> => {
  while ((await vault.storage()).wantedBy === undefined) await new Promise(setImmediate);
};

test('a passphrase costs 128 MiB and N = 2^17 to try, in the background, and opens in any spelling of the same text', async () => {
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  }, 1);
  const { header, key } = await newPassphrase(PASSPHRASE, COST);
  clearInterval(counting);
  expect(header).toMatchObject({ kdf: 'scrypt', N: 2 ** 17, r: 8 });
  expect(turns).toBeGreaterThan(1);
  expect(await keyOf(PASSPHRASE.normalize('NFD'), [header])).toEqual(key);
  expect(await keyOf(`${PASSPHRASE} `, [header])).toBeNull();
});

test('tokens are on disk as ciphertext alone, in a file for its owner, and the next run opens them with the passphrase', async () => {
  await filled();
  const text = await readFile(file, 'utf8');
  expect(text).not.toMatch(/token-of|correct|horse/);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const after = open();
  expect(await after.storage()).toMatchObject({ way: 'passphrase', chosen: true, locked: true, saved: 2 });
  expect(after.state(A, origin)).toMatchObject({ kind: 'saved' });
  await after.unlock(PASSPHRASE);
  expect([await read(after, A), await read(after, B)]).toEqual(['token-of-a', 'token-of-b']);
});

test('every entry has a salt and a nonce of its own, and the same token twice gives two ciphertexts', async () => {
  const vault = await filled();
  await vault.set(B, origin, 'token-of-a');
  const { tokens }: { tokens: { sealed: Record<string, string> }[] } = JSON.parse(await readFile(file, 'utf8'));
  for (const part of ['salt', 'nonce', 'text'])
    expect(new Set(tokens.map(({ sealed }) => sealed[part])).size).toBe(tokens.length);
});

test('what needs a token while the vault is locked waits for the passphrase, and then goes on', async () => {
  await filled();
  const vault = open();
  const waiting = Promise.all([read(vault, A), vault.set(B, origin, 'new-token-of-b')]);
  await wanted(vault);
  expect((await vault.storage()).wantedBy).toBe(A);
  await vault.unlock(PASSPHRASE);
  expect((await waiting)[0]).toBe('token-of-a');
  expect(await read(vault, B)).toBe('new-token-of-b');
  expect((await vault.storage()).wantedBy).toBeUndefined();
});

test('a person who does not give the passphrase ends the waiting, and nothing is lent', async () => {
  await filled();
  const vault = open();
  const waiting = read(vault).catch((thrown: unknown) => thrown);
  await wanted(vault);
  vault.giveUp();
  expect(await waiting).toMatchObject({ error: { code: 'token_locked' } });
  expect(vault.state(A, origin)).toMatchObject({ kind: 'saved' });
});

test('a wrong passphrase opens nothing, and from the third on one has to wait, also after a restart', async () => {
  await filled();
  const before = open();
  for (let tries = 0; tries < 3; tries += 1)
    await expect(before.unlock('something else')).rejects.toMatchObject({ error: { code: 'passphrase_wrong' } });
  await expect(before.unlock(PASSPHRASE)).rejects.toMatchObject({ error: { code: 'passphrase_wait' } });
  const after = open();
  expect((await after.storage()).waitUntil).toBe('2026-02-03T04:05:08.000Z');
  await expect(after.unlock(PASSPHRASE)).rejects.toMatchObject({ error: { code: 'passphrase_wait' } });
  clock += 2_000;
  await after.unlock(PASSPHRASE);
  expect(await read(after)).toBe('token-of-a');
  expect((await open().storage()).waitUntil).toBeUndefined();
});

test('a hundred wrong passphrases make nobody wait for more than five minutes, and a clock that was set back neither', async () => {
  await filled();
  await writeFile(join(folder, 'attempts.json'), JSON.stringify({ v: 1, wrong: 100, at: clock + 10 ** 9 }));
  expect(Date.parse((await open().storage()).waitUntil ?? '') - clock).toBe(5 * 60_000);
});

test('it locks when asked, and when no token was used for as long as was set', async () => {
  const vault = await filled();
  vault.lock();
  expect(await vault.storage()).toMatchObject({ locked: true });
  await vault.unlock(PASSPHRASE);
  await vault.lockAfter(10);
  clock += 9 * 60_000;
  expect(await read(vault)).toBe('token-of-a');
  clock += 11 * 60_000;
  const waiting = read(vault);
  await wanted(vault);
  expect(await vault.storage()).toMatchObject({ locked: true, lockAfterMinutes: 10 });
  await vault.unlock(PASSPHRASE);
  expect(await waiting).toBe('token-of-a');
  await vault.lockAfter(null);
  clock += 1000 * 60_000;
  expect(await read(vault)).toBe('token-of-a');
});

test('another passphrase opens everything and the old one nothing; the old one has to be given', async () => {
  const vault = await filled();
  await expect(vault.changePassphrase('not the old one', 'eight or more', 'ask')).rejects.toMatchObject({
    error: { code: 'passphrase_wrong' },
  });
  await expect(vault.changePassphrase(PASSPHRASE, 'short', 'ask')).rejects.toMatchObject({
    error: { code: 'invalid_input' },
  });
  const before = await readFile(file, 'utf8');
  expect(await vault.changePassphrase(PASSPHRASE, 'eight or more', 'ask')).toEqual({
    kind: 'moved',
    moved: 2,
    kept: 0,
  });
  const text = await readFile(file, 'utf8');
  for (const [sealed] of before.matchAll(/(?<="(?:text|salt)": ")[^"]+/g)) expect(text).not.toContain(sealed);
  const after = open();
  await expect(after.unlock(PASSPHRASE)).rejects.toMatchObject({ error: { code: 'passphrase_wrong' } });
  await after.unlock('eight or more');
  expect([await read(after, A), await read(after, B)]).toEqual(['token-of-a', 'token-of-b']);
});

test('an address that was edited everywhere in the file does not send the token there', async () => {
  await filled();
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll('registry.example', 'evil.example'));
  const vault = open();
  await vault.unlock(PASSPHRASE);
  const stolen = vault.use(A, 'https://evil.example', async (token) => token);
  await expect(stolen).rejects.toMatchObject({ error: { code: 'token_locked' } });
});

test('ciphertexts that were swapped between registries, or between the tokens of one, are never used', async () => {
  const vault = await filled();
  await vault.set(A, origin, 'second-of-a', { name: 'CI' });
  const content: { tokens: Record<string, unknown>[] } = JSON.parse(await readFile(file, 'utf8'));
  const [a, b, c] = content.tokens.map(({ sealed }) => sealed);
  const sealed = [c, a, b];
  const tokens = content.tokens.map((row, at) => ({ ...row, sealed: sealed[at] }));
  await writeFile(file, JSON.stringify({ ...content, tokens }));
  const after = open();
  await after.unlock(PASSPHRASE);
  for (const { id } of after.tokens(A, origin))
    await expect(after.use(A, origin, async (token) => token, id)).rejects.toMatchObject({
      error: { code: 'token_locked' },
    });
  await expect(read(after, B)).rejects.toMatchObject({ error: { code: 'token_locked' } });
});

test('one damaged copy of what the passphrase is checked by costs nothing', async () => {
  await filled();
  const content: { passphrase: { salt: string } } = JSON.parse(await readFile(file, 'utf8'));
  const damaged = { ...content.passphrase, salt: `AAAA${content.passphrase.salt.slice(4)}` };
  await writeFile(file, JSON.stringify({ ...content, passphrase: damaged }));
  const vault = open();
  await vault.unlock(PASSPHRASE);
  expect(await read(vault)).toBe('token-of-a');
});

test('a cost in an edited file that would take all memory is refused, and the file stays as it is', async () => {
  await filled();
  const text = (await readFile(file, 'utf8')).replaceAll('"N": 1024', '"N": 1073741824');
  await writeFile(file, text);
  const vault = open();
  expect(await vault.storage()).toMatchObject({ way: 'memory', text: expect.stringContaining('damaged') });
  await expect(read(vault)).rejects.toMatchObject({ error: { code: 'token_locked' } });
  expect(await readFile(file, 'utf8')).toBe(text);
});

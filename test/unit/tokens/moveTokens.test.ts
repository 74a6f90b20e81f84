import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDocument } from '../../../main/document.ts';
import type { SecretCipher } from '../../../main/host.ts';
import type { Vault } from '../../../main/tokens/vault.ts';
import { RegistryId } from '../../../shared/ids.ts';
import type { StorageWay } from '../../../shared/tokens.ts';
import { noKeychain, testKeychain } from '../../support/testCipher.ts';
import { testVault } from '../../support/testVault.ts';

const A = RegistryId.parse('reg-a');
const B = RegistryId.parse('reg-b');
const origin = 'https://registry.example';
const PASSPHRASE = 'correct horse battery';
const keychain = testKeychain();

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'move-'));
  file = join(folder, 'vault.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (cipher: SecretCipher = keychain): Vault =>
  testVault({ cipher: async () => cipher, document: openDocument(file) });
const tokensOf = (vault: Vault, id = A) =>
  Promise.all(vault.tokens(id, origin).map((one) => vault.use(id, origin, async (token) => token, one.id)));

const WAYS: readonly StorageWay[] = ['keychain', 'passphrase', 'memory'];

describe.each(WAYS.flatMap((from) => WAYS.filter((to) => to !== from).map((to) => ({ from, to }))))(
  'from $from to $to',
  ({ from, to }) => {
    test('every token moves with its name, its dates and which one is in use, and nothing is left of the old copies', async () => {
      const vault = open();
      await vault.move(from, PASSPHRASE, 'ask');
      await vault.set(A, origin, 'mine-1234', { name: 'me', expiresOn: '2027-01-31' });
      const ci = await vault.set(A, origin, 'robot-5678', { name: 'CI' });
      await vault.activate(A, ci);
      vault.recordTest(A, 'accepted', { tokenId: ci });
      await vault.set(B, origin, 'other-9999');
      const before = vault.tokens(A, origin);
      const text = await readFile(file, 'utf8').catch(() => '');
      expect(await vault.move(to, PASSPHRASE, 'ask')).toEqual({ kind: 'moved', moved: 3, kept: 0 });
      expect(await tokensOf(vault)).toEqual(['mine-1234', 'robot-5678']);
      expect(vault.tokens(A, origin)).toEqual(before);
      const after = await readFile(file, 'utf8');
      for (const [sealed] of text.matchAll(/(?<="text": ")[^"]+/g)) expect(after).not.toContain(sealed);
      expect(after).not.toMatch(/mine-1234|robot-5678|other-9999/);
      const next = open();
      expect(await next.storage()).toMatchObject({ way: to, chosen: true, locked: to === 'passphrase' });
      if (to === 'passphrase') await next.unlock(PASSPHRASE);
      expect(await tokensOf(next)).toEqual(to === 'memory' ? [] : ['mine-1234', 'robot-5678']);
      if (to !== 'memory') expect(next.tokens(A, origin)).toEqual(before);
    });
  },
);

test('a token that cannot be opened stops the move and the person is asked; kept it stays as it is, dropped it goes', async () => {
  await open().set(A, origin, 'in the keychain');
  const elsewhere = open(noKeychain);
  await elsewhere.set(B, origin, 'typed here');
  const before = await readFile(file, 'utf8');
  expect(await elsewhere.move('passphrase', PASSPHRASE, 'ask')).toEqual({ kind: 'ask', unreadable: 1 });
  expect(await readFile(file, 'utf8')).toBe(before);
  expect(await elsewhere.move('passphrase', PASSPHRASE, 'keep')).toEqual({ kind: 'moved', moved: 1, kept: 1 });
  const next = open();
  await next.unlock(PASSPHRASE);
  expect(await tokensOf(next, A)).toEqual(['in the keychain']);
  expect(await tokensOf(next, B)).toEqual(['typed here']);
  const again = open(noKeychain);
  await again.unlock(PASSPHRASE);
  expect(await again.move('memory', undefined, 'drop')).toEqual({ kind: 'moved', moved: 1, kept: 0 });
  expect(open().state(A, origin)).toEqual({ kind: 'none' });
});

test('a new passphrase sets the file aside first where it would make a kept token worthless', async () => {
  const vault = open(noKeychain);
  await vault.move('passphrase', PASSPHRASE, 'ask');
  await vault.set(A, origin, 'good-token');
  await vault.set(B, origin, 'bad-token');
  const content: { tokens: { sealed: { text: string } }[] } = JSON.parse(await readFile(file, 'utf8'));
  const sealed = content.tokens[1]?.sealed;
  if (sealed !== undefined) sealed.text = `AAAA${sealed.text.slice(4)}`;
  await writeFile(file, JSON.stringify(content));
  const damaged = open(noKeychain);
  await damaged.unlock(PASSPHRASE);
  expect(await damaged.changePassphrase(PASSPHRASE, 'another passphrase', 'ask')).toEqual({
    kind: 'ask',
    unreadable: 1,
  });
  expect(await damaged.changePassphrase(PASSPHRASE, 'another passphrase', 'keep')).toMatchObject({ kept: 1 });
  expect(await tokensOf(damaged, A)).toEqual(['good-token']);
  const aside = (await readdir(folder)).find((name) => /^vault\.\d/.test(name)) ?? '';
  expect(JSON.parse(await readFile(join(folder, aside), 'utf8'))).toEqual(content);
});

test('a disk that refuses leaves everything as it was', async () => {
  const document = openDocument(file);
  let full = false;
  const vault = testVault({
    cipher: async () => keychain,
    document: {
      ...document,
      write: (value) => {
        if (full) throw new Error('no space left, with a token in the text');
        document.write(value);
      },
    },
  });
  await vault.set(A, origin, 'abcd-efgh');
  full = true;
  for (const way of ['passphrase', 'memory'] as const)
    await expect(vault.move(way, PASSPHRASE, 'ask')).rejects.toMatchObject({ error: { code: 'token_storage_failed' } });
  expect(await vault.storage()).toMatchObject({ way: 'keychain', locked: false });
  expect(await tokensOf(vault)).toEqual(['abcd-efgh']);
  expect(await tokensOf(open())).toEqual(['abcd-efgh']);
});

test('the keychain cannot be chosen where there is none, nor a passphrase that anybody guesses', async () => {
  const vault = open(noKeychain);
  await expect(vault.move('keychain', undefined, 'ask')).rejects.toMatchObject({
    error: { code: 'not_supported_here', message: 'The test has no keychain.' },
  });
  await expect(vault.move('passphrase', '1234567', 'ask')).rejects.toMatchObject({ error: { code: 'invalid_input' } });
  expect(await readdir(folder)).toEqual([]);
});

test('a token that the program can make anew asks nobody while the vault is locked, and moves in when it is opened', async () => {
  await open(noKeychain).move('passphrase', PASSPHRASE, 'ask');
  const vault = open(noKeychain);
  await vault.set(A, origin, 'made-by-itself', { whenLocked: 'hold' });
  expect(await tokensOf(vault)).toEqual(['made-by-itself']);
  expect((await vault.storage()).locked).toBe(true);
  await vault.unlock(PASSPHRASE);
  const next = open(noKeychain);
  await next.unlock(PASSPHRASE);
  expect(await tokensOf(next)).toEqual(['made-by-itself']);
});

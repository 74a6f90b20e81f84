import { describe, expect, test } from 'vitest';
import type { SecretCipher } from '../../../main/host.ts';
import type { Vault } from '../../../main/tokens/vault.ts';
import { RegistryId, TokenId } from '../../../shared/ids.ts';
import { memoryDocument } from '../../support/memoryDocument.ts';
import { noKeychain, testKeychain } from '../../support/testCipher.ts';
import { testVault } from '../../support/testVault.ts';

const A = RegistryId.parse('reg-a');
const origin = 'https://registry.example';
const inUse = (vault: Vault) => vault.use(A, origin, async (token) => token);
const names = (vault: Vault) => vault.tokens(A, origin).map(({ name, active }) => (active ? `${name}*` : name));
const nobody = TokenId.parse('nobody');

describe.each<[string, SecretCipher]>([
  ['on disk', testKeychain()],
  ['in memory', noKeychain],
])('several tokens of a registry %s', (_where, cipher) => {
  const two = async () => {
    const document = memoryDocument();
    const vault = testVault({ cipher: async () => cipher, document });
    const me = await vault.set(A, origin, 'mine-1234', { name: 'me' });
    const ci = await vault.set(A, origin, 'robot-5678', { name: 'CI' });
    return { document, vault, me, ci };
  };

  test('the first is in use until another one is chosen', async () => {
    const { vault, me, ci } = await two();
    expect(names(vault)).toEqual(['me*', 'CI']);
    expect(await inUse(vault)).toBe('mine-1234');
    await vault.activate(A, ci);
    expect(await inUse(vault)).toBe('robot-5678');
    await vault.activate(A, me);
    expect(names(vault)).toEqual(['me*', 'CI']);
    await expect(vault.activate(A, nobody)).rejects.toMatchObject({ error: { code: 'not_found' } });
  });

  test('saving under a name in any case takes the place of that one alone; without a name, of the one in use', async () => {
    const { vault, ci } = await two();
    expect(await vault.set(A, origin, 'robot-new', { name: 'ci' })).toBe(ci);
    expect(await inUse(vault)).toBe('mine-1234');
    await vault.set(A, origin, 'mine-new');
    expect(await inUse(vault)).toBe('mine-new');
    await vault.activate(A, ci);
    expect(await inUse(vault)).toBe('robot-new');
    expect(vault.tokens(A, origin)).toHaveLength(2);
  });

  test('each has its own test, and what a registry says is said of the token that was lent', async () => {
    const { vault, ci } = await two();
    vault.recordTest(A, 'rejected', { tokenId: ci });
    expect(vault.tokens(A, origin).map(({ test }) => test)).toEqual(['untested', 'rejected']);
    await vault.use(A, origin, async () => {}, ci);
    vault.recordTest(A, 'accepted');
    expect(vault.tokens(A, origin).map(({ test }) => test)).toEqual(['untested', 'accepted']);
  });

  test('a name and the day of its end can be changed, but no two have one name', async () => {
    const { vault, me, ci } = await two();
    await vault.change(A, me, { name: 'alice', expiresOn: '2027-03-01' });
    expect(vault.state(A, origin)).toMatchObject({ kind: 'saved', expiresOn: '2027-03-01' });
    await vault.change(A, me, { expiresOn: null });
    expect(vault.tokens(A, origin)[0]).toMatchObject({ name: 'alice' });
    expect(vault.tokens(A, origin)[0]).not.toHaveProperty('expiresOn');
    await expect(vault.change(A, ci, { name: 'ALICE' })).rejects.toMatchObject({ error: { code: 'invalid_input' } });
    await expect(vault.change(A, nobody, {})).rejects.toMatchObject({ error: { code: 'not_found' } });
  });

  test('removing the one in use leaves the other in use; removing a registry leaves nothing', async () => {
    const { vault, me, document } = await two();
    await vault.remove(A, me);
    expect(names(vault)).toEqual(['CI*']);
    expect(await inUse(vault)).toBe('robot-5678');
    await vault.remove(A);
    expect(vault.tokens(A, origin)).toEqual([]);
    expect(JSON.stringify(document.read() ?? '')).not.toContain('reg-a');
  });
});

test('what is not understood is listed with its reason, kept, and can be removed alone', async () => {
  const keychain = testKeychain();
  const content = { v: 2, active: {}, tokens: [{ registryId: A, from: 'the future' }], later: { more: true } };
  const document = memoryDocument(content);
  const vault = testVault({ cipher: async () => keychain, document });
  expect(vault.state(A, origin).kind).toBe('unreadable');
  await vault.set(A, origin, 'abcd-efgh');
  expect(document.read()).toMatchObject({ later: { more: true }, tokens: [content.tokens[0], {}] });
  const damaged = vault.tokens(A, origin).find(({ reason }) => reason !== undefined);
  await vault.remove(A, damaged?.id);
  expect(names(vault)).toEqual(['Token*']);
  expect(await inUse(vault)).toBe('abcd-efgh');
});

test('the file of the first version is read without losing a token, and its rows are of this version after a change', async () => {
  const keychain = testKeychain();
  const seal = async (registryId: string, token: string) =>
    Buffer.from(await keychain.encrypt(JSON.stringify({ v: 1, registryId, origin, token }))).toString('base64');
  const row = { origin, savedAt: '2026-01-01T00:00:00.000Z', test: 'accepted', testedAt: '2026-01-02T00:00:00.000Z' };
  const odd = { sealed: 7 };
  const tokens = {
    [A]: { ...row, sealed: await seal(A, 'from before') },
    'reg-b': odd,
    'reg-c': { ...row, sealed: await seal(A, 'moved') },
  };
  const document = memoryDocument({ v: 1, tokens });
  const vault = testVault({ cipher: async () => keychain, document });
  expect(vault.state(A, origin)).toMatchObject({ kind: 'saved', test: 'accepted', savedAt: row.savedAt });
  expect(await inUse(vault)).toBe('from before');
  const c = RegistryId.parse('reg-c');
  await expect(vault.use(c, origin, async () => {})).rejects.toMatchObject({ error: { code: 'token_locked' } });
  expect(vault.state(RegistryId.parse('reg-b'), origin).kind).toBe('unreadable');
  await vault.set(RegistryId.parse('reg-d'), origin, 'a new one');
  expect(document.aside).toEqual([]);
  expect(document.read()).toMatchObject({ v: 2, tokens: [{}, { registryId: 'reg-b', damaged: odd }, {}, {}] });
  expect(await inUse(testVault({ cipher: async () => keychain, document }))).toBe('from before');
});

test('a file of a later version is set aside whole', () => {
  const later = { v: 3, tokens: { anything: true } };
  const document = memoryDocument(later);
  expect(testVault({ document }).state(A, origin)).toEqual({ kind: 'none' });
  expect(document.aside).toMatchObject([{ content: later }]);
});

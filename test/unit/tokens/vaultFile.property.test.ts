import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDocument } from '../../../main/document.ts';
import type { Vault } from '../../../main/tokens/vault.ts';
import { RegistryId } from '../../../shared/ids.ts';
import { testKeychain } from '../../support/testCipher.ts';
import { testVault } from '../../support/testVault.ts';

const keychain = testKeychain(new Uint8Array(32).fill(7));
const origin = 'https://registry.example';
const ids = ['alpha', 'beta', 'gamma'].map((id) => RegistryId.parse(id));
const tokenOf = (id: string): string => `token "of" ${id} %2B\n+`;

const PASSPHRASE = 'correct horse battery';

const open = (file: string): Vault =>
  testVault({ cipher: async () => keychain, document: openDocument(file), cost: { N: 2 ** 10, r: 1, p: 1 } });

describe.each(['keychain', 'passphrase'] as const)('the file of a vault by %s', (way) => {
  let folder: string;
  let original: Buffer;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vault-property-'));
    const vault = open(join(folder, 'vault.json'));
    await vault.move(way, PASSPHRASE, 'ask');
    for (const id of ids) await vault.set(id, origin, tokenOf(id));
    original = readFileSync(join(folder, 'vault.json'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Opens a vault over the damaged bytes and tells, for each registry, the token or why there is none. */
  async function survey(bytes: Uint8Array): Promise<{ tokens: (string | null)[]; kept: Buffer[] }> {
    const place = mkdtempSync(join(folder, 'case-'));
    const file = join(place, 'vault.json');
    writeFileSync(file, bytes);
    const vault = open(file);
    await vault.unlock(PASSPHRASE).catch(() => undefined);
    const tokens = [];
    for (const id of ids) {
      const state = vault.state(id, origin);
      const token = await vault.use(id, origin, async (some) => some).catch(() => null);
      if (state.kind === 'none') expect(token).toBeNull();
      tokens.push(token);
    }
    // A later save must not wipe what could not be read.
    await vault.set(RegistryId.parse('delta'), origin, 'new token', { whenLocked: 'hold' });
    const kept = readdirSync(place).map((name) => readFileSync(join(place, name)));
    rmSync(place, { recursive: true });
    return { tokens, kept };
  }

  const isRight = (token: string | null, at: number): boolean => token === null || token === tokenOf(ids[at] ?? '');

  test('a token file cut off anywhere never throws, never gives a wrong token, and is kept byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: original.length - 1 }), async (length) => {
        const bytes = original.subarray(0, length);
        const { tokens, kept } = await survey(bytes);
        expect(tokens.every(isRight)).toBe(true);
        const whole = tokens.every((token) => token !== null);
        expect(whole || kept.some((some) => some.equals(bytes))).toBe(true);
      }),
      { numRuns: 120 },
    );
  });

  test('one flipped bit harms one token at most, or the file is set aside whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: original.length - 1 }), fc.nat({ max: 7 }), async (at, bit) => {
        const bytes = Buffer.from(original);
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
        const { tokens, kept } = await survey(bytes);
        expect(tokens.every(isRight)).toBe(true);
        const lost = tokens.filter((token) => token === null).length;
        const setAside = kept.some((some) => some.equals(bytes));
        expect(lost <= 1 || setAside).toBe(true);
        // Each ciphertext that the damaged file held is still in one of the files.
        const texts = kept.map(String);
        for (const [sealed] of bytes.toString('utf8').matchAll(/(?<="text": ")[^"]+/g)) {
          expect(texts.some((text) => text.includes(sealed))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('rows in any order under any of the ids open only where they belong', async () => {
    const content: { tokens: Record<string, unknown>[] } = JSON.parse(original.toString('utf8'));
    const places = [0, 1, 2] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...places), { minLength: 3, maxLength: 3 }), async (order) => {
        const tokens = places.map((at) => ({ ...content.tokens[at], sealed: content.tokens[order[at] ?? at]?.sealed }));
        const found = await survey(Buffer.from(JSON.stringify({ ...content, tokens })));
        expect(found.tokens).toEqual(ids.map((id, at) => (order[at] === at ? tokenOf(id) : null)));
      }),
    );
  });

  test('any JSON at all in place of the file, or of a row, is kept and never used', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.boolean(), async (value, asRow) => {
        const content: { tokens: unknown[] } = JSON.parse(original.toString('utf8'));
        const file = asRow ? { ...content, tokens: [value, ...content.tokens.slice(1)] } : value;
        const text = JSON.stringify(file);
        const { tokens, kept } = await survey(Buffer.from(text));
        expect(tokens[0] ?? null).toBeNull();
        if (asRow) expect(tokens.slice(1)).toEqual([tokenOf('beta'), tokenOf('gamma')]);
        const compact = kept.map((some) => JSON.stringify(JSON.parse(some.toString('utf8'))));
        const piece = JSON.stringify(JSON.parse(asRow ? JSON.stringify(value) : text));
        expect(compact.some((some) => some.includes(piece))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

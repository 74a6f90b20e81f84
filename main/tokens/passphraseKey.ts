import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import * as z from 'zod';

/** How much work a guess of the passphrase costs: 128 MiB and about half a second (N = 2^17, r = 8, p = 1). */
export interface PassphraseCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}
export const COST: PassphraseCost = { N: 2 ** 17, r: 8, p: 1 };

const powerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n));

/** What is kept of a passphrase: how its key is made, and a sealed text that only the right key opens. The bounds keep an edited file from taking all memory. */
const Header = z.object({
  v: z.literal(1),
  kdf: z.literal('scrypt'),
  N: z
    .number()
    .int()
    .min(2 ** 10)
    .max(2 ** 20)
    .refine(powerOfTwo),
  r: z.number().int().min(1).max(16),
  p: z.number().int().min(1).max(4),
  salt: z.base64().min(1),
  nonce: z.base64().min(1),
  check: z.base64().min(1),
});
type Header = z.infer<typeof Header>;

const CHECKED = 'elba token vault';
const SALT_BYTES = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

type Parameters = Omit<Header, 'nonce' | 'check'>;

/** The same passphrase typed on another keyboard can be other code points of the same text. */
function deriveKey(passphrase: string, { N, r, p, salt }: Parameters): Promise<Buffer> {
  const maxmem = 128 * N * r + 128 * r * p + 1024 * 1024;
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), KEY_BYTES, { N, r, p, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

const parametersText = ({ v, kdf, N, r, p, salt }: Parameters): Buffer =>
  Buffer.from(JSON.stringify([v, kdf, N, r, p, salt]));

/** AES-256-GCM; base64 of the ciphertext with its tag behind it. `vouched` is authenticated with it and not kept. */
export function encrypt(key: Uint8Array, text: string, vouched: Uint8Array): { nonce: string; text: string } {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(vouched);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { nonce: nonce.toString('base64'), text: body.toString('base64') };
}

/** The text, or null where key, nonce, ciphertext or what was vouched for is not what it was. */
export function decrypt(
  key: Uint8Array,
  { nonce, text }: { readonly nonce: string; readonly text: string },
  vouched: Uint8Array,
): string | null {
  const body = Buffer.from(text, 'base64');
  const iv = Buffer.from(nonce, 'base64');
  if (body.length < TAG_BYTES || iv.length !== NONCE_BYTES) return null;
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(vouched);
    cipher.setAuthTag(body.subarray(-TAG_BYTES));
    return Buffer.concat([cipher.update(body.subarray(0, -TAG_BYTES)), cipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** Makes a header for a new passphrase, with a salt of its own, and the key that goes with it. */
export async function newPassphrase(
  passphrase: string,
  cost: PassphraseCost,
): Promise<{ header: Record<string, unknown>; key: Buffer }> {
  const salt = randomBytes(SALT_BYTES).toString('base64');
  const parameters: Parameters = { v: 1, kdf: 'scrypt', ...cost, salt };
  const key = await deriveKey(passphrase, parameters);
  const { nonce, text } = encrypt(key, CHECKED, parametersText(parameters));
  return { header: { ...parameters, nonce, check: text } satisfies Header, key };
}

/** Whether one of the headers is of a form that a passphrase can be tried on. */
export const hasHeader = (headers: readonly unknown[]): boolean =>
  headers.some((header) => Header.safeParse(header).success);

/** The key, or null for a wrong passphrase. Each different header that is understood is tried. */
export async function keyOf(passphrase: string, headers: readonly unknown[]): Promise<Buffer | null> {
  const known = new Map<string, Header>();
  for (const value of headers) {
    const header = Header.safeParse(value);
    if (header.success) known.set(JSON.stringify(header.data), header.data);
  }
  for (const header of known.values()) {
    const key = await deriveKey(passphrase, header);
    if (decrypt(key, { nonce: header.nonce, text: header.check }, parametersText(header)) === CHECKED) return key;
  }
  return null;
}

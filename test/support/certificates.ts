import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate and its key as PEM, made on the spot so that no key lies in the repository and none runs out. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

interface Wish {
  /** A DNS name or `127.0.0.1`. */
  readonly host: string;
  readonly issuer?: Authority;
  readonly daysValid?: { readonly from: number; readonly to: number };
}

interface Authority extends Identity {
  readonly privateKey: KeyObject;
  readonly name: string;
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(body.length.toString(16).padStart(4, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x82]), length, body]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts);
const bits = (body: Buffer): Buffer => der(0x03, Buffer.from([0]), body);

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const encoded = rest.flatMap((part) => {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...encoded]));
}

const nameOf = (text: string): Buffer => sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(text)))));

function time(days: number): Buffer {
  const at = new Date(Date.now() + days * 86_400_000).toISOString();
  return der(0x18, Buffer.from(`${at.replace(/[-:T]/g, '').slice(0, 14)}Z`));
}

function extensions(host: string, authority: boolean): Buffer {
  const address = /^[\d.]+$/.test(host);
  const alt = address ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));
  const basic = sequence(oid('2.5.29.19'), der(0x04, sequence(...(authority ? [der(0x01, Buffer.from([0xff]))] : []))));
  return der(0xa3, sequence(basic, sequence(oid('2.5.29.17'), der(0x04, sequence(alt)))));
}

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

function pem(body: Buffer): string {
  const lines = body.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function make(wish: Wish, authority: boolean): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { from, to } = wish.daysValid ?? { from: -1, to: 1 };
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1]), randomBytes(8)),
    ECDSA_SHA256,
    nameOf(wish.issuer?.name ?? wish.host),
    sequence(time(from), time(to)),
    nameOf(wish.host),
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions(wish.host, authority),
  );
  const signature = sign('sha256', body, wish.issuer?.privateKey ?? privateKey);
  const cert = pem(sequence(body, ECDSA_SHA256, bits(signature)));
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { cert, key, privateKey, name: wish.host };
}

/** An authority that nobody trusts yet. */
export const makeAuthority = (name: string): Authority => make({ host: name }, true);

/** A certificate for one host: self-signed unless an issuer is given, valid from yesterday until tomorrow unless told. */
export const makeCertificate = (wish: Wish): Identity => make(wish, false);

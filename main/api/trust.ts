import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';
import type { Certificates } from '../../shared/network.ts';
import { failure } from '../failure.ts';

/** Whose certificates are believed; empty where Node's own alone are. */
export type Trust = { readonly secureContext?: tls.SecureContext };

let known: readonly string[] | null | undefined;
/** Node's own certificates and the system's; null where those are unreadable. Read once: on some systems that takes a second. */
function knownAuthorities(): readonly string[] | null {
  if (known !== undefined) return known;
  try {
    known = [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
  } catch {
    known = null;
  }
  return known;
}

const contextOf = (ca: readonly string[]): Trust => ({ secureContext: tls.createSecureContext({ ca: [...ca] }) });

/** Some system keeps a certificate that OpenSSL refuses; then Node's own alone are trusted, and what was added here. */
function trustOf(more: readonly string[]): Trust {
  const usual = knownAuthorities();
  if (usual !== null) {
    try {
      return contextOf([...usual, ...more]);
    } catch {
      known = null;
    }
  }
  return more.length === 0 ? {} : contextOf([...tls.rootCertificates, ...more]);
}

const PEM = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** One authority of a file, as it is shown. `validTo` is an instant. */
export interface Authority {
  readonly pem: string;
  readonly subject: string;
  readonly validTo: string;
}

const commonName = (subject: string): string => /^(?:CN|O)=(.+)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ');

/** Reads the certificates of a PEM file. Throws `invalid_input` where there is none, or one cannot be read. */
export function readAuthorities({ fileName, pem }: Certificates): Authority[] {
  const blocks = pem.match(PEM) ?? [];
  if (blocks.length === 0) {
    throw failure(
      'invalid_input',
      `${fileName} holds no certificate in PEM form, which begins with -----BEGIN CERTIFICATE-----. Choose the file of the authority.`,
    );
  }
  return blocks.map((block, at) => {
    try {
      const certificate = new X509Certificate(block);
      return {
        pem: certificate.toString(),
        subject: commonName(certificate.subject),
        validTo: new Date(certificate.validTo).toISOString(),
      };
    } catch {
      throw failure(
        'invalid_input',
        `Certificate ${at + 1} in ${fileName} can't be read. Ask whoever gave you the file for it again.`,
      );
    }
  });
}

const contexts = new Map<string, Trust>();
const MOST_CONTEXTS = 20;

/** Every authority that is believed, the added ones among them, as PEM. Throws what `readAuthorities` throws. */
export const authorities = (extra: readonly Certificates[]): string[] => [
  ...(knownAuthorities() ?? tls.rootCertificates),
  ...extra.flatMap((one) => readAuthorities(one).map(({ pem }) => pem)),
];

/**
 * Whom to believe at an address, which matters for https alone: Node's and the system's certificates, and beside them those of `extra`. Throws `invalid_input` for what
 * `readAuthorities` refuses.
 */
export function trustFor(url: URL, extra: readonly Certificates[]): Trust {
  if (url.protocol !== 'https:') return {};
  const key = extra.map(({ pem }) => pem).join('\n');
  const made = contexts.get(key);
  if (made !== undefined) return made;
  const more = extra.flatMap((one) => readAuthorities(one).map(({ pem }) => pem));
  const fresh = trustOf(more);
  if (contexts.size >= MOST_CONTEXTS) contexts.clear();
  contexts.set(key, fresh);
  return fresh;
}

import * as https from 'node:https';
import { type PeerCertificate, TLSSocket } from 'node:tls';
import { agentFor, type Way } from './way.ts';

/** What a server showed that was not believed. The texts are the server's own, cut and on one line; `validTo` is an instant. */
export interface ShownCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** The hosts that it is for. */
  readonly names: readonly string[];
  readonly validFrom: string;
  readonly validTo: string;
}

const LOOK_MS = 5000;
const MOST_CHARACTERS = 100;
const MOST_NAMES = 5;

const plain = (text: unknown): string =>
  typeof text === 'string' ? text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, MOST_CHARACTERS) : '';

const nameOf = (party: PeerCertificate['subject'] | undefined): string => {
  const name = party?.CN ?? party?.O;
  return plain(Array.isArray(name) ? name[0] : name);
};

const namesIn = (text: string | undefined): string[] =>
  (text ?? '')
    .split(', ')
    .filter((part) => /^(DNS|IP Address):/.test(part))
    .slice(0, MOST_NAMES)
    .map((part) => plain(part.slice(part.indexOf(':') + 1)));

const instantOf = (text: string): string => {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
};

function readShown(certificate: PeerCertificate): ShownCertificate | null {
  // Without a certificate Node gives an empty object, whatever its type says.
  if (!('subject' in certificate)) return null;
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    names: namesIn(certificate.subjectaltname),
    validFrom: instantOf(certificate.valid_from),
    validTo: instantOf(certificate.valid_to),
  };
}

/**
 * Looks at the certificate of a server that was just refused, to say whose it is: makes the TLS connection once more without
 * judging it, reads what is shown, and closes it before a byte of a request has been written. Null where nothing is shown in 5 s.
 */
export async function lookAtCertificate(url: URL, way: Way): Promise<ShownCertificate | null> {
  const agent = await agentFor(url, way);
  const { promise, resolve } = Promise.withResolvers<ShownCertificate | null>();
  // Never ended, so that nothing is ever sent over it.
  const wire = https.request(url, { method: 'HEAD', agent, rejectUnauthorized: false });
  const end = (shown: ShownCertificate | null): void => {
    clearTimeout(timer);
    wire.destroy();
    resolve(shown);
  };
  const timer = setTimeout(() => end(null), LOOK_MS);
  wire.on('error', () => end(null));
  wire.on('socket', (socket) => {
    if (!(socket instanceof TLSSocket)) return end(null);
    const read = (): void => end(readShown(socket.getPeerCertificate()));
    if (socket.getProtocol() !== null && !socket.connecting) read();
    else socket.once('secureConnect', read);
  });
  return promise;
}

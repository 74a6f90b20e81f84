import type { ShownCertificate } from './certificate.ts';
import type { TransportFailure } from './transportFailure.ts';

/** `3 Nov 2026`, in UTC; empty for what is no instant. */
const day = (instant: string): string => {
  const at = new Date(instant);
  return Number.isNaN(at.getTime())
    ? ''
    : at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
};

const known = (text: string): string => (text === '' ? 'somebody without a name' : `“${text}”`);

/** `It was issued to “a.example” by “Some CA”.` */
const issued = ({ subject, issuer }: ShownCertificate): string =>
  `It was issued to ${known(subject)} by ${known(issuer)}.`;

type Words = (host: string, shown: ShownCertificate | null) => string;

const expired: Words = (host, shown) => {
  // The one that has expired can be an authority's in between; then its own date tells nothing.
  const when = shown !== null && Date.parse(shown.validTo) < Date.now() ? ` on ${day(shown.validTo)}` : '';
  const who = shown === null ? '' : ` ${issued(shown)}`;
  return `The certificate of ${host} has expired${when}.${who} Its operator has to renew it.`;
};

const early: Words = (host, shown) => {
  const when = shown === null ? 'not valid yet' : `not valid before ${day(shown.validFrom)}`;
  const who = shown === null ? '' : ` ${issued(shown)}`;
  return `The certificate of ${host} is ${when}, and this computer’s clock says ${day(new Date().toISOString())}.${who} Check the date here, or ask the registry’s operator.`;
};

const otherHost: Words = (host, shown) => {
  const names = shown === null || shown.names.length === 0 ? 'another host' : shown.names.join(', ');
  const who = shown === null ? '' : ` ${issued(shown)}`;
  return `The certificate that ${host} showed is for ${names}.${who} Check the address; somebody may be in between.`;
};

const untilWhen = (shown: ShownCertificate | null): string =>
  shown === null ? '' : ` (issued to ${known(shown.subject)}, valid until ${day(shown.validTo)})`;

const selfSigned: Words = (host, shown) =>
  `The certificate of ${host}${untilWhen(shown)} is signed by itself, so nobody vouches for it. If you know that it is right, add it to the extra certificates of this registry.`;

const unknownAuthority: Words = (host, shown) => {
  const who = shown === null ? 'an authority' : `${known(shown.issuer)}, an authority`;
  return `The certificate of ${host}${untilWhen(shown)} comes from ${who} that this computer does not trust. If you know that it is right, add the authority’s certificate to the extra certificates of this registry.`;
};

const WORDS: readonly (readonly [RegExp, Words])[] = [
  [/CERT_HAS_EXPIRED/, expired],
  [/CERT_NOT_YET_VALID/, early],
  [/ALTNAME|HOSTNAME_MISMATCH/, otherHost],
  [/DEPTH_ZERO_SELF_SIGNED/, selfSigned],
  [/SELF_SIGNED|UNABLE_TO|INVALID_CA|SIGNATURE/, unknownAuthority],
];

/** Why a server’s certificate is not believed: what is wrong, whose it is, since when, and what to do. */
export function explainTls({ reason, host, facts }: TransportFailure): string {
  const words = WORDS.find(([pattern]) => pattern.test(reason))?.[1];
  return (
    words?.(host, facts.certificate ?? null) ??
    `${host} does not speak TLS as it should (${reason}). Check the address and its port.`
  );
}

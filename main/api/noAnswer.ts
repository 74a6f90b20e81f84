import type { AppError } from '../../shared/errors.ts';
import type { TransportFailure } from './transportFailure.ts';

const UNREACHABLE: readonly (readonly [RegExp, (host: string) => string])[] = [
  [/^(ENOTFOUND|EAI_)/, (host) => `the name ${host} was not found. Check the network or the address.`],
  [/^ECONNREFUSED$/, (host) => `nothing answers at ${host}. Check that it runs and that its address is right.`],
  [/^(EHOST|ENET|EADDRNOTAVAIL)/, (host) => `there is no way to ${host} from here. Check the network.`],
];

const TLS: readonly (readonly [RegExp, (host: string) => string])[] = [
  [/CERT_HAS_EXPIRED/, (host) => `The certificate of ${host} has expired. Its operator has to renew it.`],
  [
    /CERT_NOT_YET_VALID/,
    (host) =>
      `The certificate of ${host} is not valid yet. Check this computer’s date, or ask the registry’s operator.`,
  ],
  [
    /ALTNAME|HOSTNAME_MISMATCH/,
    (host) => `The certificate that ${host} showed is for another host. Check the address; somebody may be in between.`,
  ],
  [
    /DEPTH_ZERO_SELF_SIGNED/,
    (host) =>
      `The certificate of ${host} is signed by itself, so nobody vouches for it. Add it to this computer’s trusted certificates if you know that it is right.`,
  ],
  [
    /SELF_SIGNED|UNABLE_TO|INVALID_CA|SIGNATURE/,
    (host) =>
      `The certificate of ${host} comes from an authority that this computer does not trust. Add the authority to its trusted certificates if you know that it is right.`,
  ],
];

function unreachable(registry: string, { reason, host }: TransportFailure): string {
  const why = UNREACHABLE.find(([pattern]) => pattern.test(reason))?.[1];
  const rest =
    why?.(host) ?? `the connection to ${host} could not be made (${reason}). Check the network or the address.`;
  return `${registry} can’t be reached: ${rest}`;
}

function insecure(registry: string, { reason, host }: TransportFailure): string {
  const why = TLS.find(([pattern]) => pattern.test(reason))?.[1];
  const rest = why?.(host) ?? `${host} does not speak TLS as it should (${reason}). Check the address and its port.`;
  return `There is no safe connection to ${registry}, and nothing was sent. ${rest}`;
}

function cancelled(registry: string, { sent }: TransportFailure): string {
  if (sent.left === 'nothing') return 'Cancelled before anything was sent.';
  if (sent.left === 'part')
    return `Cancelled before the last byte had left, so ${registry} has nothing that it could store.`;
  return `Cancelled after the last byte had left, so ${registry} may have done it all the same.`;
}

function sentence(registry: string, failure: TransportFailure): string {
  switch (failure.code) {
    case 'unreachable':
      return unreachable(registry, failure);
    case 'tls_failed':
      return insecure(registry, failure);
    case 'timed_out':
      return failure.sent.left === 'nothing'
        ? `${registry} can’t be reached: ${failure.host} did not take the connection in time. Check the network or try again.`
        : `${registry} stopped moving: no byte went either way for a while, and no answer came.`;
    case 'connection_lost':
      return `The connection to ${registry} broke before an answer came (${failure.reason}).`;
    case 'unexpected_answer':
      return `What answers at ${failure.host} does not speak HTTP. Check the address of ${registry}.`;
    case 'cancelled':
      return cancelled(registry, failure);
    case 'archive_missing':
      return 'The archive is no longer the one that was reviewed, so it was not sent whole. Build it again and publish that.';
  }
}

/** Puts into words why no answer came. Says nothing of what became of a write; who sent it has to look. */
export const explainNoAnswer = (failure: TransportFailure, registryName: string): AppError => ({
  code: failure.code,
  message: sentence(registryName, failure),
});

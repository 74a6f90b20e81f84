import type { AppError } from '../../shared/errors.ts';
import { explainTls } from './tlsWords.ts';
import type { TransportFailure } from './transportFailure.ts';

const UNREACHABLE: readonly (readonly [RegExp, (host: string) => string])[] = [
  [/^(ENOTFOUND|EAI_)/, (host) => `the name ${host} was not found. Check the network or the address.`],
  [/^ECONNREFUSED$/, (host) => `nothing answers at ${host}. Check that it runs and that its address is right.`],
  [/^(EHOST|ENET|EADDRNOTAVAIL)/, (host) => `there is no way to ${host} from here. Check the network.`],
];

function unreachable(registry: string, { reason, host, facts }: TransportFailure): string {
  const { via, proxyStatus } = facts;
  if (proxyStatus === 407) {
    return `${registry} can’t be reached: the proxy ${via} asks for a name and a password (407). Set them in the system’s proxy settings.`;
  }
  if (proxyStatus !== undefined) {
    return `${registry} can’t be reached: the proxy ${via} answered ${proxyStatus} instead of connecting to ${host}. Check the address, or the proxy in the network settings.`;
  }
  const asked = via ?? host;
  const why = UNREACHABLE.find(([pattern]) => pattern.test(reason))?.[1];
  const rest =
    why?.(asked) ?? `the connection to ${asked} could not be made (${reason}). Check the network or the address.`;
  const through = via === null || via === undefined ? '' : ` That is the proxy on the way to ${host}.`;
  return `${registry} can’t be reached: ${rest}${through}`;
}

const insecure = (registry: string, failure: TransportFailure): string =>
  `There is no safe connection to ${registry}, and nothing was sent. ${explainTls(failure)}`;

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

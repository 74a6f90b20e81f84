import type { ErrorCode } from '../../shared/errors.ts';
import type { ShownCertificate } from './certificate.ts';

/**
 * How much of a request went out: `nothing`: surely not a byte. `part`: something, but not the last byte, so that a registry,
 * which knows the length, cannot have taken it. `all`: the last byte may have arrived.
 */
export type Left = 'nothing' | 'part' | 'all';

/** What is known of the way out. `bytes` of the body were handed to the system's network; `total` is the whole body. */
export interface Sent {
  readonly left: Left;
  readonly bytes: number;
  readonly total: number;
}

/** The codes that the way to a registry can fail with. */
export type TransportCode = Extract<
  ErrorCode,
  'unreachable' | 'tls_failed' | 'timed_out' | 'connection_lost' | 'unexpected_answer' | 'cancelled' | 'archive_missing'
>;

/** What else is known of a failure: the proxy that was asked, what it answered to the wish for a tunnel, and what TLS was shown. */
export interface FailureFacts {
  readonly via?: string | null;
  readonly proxyStatus?: number | undefined;
  readonly certificate?: ShownCertificate | null;
}

/**
 * No answer came. `reason` is the system's or TLS's own code (`ECONNREFUSED`, `CERT_HAS_EXPIRED`), `host` who was asked. It
 * holds no URL, so no token.
 */
export class TransportFailure extends Error {
  readonly code: TransportCode;
  readonly reason: string;
  readonly host: string;
  readonly sent: Sent;
  readonly facts: FailureFacts;

  constructor(code: TransportCode, reason: string, host: string, sent: Sent, facts: FailureFacts = {}) {
    super(`${code}: ${reason} (${host})`);
    this.name = 'TransportFailure';
    this.code = code;
    this.reason = reason;
    this.host = host;
    this.sent = sent;
    this.facts = facts;
  }

  /** The same failure with more known of it. */
  with(facts: FailureFacts): TransportFailure {
    return new TransportFailure(this.code, this.reason, this.host, this.sent, { ...this.facts, ...facts });
  }
}

const CERTIFICATE =
  /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|EPROTO$)/;

/** The literal code of what Node threw; the first of several attempts speaks for all. */
export function systemCode(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return systemCode(thrown.errors[0]);
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return 'unknown';
}

/** The status that a proxy answered instead of making a tunnel. */
export const proxyStatusOf = (thrown: unknown): number | undefined =>
  thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number'
    ? thrown.statusCode
    : undefined;

/** What a code of Node's means for the person. `ready` says whether the connection, TLS included, had been made. */
export function transportCode(code: string, ready: boolean): TransportCode {
  if (CERTIFICATE.test(code)) return 'tls_failed';
  if (!ready) return 'unreachable';
  if (code.startsWith('HPE_')) return 'unexpected_answer';
  return 'connection_lost';
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The secrets of one run. `key` stands in the printed address, `session` in the cookie that it is exchanged for. */
export interface RunKeys {
  readonly key: string;
  readonly session: string;
  /** A key that is good for one exchange: it is passed to the browser on a command line, which others can read. */
  issueOnce(): string;
  /** Whether a key from an address is one of this run's. Uses up a key that was issued for once. */
  redeem(key: string): boolean;
}

const secret = (): string => randomBytes(32).toString('base64url');

/** Compares in a time that depends on neither text. */
function same(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** New secrets of 256 random bits each. */
export function createRunKeys(): RunKeys {
  const key = secret();
  const once = new Set<string>();
  return {
    key,
    session: secret(),
    issueOnce() {
      const issued = secret();
      once.add(issued);
      return issued;
    },
    redeem(given) {
      const found = [...once].find((issued) => same(issued, given));
      if (found !== undefined) once.delete(found);
      return same(key, given) || found !== undefined;
    },
  };
}

/** What is looked at before anything else of a request. */
export interface Caller {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

export type Verdict =
  | { readonly kind: 'admitted' }
  | { readonly kind: 'exchange' }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string };

const refused = (message: string, status = 403): Verdict => ({ kind: 'refused', status, message });

/** The cookie's name holds the port, because cookies of one computer are shared by all its ports. */
export const cookieName = (port: number): string => `elba_session_${port}`;

function cookieOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** Whether the page that sent the request is this host's own. A browser always names the origin of what it posts or puts. */
function fromOwnPage({ method, url, headers }: Caller, origin: string): boolean {
  if (headers.origin !== undefined) return headers.origin === origin;
  if (method !== 'GET') return false;
  const site = headers['sec-fetch-site'];
  const opensThePage = url.pathname === '/' && headers['sec-fetch-mode'] === 'navigate';
  return site === undefined || site === 'same-origin' || opensThePage || site === 'none';
}

/**
 * Decides about a request by its headers and address alone: the Host must be this address (a name that was made to point here
 * is refused), the sender must be this host's own page, and the cookie of this run must be there, or the key to get it.
 */
export function admit(caller: Caller, port: number, keys: RunKeys): Verdict {
  const host = `127.0.0.1:${port}`;
  if (caller.headers.host !== host)
    return refused(
      `This program answers at http://${host} only. Open the address that it printed when it started.`,
      421,
    );
  if (!fromOwnPage(caller, `http://${host}`))
    return refused('Another page sent this request. Only the page of this program may.');
  const key = caller.url.pathname === '/' && caller.method === 'GET' ? caller.url.searchParams.get('key') : null;
  if (key !== null)
    return keys.redeem(key)
      ? { kind: 'exchange' }
      : refused(
          'The key in this address is of an earlier run. Open the address that the program printed when it started.',
        );
  const session = cookieOf(caller.headers, cookieName(port));
  if (session === undefined || !same(session, keys.session))
    return refused('This page needs the key of this run. Open the address that the program printed when it started.');
  return { kind: 'admitted' };
}

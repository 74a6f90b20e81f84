import * as http from 'node:http';
import * as https from 'node:https';
import type { Certificates } from '../../shared/network.ts';
import { failure } from '../failure.ts';
import { isLoopback } from './plainHttp.ts';
import { type Trust, trustFor } from './trust.ts';

/** How an address is reached: through which proxy (null: straight there), whom to believe, and how long a silence may last. */
export interface Way {
  readonly proxy: URL | null;
  readonly trust: Trust;
  /** The certificates among these that were added to this computer's own. */
  readonly extra: readonly Certificates[];
  readonly stallMs: number;
}

/** Finds the way to an address. Throws `invalid_input` where what was set for it can't be used. */
export type FindWay = (url: URL) => Promise<Way>;

/** How long a silence may last where nothing else is said. */
export const STALL_MS = 30_000;

/** Straight there, believing this computer's certificates. */
export const directly: FindWay = async (url) => ({
  proxy: null,
  trust: trustFor(url, []),
  extra: [],
  stallMs: STALL_MS,
});

const SOCKS = new Set(['socks:', 'socks4:', 'socks4a:', 'socks5:', 'socks5h:']);

/** Reads the address of a proxy. Throws `invalid_input` for a kind that cannot be spoken to; its password is not repeated. */
export function parseProxy(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && url.hostname !== '' && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  if (url !== null && url.hostname !== '' && SOCKS.has(url.protocol)) return url;
  throw failure(
    'invalid_input',
    'The address of the proxy is not one that can be used. It begins with http://, https:// or socks5://, such as http://proxy.example:3128.',
  );
}

/** Host and port of the proxy that an address is reached through, for a person to read; null where there is none. */
export const viaOf = (url: URL, { proxy }: Way): string | null =>
  proxy === null || isLoopback(url) ? null : proxy.host;

/**
 * The agent for one request. No connection is used twice: one that the server had closed meanwhile would make a failure ambiguous.
 * This computer is never asked through a proxy. What speaks to SOCKS proxies is loaded by those who have one.
 */
export async function agentFor(url: URL, { proxy, trust }: Way): Promise<http.Agent> {
  const secure = url.protocol === 'https:';
  if (proxy === null || isLoopback(url)) return secure ? new https.Agent(trust) : new http.Agent();
  if (SOCKS.has(proxy.protocol)) {
    const { SocksProxyAgent } = await import('socks-proxy-agent');
    return new SocksProxyAgent(proxy);
  }
  const proxyEnv = { HTTP_PROXY: proxy.href, HTTPS_PROXY: proxy.href };
  return secure ? new https.Agent({ ...trust, proxyEnv }) : new http.Agent({ proxyEnv });
}

import { getProxyForUrl } from 'proxy-from-env';

/**
 * The proxy that the environment names for an address (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`), as a URL; null for none, or where
 * `NO_PROXY` leaves the address out.
 */
export function environmentProxy(url: string): string | null {
  const proxy = getProxyForUrl(url);
  return proxy === '' ? null : proxy;
}

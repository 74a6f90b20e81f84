const SCHEMES: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks5',
  SOCKS4: 'socks4',
  SOCKS5: 'socks5',
};

/**
 * The proxy in an answer of Chromium's, such as `PROXY proxy.example:3128; DIRECT`: the first way it names, as a URL; null for
 * `DIRECT` and for what is not understood.
 */
export function parseProxyAnswer(answer: string): string | null {
  const [first = ''] = answer.split(';');
  const [kind = '', address] = first.trim().split(/\s+/);
  const scheme = SCHEMES[kind.toUpperCase()];
  if (scheme === undefined || address === undefined) return null;
  const url = `${scheme}://${address}`;
  return URL.canParse(url) ? url : null;
}

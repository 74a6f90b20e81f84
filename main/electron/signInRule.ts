/** Where a window for signing in may go. */
export interface OriginRule {
  /** The registry's login leads to one other origin by a redirect: whoever vouches for people. It is taken as that from then on. */
  mayRedirect(url: string): boolean;
  mayGo(url: string): boolean;
}

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || /^127\./.test(hostname) || hostname === '[::1]';

/** Safe connections alone; a plain one stays on this computer, or with a registry that is reached so by consent. */
const isSafe = (url: URL): boolean => url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));

/** The rule for a registry at an origin. */
export function originRule(registry: string): OriginRule {
  const allowed = new Set([registry]);
  const mayGo = (text: string): boolean => {
    const url = URL.parse(text);
    return url !== null && allowed.has(url.origin);
  };
  return {
    mayGo,
    mayRedirect: (text) => {
      const url = URL.parse(text);
      if (url !== null && allowed.size === 1 && url.origin !== registry && isSafe(url)) allowed.add(url.origin);
      return mayGo(text);
    },
  };
}

import { failure } from '../failure.ts';

/** Whether a URL leads to this computer, over whatever name of it. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\./.test(hostname);
}

/**
 * Refuses to talk plain http to another computer, where anybody on the way could read the token, unless the person agreed to it
 * for this registry. Throws `plain_http_refused`, and `invalid_input` for a scheme that is not http or https.
 */
export function refusePlainHttp(url: URL, allowed: boolean, registryName: string): void {
  if (url.protocol === 'https:') return;
  if (url.protocol !== 'http:') {
    throw failure(
      'invalid_input',
      `The address of ${registryName} begins with ${url.protocol}//, which is not a way to reach a registry. Use an https address.`,
    );
  }
  if (allowed || isLoopback(url)) return;
  throw failure(
    'plain_http_refused',
    `${registryName} is reached over plain http, so anybody on the way could read your token; nothing was sent. Use its https address, or allow plain http in its settings.`,
  );
}

import { failure } from '../failure.ts';
import { isLoopback } from './plainHttp.ts';
import type { Answer, Send, SendRequest } from './transport.ts';

const MOST_STEPS = 5;

/** Reads may lead elsewhere, but not from a safe connection to an open one, and not from outside to this computer. */
function mayFollow(from: URL, to: URL): boolean {
  if (to.protocol !== 'https:' && to.protocol !== 'http:') return false;
  if (isLoopback(to) && !isLoopback(from)) return false;
  return to.protocol === 'https:' || from.protocol === 'http:' || isLoopback(to);
}

function target({ status, headers }: Answer, from: URL): URL | null {
  const { location } = headers;
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return null;
  return URL.canParse(location, from.href) ? new URL(location, from) : null;
}

/**
 * Reads an address and follows up to five redirects; `url` says where the answer came from. It never carries a token, so another origin learns nothing. Throws
 * `redirected` for too many or for one that is not safe to follow, and what `send` throws.
 */
export async function read(
  send: Send,
  request: Omit<SendRequest, 'method' | 'body'>,
  registryName: string,
): Promise<Answer & { readonly url: URL }> {
  let { url } = request;
  for (let step = 0; step <= MOST_STEPS; step += 1) {
    const answer = await send({ ...request, method: 'GET', url });
    const next = target(answer, url);
    if (next === null) return { ...answer, url };
    if (!mayFollow(url, next)) {
      throw failure(
        'redirected',
        `${registryName} wanted to send the request on to ${next.host}, which is not as safe as where it came from. Nothing was read from there.`,
        { status: answer.status },
      );
    }
    url = next;
  }
  throw failure(
    'redirected',
    `${registryName} sent the request on from one address to the next without an end. Check its address in its settings.`,
  );
}

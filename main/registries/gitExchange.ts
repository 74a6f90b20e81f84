import { explainNoAnswer } from '../api/noAnswer.ts';
import { read } from '../api/redirects.ts';
import type { Answer, Send } from '../api/transport.ts';
import { TransportFailure } from '../api/transportFailure.ts';
import type { GitExchange, GitRequest } from '../catalog/gitLibrary.ts';
import { failure } from '../failure.ts';

const ADVERTISEMENT = '/info/refs';

/** What lies before the part of an address that git's protocol puts behind a repository's own. */
const baseOf = ({ href }: URL, tail: string): string | null => {
  const at = href.indexOf(tail);
  return at === -1 ? null : href.slice(0, at);
};

/**
 * Sends the requests of one fetch from a git repository the way that its registry is reached. The first may be led elsewhere as any read
 * may, and what follows goes there, as git does it; not where an address has a login in it, which is for its own server. Throws what can
 * happen on the way.
 */
export function gitExchange(send: Send): GitExchange {
  let moved: { readonly from: string; readonly to: string } | null = null;

  const advertise = async ({ url, ...request }: Omit<Parameters<Send>[0], 'method'>): Promise<Answer> => {
    if (request.headers?.Authorization !== undefined) return send({ ...request, url, method: 'GET' });
    const answer = await read(send, { ...request, url }, url.host);
    const [from, to] = [baseOf(url, ADVERTISEMENT), baseOf(answer.url, ADVERTISEMENT)];
    moved = from === null || to === null || from === to ? null : { from, to };
    return answer;
  };

  return async ({ method, url, headers, body, mostBytes, signal, sink }: GitRequest) => {
    const request = { headers, signal, sink, maxAnswerBytes: mostBytes };
    try {
      const to =
        moved !== null && url.href.startsWith(moved.from)
          ? new URL(`${moved.to}${url.href.slice(moved.from.length)}`)
          : url;
      const answer =
        method === 'GET'
          ? await advertise({ ...request, url })
          : await send({ ...request, method, url: to, question: body });
      const contentType = answer.headers['content-type'] ?? '';
      return { status: answer.status, contentType, bytes: answer.bytes, cut: answer.cut };
    } catch (thrown) {
      signal.throwIfAborted();
      if (!(thrown instanceof TransportFailure)) throw thrown;
      const { code, message } = explainNoAnswer(thrown, url.host);
      throw failure(code, message);
    }
  };
}

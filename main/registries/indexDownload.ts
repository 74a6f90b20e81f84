import { explainNoAnswer } from '../api/noAnswer.ts';
import { refusePlainHttp } from '../api/plainHttp.ts';
import { read } from '../api/redirects.ts';
import type { Send } from '../api/transport.ts';
import { TransportFailure } from '../api/transportFailure.ts';
import type { Download } from '../catalog/tarFetch.ts';
import { failure } from '../failure.ts';

/**
 * Downloads a file of an index in the way of its registry: over plain http only where the registry may, redirects followed as for any
 * read, and no token. Throws what can happen on the way.
 */
export const indexDownload =
  (send: Send, registry: { readonly name: string; readonly allowPlainHttp: boolean }): Download =>
  async ({ url, headers, mostBytes, signal, sink }) => {
    refusePlainHttp(url, registry.allowPlainHttp, registry.name);
    try {
      const request = { url, headers, signal, sink, maxAnswerBytes: mostBytes };
      const answer = await read(send, request, registry.name);
      return { status: answer.status, etag: answer.headers.etag ?? null, bytes: answer.bytes, cut: answer.cut };
    } catch (thrown) {
      signal.throwIfAborted();
      if (!(thrown instanceof TransportFailure)) throw thrown;
      const { code, message } = explainNoAnswer(thrown, registry.name);
      throw failure(code, message);
    }
  };

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AppError } from '../../shared/errors.ts';
import { failed, type Result } from '../../shared/result.ts';
import { pageHeaders } from '../pagePolicy.ts';

/** An answer of the web host that is whole in memory. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A `Result` as JSON; the status is for people who look at the traffic, the page reads the body alone. */
export const asJson = (result: Result<unknown>, status = 200): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(result),
});

/** A refusal in the form of a failed call. */
export const asFailure = (code: AppError['code'], message: string, status: number): Answer =>
  asJson(failed({ code, message }), status);

/** One sentence, for a person who opened an address by hand. */
export const asText = (message: string, status: number): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${message}\n`,
});

/** Sends an answer with the headers that go with every one. What is left unread of the request ends the connection. */
export function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const unread = !request.complete && request.method !== 'GET' && request.method !== 'HEAD';
  response.writeHead(answer.status, {
    ...pageHeaders('own-origin'),
    'content-type': answer.type,
    'content-length': Buffer.byteLength(answer.body),
    'cache-control': 'no-store',
    ...(unread ? { connection: 'close' } : {}),
    ...answer.headers,
  });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

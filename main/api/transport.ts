import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { type ArchiveBody, ArchiveChanged, pumpBody } from './body.ts';
import { lookAtCertificate } from './certificate.ts';
import { holdWriteErrors } from './holdWriteErrors.ts';
import {
  proxyStatusOf,
  type Sent,
  systemCode,
  type TransportCode,
  TransportFailure,
  transportCode,
} from './transportFailure.ts';
import { agentFor, type FindWay, viaOf, type Way } from './way.ts';

/** One exchange with a registry. `url` carries the token already where one is needed; nothing here logs or repeats it. */
export interface SendRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly body?: ArchiveBody;
  /** A short body from memory, in place of an archive: what a read asks that does not fit into an address. It changes nothing there. */
  readonly question?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Milliseconds in which no byte moved either way, after which it is given up; as the way says unless told. */
  readonly stallMs?: number;
  /** Hears how many bytes of the body were handed to the network. */
  onProgress?(bytes: number): void;
  /** The answer is read up to here and then cut; 262,144 unless told. */
  readonly maxAnswerBytes?: number;
  /** Takes the body of a 2xx answer instead of `text`. */
  sink?(chunk: Uint8Array): void;
}

/** What came back. `cut`: the connection broke, or the cap was reached, before the answer's end. */
export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  readonly bytes: number;
  readonly cut: boolean;
  readonly sent: Sent;
}

/** Sends one request once. Throws `TransportFailure` where no answer came. */
export type Send = (request: SendRequest) => Promise<Answer>;

const MOST_ANSWER_BYTES = 256 * 1024;
/** A registry that has everything may think longer than a wire may be silent: it unpacks, stores and commits before it answers. */
const ANSWER_PATIENCE = 4;

function openRequest(
  { method, url, headers, body, question }: SendRequest,
  way: Way,
  agent: http.Agent,
): http.ClientRequest {
  const options = {
    method,
    agent,
    headers: {
      accept: 'application/json, */*;q=0.5',
      'accept-encoding': 'identity',
      'user-agent': 'elba-registry-manager',
      ...(method === 'GET' ? {} : { 'content-length': String(body?.bytes ?? question?.length ?? 0) }),
      ...headers,
    },
  };
  return url.protocol === 'https:' ? https.request(url, { ...options, ...way.trust }) : http.request(url, options);
}

function isReady(socket: Socket): boolean {
  // Node sets `secureConnecting` on every TLS socket and does not declare it.
  return !socket.connecting && !('secureConnecting' in socket && socket.secureConnecting === true);
}

/** The state of one exchange: how far it got out, what came back. */
class Exchange {
  readonly done = Promise.withResolvers<Answer>();
  readonly #request: SendRequest;
  readonly #wire: http.ClientRequest;
  readonly #stallMs: number;
  readonly #via: string | null;
  /** A proxy that never makes its tunnel gives no socket that could tell of a silence. */
  readonly #noSocket: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  readonly #onAbort = (): void => this.#broken('cancelled', 'aborted');
  #response: http.IncomingMessage | undefined;
  #answerBytes = 0;
  #ready = false;
  readonly #connected = Promise.withResolvers<boolean>();
  #attempted = 0;
  #flushed = 0;
  #bodyDone: boolean;
  #answered = false;
  #over = false;

  constructor(request: SendRequest, way: Way, agent: http.Agent) {
    this.#request = request;
    this.#stallMs = request.stallMs ?? way.stallMs;
    this.#via = viaOf(request.url, way);
    this.#bodyDone = request.body === undefined;
    this.#wire = openRequest(request, way, agent);
    this.#noSocket = setTimeout(() => this.#broken('timed_out', 'no connection'), this.#stallMs);
    this.#wire.on('socket', (socket) => this.#onSocket(socket));
    this.#wire.on('response', (response) => this.#onResponse(response));
    this.#wire.on('error', (error) => {
      const code = systemCode(error);
      this.#broken(transportCode(code, this.#ready), code, proxyStatusOf(error));
    });
    request.signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (request.signal?.aborted === true) this.#onAbort();
    else if (request.body === undefined) this.#wire.end(request.question);
    else void this.#pump(request.body);
  }

  #onSocket(socket: Socket): void {
    clearTimeout(this.#noSocket);
    holdWriteErrors(socket);
    socket.setTimeout(this.#stallMs);
    socket.on('timeout', () => this.#broken('timed_out', this.#ready ? 'stalled' : 'no connection'));
    const ready = (): void => {
      if (this.#ready || this.#over) return;
      this.#ready = true;
      this.#connected.resolve(true);
    };
    if (isReady(socket)) ready();
    else socket.once(socket instanceof tls.TLSSocket ? 'secureConnect' : 'connect', ready);
  }

  async #pump(body: ArchiveBody): Promise<void> {
    try {
      await pumpBody(body, this.#wire, {
        connected: this.#connected.promise,
        stop: () => this.#over || (this.#response?.statusCode ?? 0) >= 300,
        attempted: (bytes) => {
          this.#attempted = bytes;
        },
        flushed: (bytes) => {
          this.#flushed = bytes;
          this.#request.onProgress?.(bytes);
        },
      });
      this.#wire.setTimeout(this.#stallMs * ANSWER_PATIENCE);
    } catch (error) {
      if (error instanceof ArchiveChanged) this.#broken('archive_missing', 'changed');
      // Any other error is the socket's own, which tells of itself when what had arrived has been read.
    } finally {
      this.#bodyDone = true;
      if (this.#answered) this.#finish(false);
    }
  }

  #onResponse(response: http.IncomingMessage): void {
    this.#response = response;
    const most = this.#request.maxAnswerBytes ?? MOST_ANSWER_BYTES;
    const status = response.statusCode ?? 0;
    const sink = status >= 200 && status < 300 ? this.#request.sink : undefined;
    response.on('data', (chunk: Buffer) => {
      const room = chunk.subarray(0, most - this.#answerBytes);
      this.#answerBytes += room.length;
      if (sink === undefined) this.#chunks.push(room);
      else sink(room);
      if (room.length < chunk.length) this.#finish(true);
    });
    response.on('end', () => {
      this.#answered = true;
      if (this.#bodyDone || status >= 300) this.#finish(!response.complete);
    });
    response.on('error', () => this.#finish(true));
    response.on('close', () => {
      if (!this.#answered) this.#finish(true);
    });
  }

  #broken(code: TransportCode, reason: string, proxyStatus?: number): void {
    if (this.#over) return;
    if (this.#response !== undefined) {
      this.#finish(!this.#answered);
      return;
    }
    this.#close();
    const facts = { via: this.#via, proxyStatus };
    this.done.reject(new TransportFailure(code, reason, this.#request.url.host, this.#sent(), facts));
  }

  #finish(cut: boolean): void {
    if (this.#over || this.#response === undefined) return;
    this.#close();
    this.done.resolve({
      status: this.#response.statusCode ?? 0,
      headers: this.#response.headers,
      text: Buffer.concat(this.#chunks).toString('utf8'),
      bytes: this.#answerBytes,
      cut,
      sent: this.#sent(),
    });
  }

  #close(): void {
    this.#over = true;
    this.#connected.resolve(false);
    clearTimeout(this.#noSocket);
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
    this.#wire.destroy();
  }

  #sent(): Sent {
    const total = this.#request.body?.bytes ?? 0;
    // The head goes out with the first block of the body.
    if (!this.#ready || (total > 0 && this.#attempted === 0)) return { left: 'nothing', bytes: 0, total };
    return { left: this.#attempted < total ? 'part' : 'all', bytes: this.#flushed, total };
  }
}

/**
 * Makes the sender of requests over node:http and node:https, on the way that is found for each address. It reads the answer while
 * it writes, so that an early refusal followed by a reset is not lost. A body goes out with its Content-Length, never with a
 * Content-Encoding. Redirects are answers here. Once a connection exists nothing is tried a second time. It throws what `findWay`
 * throws, and `TransportFailure`: `unreachable`, `tls_failed` (with the certificate that was shown), `timed_out`,
 * `connection_lost`, `unexpected_answer` (not HTTP), `cancelled`, `archive_missing` (the file is not the one that was hashed).
 */
export const createSend =
  (findWay: FindWay): Send =>
  async (request) => {
    const way = await findWay(request.url);
    const agent = await agentFor(request.url, way);
    try {
      return await new Exchange(request, way, agent).done.promise;
    } catch (thrown) {
      if (!(thrown instanceof TransportFailure) || thrown.code !== 'tls_failed') throw thrown;
      throw thrown.with({ certificate: await lookAtCertificate(request.url, way) });
    }
  };

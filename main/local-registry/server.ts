import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { failure } from '../failure.ts';
import { written } from '../written.ts';
import { type Answer, forbidden, internalError } from './answers.ts';
import type { Call } from './routes.ts';

const loopback = '127.0.0.1';

/** A connection on which nothing moves for so long is given up, in the middle of a body too. */
export const usualStallMs = 30_000;

/** How much of an unwanted body is taken off the wire so that its sender gets to read the answer. */
const mostDrained = 64 * 1024 * 1024;

/** How long requests under way may take when the server is closed. */
const closeGraceMs = 3000;

/** A request that a page in a browser makes, or that reaches this computer under a borrowed name, is not meant for the registry. */
const refuseBrowser = (request: IncomingMessage, port: number): Answer | null => {
  const own = [`${loopback}:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (host !== undefined && !own.includes(host) && !(port === 80 && own.includes(`${host}:80`)))
    return forbidden('This registry answers only to its own address on this computer.');
  if (origin !== undefined && !own.some((name) => origin === `http://${name}`))
    return forbidden('This registry does not answer to web pages.');
  return request.headers['sec-fetch-site'] === 'cross-site'
    ? forbidden('This registry does not answer to web pages.')
    : null;
};

const cookieOf = (request: IncomingMessage): string | null => {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name = '', ...value] = pair.trim().split('=');
    if (name === 'user_token' && value.length > 0) return value.join('=');
  }
  return null;
};

const callOf = (request: IncomingMessage): Call => {
  const length = request.headers['content-length'];
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    cookie: cookieOf(request),
    // An answer that comes early must not tear down the connection that it goes out on.
    body: request.iterator({ destroyOnReturn: false }),
    contentLength: length === undefined ? null : Number(length),
  };
};

/** Reads what is left of a body and throws it away; gives up on one that does not end. */
const drain = (request: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    if (request.readableEnded || request.destroyed) return resolve();
    let drained = 0;
    request.on('data', (chunk: Buffer) => {
      drained += chunk.length;
      if (drained > mostDrained) request.destroy();
    });
    request
      .once('end', resolve)
      .once('close', resolve)
      .once('error', () => resolve());
    request.resume();
  });

const send = async (request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> => {
  const { status, body, headers } = answer;
  if (typeof body !== 'string') {
    response.writeHead(status, { ...headers, 'content-length': body.bytes });
    if (request.method !== 'HEAD') for await (const piece of body.pieces) await written(response, piece);
    response.end();
    return;
  }
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  // The answer is on its way before the rest of the body is read, and the connection is closed only after that.
  if (bytes.length > 0) response.write(bytes);
  else response.flushHeaders();
  await drain(request);
  response.end();
};

/** What is no HTTP gets 400; a raw character beyond ASCII in the path, which Node's parser does not let through, is no route. */
const refuseMalformed = (error: Error, socket: Duplex): void => {
  const noRoute = 'code' in error && error.code === 'HPE_INVALID_URL';
  if (!socket.writable) return;
  socket.end(
    `HTTP/1.1 ${noRoute ? '404 Not Found' : '400 Bad Request'}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  );
};

/** A running server. */
export type RegistryServer = { readonly port: number; close(): Promise<void> };

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

const listeningFailure = (port: number, error: unknown) => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return failure('port_in_use', `Another program uses port ${port}. Choose another port, or stop that program.`);
  if (code === 'EACCES')
    return failure('port_in_use', `This program may not use port ${port}. Choose a port above 1023.`);
  const reason = error instanceof Error ? error.message : String(error);
  return failure('port_in_use', `Port ${port} cannot be opened (${reason}). Choose another port.`);
};

const close = async (server: Server): Promise<void> => {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const hurry = setTimeout(() => server.closeAllConnections(), closeGraceMs);
  await closed;
  clearTimeout(hurry);
};

/**
 * Serves on 127.0.0.1 alone. Port 0 takes any that is free. `answer` is not asked for requests that a browser was made to send. Throws
 * `port_in_use`.
 */
export const startServer = async (options: {
  port: number;
  stallMs: number;
  answer: (call: Call) => Promise<Answer>;
  log: (line: string) => void;
}): Promise<RegistryServer> => {
  let port = options.port;
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const answer = refuseBrowser(request, port) ?? (await options.answer(callOf(request)));
      await send(request, response, answer);
    } catch (error) {
      // A sender that is gone is no error of this side, and hears no answer.
      if (request.destroyed || response.headersSent) return void response.destroy();
      options.log(`${request.method} ${(request.url ?? '').split('?', 1)} failed: ${error}`);
      await send(request, response, internalError);
    }
  };
  const server = createServer({ requestTimeout: 0, headersTimeout: 15_000 }, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.on('clientError', refuseMalformed);
  server.setTimeout(options.stallMs);
  try {
    port = await listen(server, options.port);
  } catch (error) {
    throw listeningFailure(options.port, error);
  }
  return { port, close: () => close(server) };
};

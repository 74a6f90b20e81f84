import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as z from 'zod';
import type { EventName } from '../../shared/contract.ts';
import { StagingId } from '../../shared/ids.ts';
import { ok } from '../../shared/result.ts';
import { type Dispatchable, dispatch } from '../dispatch.ts';
import { Failure, failure } from '../failure.ts';
import { readPageFile } from '../pageFiles.ts';
import { admit, cookieName, createRunKeys, type RunKeys } from './admission.ts';
import { type Answer, asFailure, asJson, asText, sendAnswer } from './answer.ts';
import { type Downloads, sendDownload } from './downloads.ts';
import { createEventStreams, type EventStreams } from './eventStreams.ts';
import { readJson } from './jsonBody.ts';
import { receiveBatch, type StagingArea } from './stagingBatch.ts';

/** What the web host needs of the application. */
export type WebApp = Dispatchable & {
  readonly staging: StagingArea;
  onEvent(listener: (name: EventName, payload: unknown) => void): () => void;
};

export interface WebServerOptions {
  readonly app: WebApp;
  /** The files that the page may fetch; without it there are none. */
  readonly downloads?: Pick<Downloads, 'take'>;
  /** The folder of the built page. */
  readonly pageFolder: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly maxStreams?: number;
}

export interface WebServer {
  readonly port: number;
  /** The address to print; it holds the key of this run. */
  readonly url: string;
  /** The address for a browser that is started from here; its key is good for one use. */
  urlForOnce(): string;
  close(): Promise<void>;
}

interface Parts {
  readonly app: WebApp;
  readonly downloads: Pick<Downloads, 'take'>;
  readonly pageFolder: string;
  readonly streams: EventStreams;
  readonly keys: RunKeys;
  readonly port: number;
}

const MOST_STREAMS = 32;
const MOST_CONNECTIONS = 256;

const CallBody = z.object({ input: z.unknown().optional() });

async function answerCall(parts: Parts, request: IncomingMessage, name: string): Promise<Answer> {
  const body = await readJson(request);
  if (body.kind === 'refused') return asFailure('invalid_input', body.message, body.status);
  const parsed = CallBody.safeParse(body.value);
  if (!parsed.success) return asFailure('invalid_input', 'The body of a call is {"input": …}.', 400);
  return asJson(await dispatch(parts.app, name, parsed.data.input));
}

function stagingIdOf(pathname: string): StagingId {
  const id = StagingId.safeParse(pathname.slice('/staging/'.length));
  if (!id.success) throw failure('not_found', 'There is no such upload. Drop the folder again.');
  return id.data;
}

/** Takes a batch in. A page that goes away in the middle, or thinks better of it, leaves nothing behind. */
async function takeBatch({ app }: Parts, request: IncomingMessage, id: StagingId): Promise<void> {
  try {
    await receiveBatch(id, request, app.staging);
  } finally {
    if (!request.complete) await app.staging.drop(id);
  }
}

/** Runs one step of an upload and turns what it throws into the same data as a failed call. */
async function answerStaging(run: () => Promise<unknown>): Promise<Answer> {
  try {
    return asJson(ok(await run()));
  } catch (thrown) {
    if (thrown instanceof Failure) return asJson({ ok: false, error: thrown.error }, 400);
    throw thrown;
  }
}

async function answerPage(parts: Parts, pathname: string): Promise<Answer> {
  const file = await readPageFile(parts.pageFolder, pathname);
  if (file === null) return asText('There is nothing at this address.', 404);
  return { status: 200, type: file.type, body: file.bytes };
}

async function answerDownload(
  { downloads }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  const offered = downloads.take(pathname);
  if (offered !== null && (await sendDownload(response, offered))) return;
  sendAnswer(request, response, asText('This file can no longer be fetched. Save it again from the page.', 404));
}

async function answerRoute(parts: Parts, request: IncomingMessage, url: URL): Promise<Answer> {
  const { pathname } = url;
  const { staging } = parts.app;
  const route = `${request.method ?? ''} ${pathname}`;
  if (route.startsWith('POST /call/')) return answerCall(parts, request, pathname.slice('/call/'.length));
  if (route === 'POST /staging') return answerStaging(async () => ({ stagingId: await staging.begin() }));
  if (route.startsWith('PUT /staging/')) return answerStaging(() => takeBatch(parts, request, stagingIdOf(pathname)));
  if (route.startsWith('DELETE /staging/')) return answerStaging(() => staging.drop(stagingIdOf(pathname)));
  if (request.method === 'GET') return answerPage(parts, pathname);
  return asFailure('invalid_input', 'There is nothing at this address for this kind of request.', 404);
}

function exchange(parts: Parts): Answer {
  const cookie = `${cookieName(parts.port)}=${parts.keys.session}; Path=/; HttpOnly; SameSite=Strict`;
  return { ...asText('The page is at /.', 303), headers: { location: '/', 'set-cookie': cookie } };
}

/** Calls and uploads are answered in the form that the page's own code reads; everything else in words. */
const isForCode = (pathname: string): boolean => /^\/(call|staging|events)(\/|$)/.test(pathname);

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = URL.parse(request.url ?? '', `http://127.0.0.1:${parts.port}`);
  if (url === null) return sendAnswer(request, response, asText('This is not an address.', 400));
  const verdict = admit({ method: request.method ?? '', url, headers: request.headers }, parts.port, parts.keys);
  if (verdict.kind === 'exchange') return sendAnswer(request, response, exchange(parts));
  if (verdict.kind === 'refused') {
    const { message, status } = verdict;
    const answer = isForCode(url.pathname) ? asFailure('invalid_input', message, status) : asText(message, status);
    return sendAnswer(request, response, answer);
  }
  if (url.pathname === '/events' && request.method === 'GET') {
    if (parts.streams.add(response)) return;
    const tooMany = 'This program is open in too many tabs. Close some of them.';
    return sendAnswer(request, response, asFailure('busy', tooMany, 429));
  }
  if (url.pathname.startsWith('/download/') && request.method === 'GET')
    return answerDownload(parts, request, response, url.pathname);
  sendAnswer(request, response, await answerRoute(parts, request, url));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(
          failure(
            'port_in_use',
            `Port ${port} is taken by another program. Choose another with --port, or leave --port out to take any free one.`,
          ),
        );
      else if (error.code === 'EACCES')
        reject(failure('port_in_use', `Port ${port} is kept for the system. Choose one above 1023 with --port.`));
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

/**
 * Serves the page and its calls on 127.0.0.1. Every request is checked for its Host, its Origin and the cookie of this run before
 * anything else is looked at. Throws `port_in_use`.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { app } = options;
  const streams = createEventStreams(options.maxStreams ?? MOST_STREAMS);
  const keys = createRunKeys();
  // A folder can take long to come in, so only the headers have a time limit; who has no key is answered by its headers.
  const server = createServer({ requestTimeout: 0, headersTimeout: 10_000 });
  server.maxConnections = MOST_CONNECTIONS;
  await listen(server, options.port);
  const port = portOf(server);
  const downloads = options.downloads ?? { take: () => null };
  const parts: Parts = { app, downloads, pageFolder: options.pageFolder, streams, keys, port };
  server.on('request', (request, response) => {
    handle(parts, request, response).catch((thrown: unknown) => {
      const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      app.log(app.redact(`A request for ${request.method ?? ''} failed: ${detail}`));
      if (!response.headersSent)
        sendAnswer(
          request,
          response,
          asFailure('internal', 'Something went wrong inside the program. Try again.', 500),
        );
      else response.destroy();
    });
  });
  const stopEvents = app.onEvent(streams.send);
  return {
    port,
    url: `http://127.0.0.1:${port}/?key=${keys.key}`,
    urlForOnce: () => `http://127.0.0.1:${port}/?key=${keys.issueOnce()}`,
    async close() {
      stopEvents();
      streams.closeAll();
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

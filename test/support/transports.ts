import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CallEvent, serveCalls } from '../../main/electron/ipc.ts';
import { startWebServer, type WebApp } from '../../main/web/server.ts';

/** One way from a page to main, as a test uses it. */
export interface TestTransport {
  /** The answer as the page gets it: a `Result` as plain data. */
  invoke(name: string, input: unknown): Promise<unknown>;
  /** What has come in by events, in order. */
  readonly events: ReadonlyArray<{ name: string; payload: unknown }>;
  close(): Promise<void>;
}

/** The address of a page and the cookie that it works with. */
export interface SignedIn {
  readonly origin: string;
  readonly cookie: string;
}

/** Opens the printed address as a browser does: the key is exchanged for the cookie. */
export async function signIn(url: string): Promise<SignedIn> {
  const answer = await fetch(url, { redirect: 'manual' });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { origin: new URL(url).origin, cookie };
}

/** A folder with a page of two files, as the build would leave it. */
export async function makePageFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(folder, 'script.js'), 'export {};');
  return folder;
}

type Message = { name: string; payload: unknown };

async function readStream(stream: AsyncIterable<Uint8Array>, hear: (message: Message) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of stream) {
    const blocks = (rest + decoder.decode(piece, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) hear(JSON.parse(block.replace(/^data: /, '')));
  }
}

/** The way over HTTP: calls by POST, events by the stream. */
export async function webTransport(app: WebApp): Promise<TestTransport> {
  const pageFolder = await makePageFolder();
  const server = await startWebServer({ app, pageFolder, port: 0 });
  const { origin, cookie } = await signIn(server.url);
  const events: Message[] = [];
  const stream = await fetch(`${origin}/events`, { headers: { cookie } });
  if (stream.body === null) throw new Error('The event stream has no body.');
  // The end of the stream is the end of the test.
  const reading = readStream(stream.body, (message) => events.push(message)).catch(() => undefined);
  return {
    async invoke(name, input) {
      const answer = await fetch(`${origin}/call/${name}`, {
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/json' },
        body: JSON.stringify({ input }),
      });
      return answer.json();
    },
    events,
    async close() {
      await server.close();
      await reading;
      await rm(pageFolder, { recursive: true });
    },
  };
}

export const PAGE_ORIGIN = 'app://elba';

/** The event of a call from the program's own page. */
export const ownPage: CallEvent = { senderFrame: { origin: PAGE_ORIGIN, parent: null } };

type Listener = (event: CallEvent, name: unknown, input: unknown) => Promise<unknown>;

/** The one handler that `serveCalls` registers, for calling it with any sender. */
export function callHandler(app: WebApp): Listener {
  const handlers = new Map<string, Listener>();
  serveCalls({ handle: (channel, listener) => void handlers.set(channel, listener) }, app, PAGE_ORIGIN);
  const handler = handlers.get('call');
  if (handlers.size !== 1 || handler === undefined) throw new Error('There is to be one handler, for `call`.');
  return handler;
}

/** The way through the window's preload, with Electron's copying of messages in between. */
export async function windowTransport(app: WebApp): Promise<TestTransport> {
  const handler = callHandler(app);
  const events: Message[] = [];
  const stop = app.onEvent((name, payload) => void events.push(structuredClone({ name, payload })));
  return {
    invoke: async (name, input) =>
      structuredClone(await handler(ownPage, structuredClone(name), structuredClone(input))),
    events,
    close: async () => stop(),
  };
}

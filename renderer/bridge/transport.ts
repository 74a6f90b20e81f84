import type { AppError } from '../../shared/errors.ts';

/** Whether events arrive: `lost` means that what is on the page can be older than what is true. */
export type Connection = 'open' | 'lost';

/** What the preload of the desktop window gives. It allows only the names of the contract. */
export interface ElbaPreload {
  invoke(name: string, input: unknown): Promise<unknown>;
  on(listener: (name: string, payload: unknown) => void): () => void;
  pathForFile(file: File): string;
}

/** One way to main. Answers and payloads are unknown until a schema has seen them. */
export interface Transport {
  readonly kind: 'electron' | 'web';
  /** Calls main; resolves with a `Result` as data, also when main cannot be reached. */
  invoke(name: string, input: unknown): Promise<unknown>;
  /** Hears every event from now on; `onConnection` tells when the stream opens, breaks and opens again. */
  listen(onEvent: (name: string, payload: unknown) => void, onConnection: (state: Connection) => void): () => void;
  /** The path of a file that was dropped or chosen; only the desktop window knows it. */
  readonly pathForFile: ((file: File) => string) | null;
}

/** The transport through the desktop window's preload. */
export function electronTransport(preload: ElbaPreload): Transport {
  return {
    kind: 'electron',
    invoke: (name, input) => preload.invoke(name, input),
    listen(onEvent, onConnection) {
      const stop = preload.on(onEvent);
      onConnection('open');
      return stop;
    },
    pathForFile: (file) => preload.pathForFile(file),
  };
}

const gone = (): { ok: false; error: AppError } => ({
  ok: false,
  error: {
    code: 'unreachable',
    message:
      'The program that this page belongs to does not answer. It may have been stopped; start it again and open the address that it prints.',
  },
});

/** What the web transport needs of the browser; tests pass their own. */
export interface WebPorts {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly openEvents: (url: string) => EventSource;
}

/** The transport to the web host: calls by POST with the body `{"input": …}`, events as `{"name", "payload"}` in a stream. */
export function webTransport(ports: WebPorts): Transport {
  return {
    kind: 'web',
    async invoke(name, input) {
      try {
        const answer = await ports.fetch(`/call/${name}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ input }),
        });
        return await answer.json();
      } catch {
        return gone();
      }
    },
    listen(onEvent, onConnection) {
      const source = ports.openEvents('/events');
      source.onopen = () => onConnection('open');
      source.onerror = () => onConnection('lost');
      source.onmessage = (message) => {
        const { name, payload } = readMessage(message.data);
        if (name !== '') onEvent(name, payload);
      };
      return () => source.close();
    },
    pathForFile: null,
  };
}

function readMessage(data: unknown): { name: string; payload: unknown } {
  try {
    const message: unknown = typeof data === 'string' ? JSON.parse(data) : null;
    if (typeof message === 'object' && message !== null && 'name' in message && typeof message.name === 'string')
      return { name: message.name, payload: 'payload' in message ? message.payload : undefined };
  } catch {
    // A line that is not JSON says nothing; the state stays as it is.
  }
  return { name: '', payload: undefined };
}

declare global {
  interface Window {
    /** There in the desktop window alone. */
    readonly elba?: ElbaPreload;
  }
}

/** The transport of this window: the preload where there is one, else the web host that served the page. */
export function transportOfWindow(): Transport {
  if (window.elba !== undefined) return electronTransport(window.elba);
  return webTransport({ fetch: (url, init) => fetch(url, init), openEvents: (url) => new EventSource(url) });
}

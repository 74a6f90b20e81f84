import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Fault, readBody, reply, strike, type Victim } from './faults.ts';
import { keyOf, type Operation, type Reply, Store, type Wanted } from './faultyRegistryStore.ts';

/** A single fault strikes every time; a list strikes request by request (null: none) and then no more. */
export type Scenario = Partial<Record<Operation, Fault | (Fault | null)[]>>;

/** A request as it came; `bytes` counts what was read of its body. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly token: string | null;
  readonly headers: IncomingHttpHeaders;
  bytes: number;
}

/** Where a request is: it came, some more of its body was read, or the registry is through with it, answered or not. */
export interface Moment {
  readonly operation: Operation | null;
  readonly at: 'came' | 'read' | 'over';
  readonly seen: Seen;
}

export interface FaultyRegistry {
  readonly url: string;
  readonly requests: Seen[];
  readonly store: Store;
  scenario: Scenario;
  /** The most writes that were under way at the same time. */
  mostWritesAtOnce(): number;
  close(): Promise<void>;
}

interface Options {
  readonly tokens: readonly string[];
  readonly families?: readonly ('documented' | 'packages')[];
  /** What a publish by the documented route is taken for: this server does not read manifests. */
  readonly documented?: Omit<Wanted, 'operation'>;
  readonly port?: number;
  /** Hears of every request while it is under way. */
  onMoment?(moment: Moment): void;
}

type Family = 'documented' | 'packages';

function writeTo(method: string, path: string[], families: readonly Family[], documented: Options['documented']) {
  const verb = method === 'PUT' ? 'publish' : 'yank';
  if (families.includes('packages') && path[0] === 'packages' && path.length === 5 && path[4] === verb) {
    const [, group = '', name = '', version = ''] = path;
    return { group, name, version };
  }
  if (!families.includes('documented')) return null;
  if (verb === 'publish') return path.join('/') === 'publish' ? (documented ?? null) : null;
  const [group = '', name = '', version = '', last] = path;
  return path.length === 4 && last === verb ? { group, name, version } : null;
}

function readOf(path: string[], families: readonly Family[]): Wanted | null {
  if (path[0] === 'storage') return { operation: 'storage', group: '', name: '', version: path[1] ?? '' };
  if (path[0] !== 'packages' || !families.includes('packages')) return null;
  const [, group = '', name = '', version = '', last] = path;
  const of = (operation: Operation): Wanted => ({ operation, group, name, version });
  if (path.length === 2 && group === 'groups') return of('groups');
  if (path.length === 4 && version === 'versions') return of('versions');
  if (path.length === 4 && version === 'metadata') return of('package');
  if (path.length === 5 && last === 'metadata') return of('version');
  return path.length === 5 && last === 'download' ? of('download') : null;
}

/** Counts how many requests of a kind are open at once. */
function gauge() {
  let open = 0;
  let most = 0;
  return {
    most: () => most,
    track(response: ServerResponse): void {
      open += 1;
      most = Math.max(most, open);
      response.once('close', () => {
        open -= 1;
      });
    },
  };
}

function nextFault(scenario: Scenario, operation: Operation): Fault | null {
  const fault = scenario[operation];
  return (Array.isArray(fault) ? fault.shift() : fault) ?? null;
}

/** Starts a registry on 127.0.0.1 that keeps packages in memory and misbehaves as its scenario says. */
export async function startFaultyRegistry(options: Options): Promise<FaultyRegistry> {
  const store = new Store(options.tokens);
  const requests: Seen[] = [];
  const writes = gauge();
  const families = options.families ?? ['packages'];

  const understand = (method: string, path: string[]): Wanted | null => {
    if (method === 'GET') return readOf(path, families);
    const write = writeTo(method, path, families, options.documented);
    if (write === null) return null;
    const yank = store.versions.has(keyOf(write)) ? 'yank' : 'token_test';
    return { ...write, operation: method === 'PUT' ? 'publish' : yank };
  };
  const perform = (wanted: Wanted | null, query: URLSearchParams, body: Buffer): Reply => {
    if (wanted === null) return { status: 404, body: '' };
    if (wanted.operation === 'publish') return store.publish(wanted, body, query.get('token'));
    const yanking = wanted.operation === 'yank' || wanted.operation === 'token_test';
    return yanking
      ? store.yank(wanted, query.get('yanked') === 'true', query.get('token'))
      : store.read(wanted, registry.url);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const method = request.method ?? '';
    const seen: Seen = { method, path: pathname, token: searchParams.get('token'), headers: request.headers, bytes: 0 };
    requests.push(seen);
    if (method !== 'GET') writes.track(response);
    const path = pathname.replace(/^\/api\/v1\//, '').split('/');
    const wanted = understand(method, path.map(decodeURIComponent));
    const tell = (at: Moment['at']): void => options.onMoment?.({ operation: wanted?.operation ?? null, at, seen });
    const victim: Victim = {
      request,
      response,
      normally: (body) => perform(wanted, searchParams, body),
      read(bytes) {
        seen.bytes += bytes;
        tell('read');
      },
    };
    const fault = wanted === null ? null : nextFault(registry.scenario, wanted.operation);
    tell('came');
    try {
      if (fault === null) reply(response, victim.normally(await readBody(victim)));
      else await strike(fault, victim);
    } finally {
      tell('over');
    }
  };

  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    // A fault that breaks the connection makes these fail too, which is the point of it.
    request.on('error', () => {});
    handle(request, response).catch(() => request.socket.destroy());
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port.');

  const registry: FaultyRegistry = {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    store,
    scenario: {},
    mostWritesAtOnce: writes.most,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return registry;
}

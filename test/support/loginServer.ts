import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry with accounts, and somebody else who vouches for people, each at an origin of its own. */
export interface LoginServer {
  readonly registry: string;
  readonly provider: string;
  /** The tokens that exist there, by number. */
  readonly tokens: Map<number, string>;
  /** Every cookie that was sent to the registry's account endpoints. */
  readonly cookies: Set<string>;
  /** How often the third origin was asked for anything, to which the provider's page has a link. */
  visitorsElsewhere(): number;
  close(): Promise<void>;
}

const SESSION = 'cookie-of-alice';

async function listen(host: string, answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  // It listens, so it has an address that is no pipe.
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { origin: `http://${host}:${port}`, close };
}

function answerAccount(
  path: string,
  request: IncomingMessage,
  tokens: Map<number, string>,
  made: { count: number },
): unknown {
  if (path === 'metadata') return { user: { name: 'alice', email: '' } };
  if (path === 'tokens')
    return { tokens: [...tokens.keys()].map((id) => ({ id, created_at: '2026-01-02T03:04:05.000Z' })) };
  if (path === 'tokens/create' && request.method === 'PUT') {
    made.count += 1;
    const token = `made-there-${made.count}-${'x'.repeat(20)}`;
    tokens.set(made.count, token);
    return { token: { id: made.count, token, token_partial: 'made....xxxx' } };
  }
  if (request.method === 'DELETE') tokens.delete(Number(path.split('/').at(-1)));
  return {};
}

/** Starts both. The provider's page has one button, which leads back to the registry; it also tries to lead elsewhere. */
export async function startLoginServer(): Promise<LoginServer> {
  const tokens = new Map<number, string>();
  const cookies = new Set<string>();
  const made = { count: 0 };
  const links = { registry: '', elsewhere: '' };
  let visitors = 0;
  const elsewhere = await listen('127.0.0.1', (_request, response) => {
    visitors += 1;
    response.writeHead(200).end('elsewhere');
  });
  links.elsewhere = elsewhere.origin;
  const provider = await listen('localhost', (_request, response) => {
    const page = `<title>provider</title><a id="away" href="${links.elsewhere}">away</a><a id="in" href="${links.registry}/api/v1/users/callback?code=1">Sign in</a>`;
    response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  });
  const registry = await listen('127.0.0.1', (request, response) => {
    const path = (request.url ?? '').replace('/api/v1/users/', '').split('?')[0] ?? '';
    if (path === 'login/oauth') return response.writeHead(307, { location: `${provider.origin}/authorize` }).end();
    if (path === 'callback') {
      const cookie = `user_token=${SESSION}; Path=/; HttpOnly`;
      return response.writeHead(307, { location: `${provider.origin}/site`, 'set-cookie': cookie }).end();
    }
    if (request.url === '/api/v1/packages/groups') return response.writeHead(200).end(JSON.stringify({ groups: [] }));
    if (!request.url?.startsWith('/api/v1/users/')) return response.writeHead(404).end();
    const cookie = request.headers.cookie ?? '';
    cookies.add(cookie);
    if (path === 'metadata' && cookie !== `user_token=${SESSION}`) return response.end(JSON.stringify({ user: null }));
    if (cookie !== `user_token=${SESSION}`)
      return response.writeHead(400).end('{"error":"no_permission","description":"please login first"}');
    return response.writeHead(200).end(JSON.stringify(answerAccount(path, request, tokens, made)));
  });
  links.registry = registry.origin;
  return {
    registry: registry.origin,
    provider: provider.origin,
    tokens,
    cookies,
    visitorsElsewhere: () => visitors,
    close: async () => {
      await Promise.all([registry.close(), provider.close(), elsewhere.close()]);
    },
  };
}

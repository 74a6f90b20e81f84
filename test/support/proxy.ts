import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { connect, createServer as createSocketServer, type Server, type Socket } from 'node:net';

/** A proxy that leads every name to one port of this computer, and what it was asked. */
export interface TestProxy {
  readonly url: string;
  /** `CONNECT host:port`, or the method and the whole address of what went through it in the clear. */
  readonly asked: string[];
  /** What it was last shown as name and password, decoded. */
  login: string | null;
  /** What it answers to the wish for a tunnel; 0: nothing, for ever. */
  status: number;
  close(): Promise<void>;
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The proxy has no port.');
  return address.port;
}

/** Joins two sockets until either ends. */
function join(one: Socket, other: Socket): void {
  one.on('error', () => other.destroy()).pipe(other);
  other.on('error', () => one.destroy()).pipe(one);
}

function closing(server: Server, sockets: Set<Socket>): () => Promise<void> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  });
  return async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
}

/** An HTTP proxy in front of `port`, for tunnels and for plain http. */
export async function startProxy(port: number): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createServer((incoming: IncomingMessage, answer) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const { pathname, search } = new URL(incoming.url ?? '');
    const { method, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port, method, headers, path: pathname + search }, (response) => {
      answer.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  const close = closing(server, new Set());
  const proxy: TestProxy = { url: '', asked, login: null, status: 200, close };
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    const login = incoming.headers['proxy-authorization']?.replace(/^Basic /, '');
    proxy.login = login === undefined ? null : Buffer.from(login, 'base64').toString();
    if (proxy.status === 0) return;
    if (proxy.status !== 200) return void socket.end(`HTTP/1.1 ${proxy.status} No\r\ncontent-length: 0\r\n\r\n`);
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      join(socket, onward);
    });
    onward.on('error', () => socket.destroy());
  });
  return Object.assign(proxy, { url: `http://127.0.0.1:${await portOf(server)}` });
}

/** A SOCKS 5 proxy without passwords in front of `port`. */
export async function startSocksProxy(port: number): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createSocketServer(async (socket) => {
    const next = async (): Promise<Buffer> => {
      const [chunk] = await once(socket, 'data');
      return chunk;
    };
    await next();
    socket.write(Buffer.from([5, 0]));
    const wish = await next();
    // Version, command, reserved, kind 3: a name with its length before it, then the port.
    const length = wish[4] ?? 0;
    const name = wish.subarray(5, 5 + length).toString('latin1');
    asked.push(`CONNECT ${name}:${wish.readUInt16BE(5 + length)}`);
    const onward = connect(port, '127.0.0.1', () => {
      socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
      join(socket, onward);
    });
  });
  const close = closing(server, new Set());
  return { url: `socks5h://127.0.0.1:${await portOf(server)}`, asked, login: null, status: 200, close };
}

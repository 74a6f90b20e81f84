import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';

/** A place outside that counts who comes to it, by TCP and by UDP. */
export interface Visitors {
  /** `http://127.0.0.1:{port}/`, which answers every page that asks. */
  readonly url: string;
  /** `stun:127.0.0.1:{port}`, where a WebRTC connection asks for its own address. */
  readonly stun: string;
  /** Requests and datagrams so far. */
  count(): number;
  close(): Promise<void>;
}

function portOf(address: unknown): number {
  if (typeof address === 'object' && address !== null && 'port' in address && typeof address.port === 'number')
    return address.port;
  throw new TypeError('It has no port.');
}

/** Opens the place on 127.0.0.1. */
export async function countVisitors(): Promise<Visitors> {
  let visits = 0;
  const server = createServer((_request, response) => {
    visits += 1;
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('<!doctype html><title>elsewhere</title>');
  });
  server.on('upgrade', (_request, socket) => {
    visits += 1;
    socket.destroy();
  });
  const socket = createSocket('udp4');
  socket.on('message', () => {
    visits += 1;
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${portOf(server.address())}/`,
    stun: `stun:127.0.0.1:${portOf(socket.address())}`,
    count: () => visits,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await new Promise<void>((done) => socket.close(done));
    },
  };
}

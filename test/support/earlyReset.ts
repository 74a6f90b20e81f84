import { createServer } from 'node:net';
import { parentPort } from 'node:worker_threads';

/**
 * Runs in a worker: a registry that answers 400 as soon as it has seen the head of a request, and resets the connection at once.
 * It has to be a thread of its own, because a client that shares its event loop would always have read the answer in time.
 */
const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => {
    socket.pause();
    socket.write('HTTP/1.1 400 Bad Request\r\ncontent-length: 5\r\n\r\nearly', () => socket.resetAndDestroy());
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') parentPort?.postMessage(address.port);
});

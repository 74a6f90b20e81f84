import type { Socket } from 'node:net';

/** How long a failed write waits for what the other side may have said before. */
const HOLD_MS = 1000;

type Done = (error?: Error | null) => void;

/**
 * Lets a socket read on after a write failed. A registry that refuses early answers and then resets the connection; Node meets the
 * reset in its next write, destroys the socket and with it the answer that had already arrived (measured against a server in
 * another process: 353 of 400 early answers lost, 400 of 400 on a busy event loop, none with this). So the failure of a write is
 * told only after the reading side has ended, or after a second.
 */
export function holdWriteErrors(socket: Socket): void {
  const hold =
    (done: Done): Done =>
    (error) => {
      if (error === null || error === undefined || socket.destroyed) {
        done(error);
        return;
      }
      const tell = (): void => {
        clearTimeout(timer);
        socket.off('end', tell).off('close', tell);
        done(error);
      };
      const timer = setTimeout(tell, HOLD_MS);
      socket.once('end', tell).once('close', tell);
    };
  const write = socket._write.bind(socket);
  socket._write = (chunk, encoding, done) => write(chunk, encoding, hold(done));
  const writev = socket._writev?.bind(socket);
  if (writev !== undefined) socket._writev = (chunks, done) => writev(chunks, hold(done));
}

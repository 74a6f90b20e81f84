import type { ServerResponse } from 'node:http';
import type { EventName } from '../../shared/contract.ts';

/** The open event streams of all pages. */
export interface EventStreams {
  /** Turns an answer into a stream; false when there are too many already. */
  add(response: ServerResponse): boolean;
  send(name: EventName, payload: unknown): void;
  readonly count: number;
  closeAll(): void;
}

/** A page that has this many bytes waiting is not reading: it is dropped, and reads everything anew when it comes back. */
const MOST_WAITING_BYTES = 8 * 1024 * 1024;

/**
 * Sends events as server-sent events, each as one message `{"name", "payload"}`. At most `limit` streams are open at a time. No
 * heartbeat: both ends are on one computer, so a lost connection is known at once.
 */
export function createEventStreams(limit: number, mostWaiting = MOST_WAITING_BYTES): EventStreams {
  const open = new Set<ServerResponse>();
  return {
    add(response) {
      if (open.size >= limit) return false;
      open.add(response);
      response.on('close', () => open.delete(response));
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.flushHeaders();
      return true;
    },
    send(name, payload) {
      const message = `data: ${JSON.stringify({ name, payload })}\n\n`;
      for (const response of open) {
        if (response.writableLength > mostWaiting) response.destroy();
        else response.write(message);
      }
    },
    get count() {
      return open.size;
    },
    closeAll() {
      for (const response of open) response.end();
    },
  };
}

import type { App, BrowserWindow, PowerMonitor } from 'electron';
import type { Job } from '../../shared/job.ts';
import { writesUnderWay } from '../jobNotice.ts';

export interface QuittingParts {
  readonly electron: Pick<App, 'on' | 'quit'>;
  readonly powerMonitor: Pick<PowerMonitor, 'on'>;
  /** The signals that ask a program to end; nobody is there to answer a question then. */
  readonly process: Pick<NodeJS.Process, 'on'>;
  readonly jobs: () => readonly Job[];
  /** Asks the person whether to cut these off; true to quit. */
  ask(writes: readonly Job[]): Promise<boolean>;
  /** Ends everything; called once. */
  close(): Promise<void>;
}

export interface Quitting {
  /** Makes closing the last window the same as quitting, with its question, where a closed window ends the program. */
  guard(window: BrowserWindow): void;
}

/**
 * Quits in order: asks once where something is being sent, then ends everything, then goes. A system that shuts down is not kept
 * waiting by a question; what it cuts off stands in the journal and is looked up at the next start.
 */
export function quitInOrder({ electron, powerMonitor, process, ...parts }: QuittingParts): Quitting {
  let agreed = false;
  let isAsking = false;
  let isClosed = false;

  const agree = (): void => {
    agreed = true;
  };
  const leave = (): void => {
    agree();
    electron.quit();
  };
  electron.on('before-quit', (event) => {
    const writes = writesUnderWay(parts.jobs());
    if (agreed || writes.length === 0) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    void parts
      .ask(writes)
      .then((yes) => {
        if (yes) leave();
      })
      .finally(() => {
        isAsking = false;
      });
  });
  electron.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void parts.close().finally(() => {
      isClosed = true;
      // Electron takes no second request to quit before it has seen that the first one was held up.
      setImmediate(() => electron.quit());
    });
  });
  powerMonitor.on('shutdown', agree);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, leave);
  return {
    guard(window) {
      window.on('query-session-end', agree);
      window.on('session-end', () => void parts.close());
      window.on('close', (event) => {
        if (agreed || writesUnderWay(parts.jobs()).length === 0) return;
        event.preventDefault();
        electron.quit();
      });
    },
  };
}

import type { BrowserWindow, WebContents } from 'electron';

export interface CrashParts {
  log(line: string): void;
  /** The page ended again and again: true to try once more, false to quit. */
  askToGoOn(): Promise<boolean>;
  /** The page does not answer: true to start it again, false to wait. */
  askToRestart(): Promise<boolean>;
  quit(): void;
  readonly now?: () => number;
}

/** A page that ends more often than this within a minute is not started again unasked. */
const MOST_CRASHES = 3;
const WITHIN_MS = 60_000;

/** Loads the page anew at the address where the person was. Jobs run in main and go on meanwhile. */
const startAgain = (contents: WebContents): void => void contents.loadURL(contents.getURL());

/** Starts the page again when its process ended, and asks where that does not help or it does not answer. */
export function reviveAfterCrash(window: BrowserWindow, parts: CrashParts): void {
  const { now = Date.now } = parts;
  const { webContents: contents } = window;
  let crashes: number[] = [];
  let isAsking = false;

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    parts.log(`The page's process ended: ${reason}, exit code ${exitCode}. It is started again.`);
    crashes = [...crashes.filter((at) => now() - at < WITHIN_MS), now()];
    if (crashes.length <= MOST_CRASHES) return startAgain(contents);
    crashes = [];
    void parts.askToGoOn().then((goOn) => (goOn ? startAgain(contents) : parts.quit()));
  });
  window.on('unresponsive', () => {
    if (isAsking) return;
    isAsking = true;
    parts.log('The page does not answer.');
    void parts
      .askToRestart()
      .then((restart) => {
        // The process that hangs has to go first: a new page would be given to it.
        if (restart && !window.isDestroyed()) contents.forcefullyCrashRenderer();
      })
      .finally(() => {
        isAsking = false;
      });
  });
}

import type { App as ElectronApp } from 'electron';
import type { App } from '../app.ts';
import type { Dialogs } from './dialogs.ts';
import { bringToFront } from './theWindow.ts';

type IncomingApp = Pick<App, 'openFolder' | 'redact' | 'log'>;

export interface IncomingParts {
  readonly electron: Pick<ElectronApp, 'on'>;
  readonly app: Promise<IncomingApp>;
  readonly dialogs: Pick<Dialogs, 'couldNotOpen'>;
}

/** Shows the review of a folder or archive that came in from outside the page, or says why that cannot be. */
export async function reviewPath(app: IncomingApp, dialogs: IncomingParts['dialogs'], path: string): Promise<void> {
  bringToFront();
  try {
    await app.openFolder(path);
  } catch (thrown) {
    const reason = app.redact(thrown instanceof Error ? thrown.message : String(thrown));
    app.log(reason);
    await dialogs.couldNotOpen(reason);
  }
}

/**
 * Takes in, from before the system is ready, what the system hands over: by the command line of this start or of a second one, by the dock, by the list of recent
 * documents. What comes before the program has started waits for it.
 */
export function receivePaths({ electron, app, dialogs }: IncomingParts, first: string | null): void {
  const review = (path: unknown): void => {
    bringToFront();
    if (typeof path === 'string') void app.then((there) => reviewPath(there, dialogs, path));
  };
  electron.on('second-instance', (_event, _argv, _from, data) => {
    review(typeof data === 'object' && data !== null && 'folder' in data ? data.folder : null);
  });
  electron.on('open-file', (event, path) => {
    event.preventDefault();
    review(path);
  });
  if (first !== null) review(first);
}

import { type BrowserWindow, dialog } from 'electron';
import type { Job } from '../../shared/job.ts';

/** The system's own dialogs, each over the window where there is one. */
export interface Dialogs {
  /** Null when the person thought better of it. */
  chooseFolder(): Promise<string | null>;
  /** Null when the person thought better of it. */
  chooseArchive(): Promise<string | null>;
  /** Null when the person thought better of it. */
  chooseSavePath(name: string): Promise<string | null>;
  couldNotOpen(reason: string): Promise<void>;
  /** True to cut off what is being sent. */
  askToQuit(writes: readonly Job[]): Promise<boolean>;
  askToGoOn(): Promise<boolean>;
  askToRestart(): Promise<boolean>;
}

const quitMessage = (writes: readonly Job[]): string =>
  writes.length === 1 ? `${writes[0]?.title} is not finished.` : `${writes.length} jobs are not finished.`;

/** The dialogs over whatever window is open when they are asked for. */
export function createDialogs(currentWindow: () => BrowserWindow | undefined): Dialogs {
  const show = (options: Electron.MessageBoxOptions): Promise<Electron.MessageBoxReturnValue> => {
    const window = currentWindow();
    return window === undefined ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options);
  };
  const choose = async (options: Electron.OpenDialogOptions): Promise<string | null> => {
    const window = currentWindow();
    const chosen = await (window === undefined
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(window, options));
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
  };
  /** The second button is the one that says yes; Escape and Enter are the first. */
  const ask = async (message: string, detail: string, buttons: readonly [string, string]): Promise<boolean> => {
    const { response } = await show({
      type: 'question',
      message,
      detail,
      buttons: [...buttons],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    return response === 1;
  };
  return {
    chooseFolder: () =>
      choose({ title: 'Choose a project folder', buttonLabel: 'Review', properties: ['openDirectory'] }),
    // Filters know only what follows the last dot.
    chooseArchive: () =>
      choose({
        title: 'Choose a packed archive',
        buttonLabel: 'Review',
        properties: ['openFile'],
        filters: [{ name: 'Packed archives (.tar.gz)', extensions: ['gz'] }],
      }),
    async chooseSavePath(name) {
      const options: Electron.SaveDialogOptions = { title: 'Save the archive', defaultPath: name };
      const window = currentWindow();
      const chosen = await (window === undefined
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(window, options));
      return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath;
    },
    async couldNotOpen(reason) {
      await show({ type: 'error', message: 'The folder could not be opened', detail: reason });
    },
    askToQuit: (writes) =>
      ask(
        quitMessage(writes),
        'If you quit now, what was not sent stays unsent. Where everything was sent and no answer has come, the outcome is looked up at the next start.',
        ['Keep running', 'Quit'],
      ),
    askToGoOn: () =>
      ask('The page stops again and again.', 'What is under way goes on without it. The log says how it ended.', [
        'Quit',
        'Show the page again',
      ]),
    askToRestart: () =>
      ask('The page does not answer.', 'What is under way goes on without it.', ['Wait', 'Start the page again']),
  };
}

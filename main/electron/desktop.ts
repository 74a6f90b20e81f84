import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { clipboard, app as electron, Menu, Notification, powerMonitor, safeStorage, session, shell } from 'electron';
import { failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Notice } from '../jobNotice.ts';
import type { LogFile } from '../logFile.ts';
import { createNotify } from './attention.ts';
import { systemClipboard } from './clipboard.ts';
import { inWindow, popUpItems } from './contextMenus.ts';
import type { Dialogs } from './dialogs.ts';
import { createDragFile } from './dragFile.ts';
import { createWindowHost } from './host.ts';
import { keychainCipher } from './keychain.ts';
import { signIn } from './signIn.ts';
import { whenItSleeps, whenItWakes } from './sleep.ts';
import { currentWindow } from './theWindow.ts';

export interface DesktopParts {
  readonly dataFolder: string;
  readonly dialogs: Dialogs;
  readonly logFile: LogFile;
  readonly log: (line: string) => void;
  /** A notification was clicked. */
  readonly show: (notice: Notice) => void;
}

const noWindow = () => failure('not_supported_here', 'There is no window to show a menu in.');

/** The host of the desktop window, over this system as Electron gives it. */
export function createDesktopHost({ dataFolder, dialogs, logFile, log, show }: DesktopParts): Host {
  return createWindowHost({
    version: electron.getVersion(),
    dataFolder,
    archiveWorker: pathToFileURL(join(import.meta.dirname, 'archiveWorker.js')),
    folderWorker: pathToFileURL(join(import.meta.dirname, 'folderWorker.js')),
    catalogWorker: pathToFileURL(join(import.meta.dirname, 'catalogWorker.js')),
    gitWorker: pathToFileURL(join(import.meta.dirname, 'gitWorker.js')),
    licences: ['licences.json', '../renderer/licences.json'].map((file) =>
      pathToFileURL(join(import.meta.dirname, file)),
    ),
    cipher: () => keychainCipher(safeStorage, process.platform),
    clipboard: systemClipboard(clipboard),
    signIn: (request) => signIn(request, currentWindow()),
    onSleep: (listener) => whenItSleeps(powerMonitor, listener),
    onWake: (listener) => whenItWakes(powerMonitor, listener),
    chooseFolder: dialogs.chooseFolder,
    chooseArchive: dialogs.chooseArchive,
    chooseSavePath: dialogs.chooseSavePath,
    dragFile: createDragFile(currentWindow, (file) => electron.getFileIcon(file)),
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    openExternal: (url) => shell.openExternal(url),
    openPath: (path) => shell.openPath(path),
    notify: createNotify({
      window: currentWindow,
      create: (options) => (Notification.isSupported() ? new Notification(options) : null),
      show,
    }),
    folderOpened: (path) => electron.addRecentDocument(path),
    async showLog() {
      shell.showItemInFolder(logFile.path);
      return { kind: 'shown' };
    },
    async contextMenu(items, at) {
      const window = currentWindow();
      if (window === undefined) throw noWindow();
      return popUpItems(window, items, at);
    },
    async showMenu(at) {
      const window = currentWindow();
      if (window === undefined) throw noWindow();
      Menu.getApplicationMenu()?.popup({ window, ...inWindow(window, at) });
    },
    log,
  });
}

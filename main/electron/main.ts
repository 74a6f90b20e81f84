import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  BrowserWindow,
  clipboard,
  dialog,
  app as electron,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
} from 'electron';
import { Settings } from '../../shared/settings.ts';
import { type App, createApp } from '../app.ts';
import { claimDataFolder } from '../dataFolder.ts';
import { Failure } from '../failure.ts';
import { parseWindowArguments } from './arguments.ts';
import { systemClipboard } from './clipboard.ts';
import { createWindowHost } from './host.ts';
import { serveCalls } from './ipc.ts';
import { keychainCipher } from './keychain.ts';
import { denyNetwork, denyPermissions, stayOnPage } from './links.ts';
import { createMenu } from './menu.ts';
import { builtPage, type Page, registerPageScheme, servePage } from './page.ts';
import { whenItSleeps } from './sleep.ts';
import { openWindow } from './window.ts';

/** The address of the development server, put in by `npm run dev`; undefined in every build. */
declare const DEV_SERVER: string | undefined;

const page: Page = DEV_SERVER === undefined ? builtPage : { url: DEV_SERVER, origin: new URL(DEV_SERVER).origin };
const preload = join(import.meta.dirname, '../preload/preload.cjs');
const pageFolder = join(import.meta.dirname, '../renderer');

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const inWords = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

const parsed = parseWindowArguments(
  process.argv,
  process.defaultApp === true ? electron.getAppPath() : null,
  process.cwd(),
);

/** The window there is; a second one is never opened. */
const currentWindow = (): BrowserWindow | undefined => BrowserWindow.getAllWindows()[0];

function bringToFront(): void {
  const window = currentWindow();
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

async function choose(options: Electron.OpenDialogOptions): Promise<string | null> {
  const window = currentWindow();
  const chosen = await (window === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
  return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
}

const chooseFolder = (): Promise<string | null> =>
  choose({ title: 'Choose a project folder', buttonLabel: 'Review', properties: ['openDirectory'] });

/** Filters know only what follows the last dot. */
const chooseArchive = (): Promise<string | null> =>
  choose({
    title: 'Choose a packed archive',
    buttonLabel: 'Review',
    properties: ['openFile'],
    filters: [{ name: 'Packed archives (.tar.gz)', extensions: ['gz'] }],
  });

async function chooseSavePath(name: string): Promise<string | null> {
  const options: Electron.SaveDialogOptions = { title: 'Save the archive', defaultPath: name };
  const window = currentWindow();
  const chosen = await (window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
  return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath;
}

async function createApplication(dataFolder: string): Promise<App> {
  return createApp(
    createWindowHost({
      version: electron.getVersion(),
      dataFolder,
      archiveWorker: pathToFileURL(join(import.meta.dirname, 'archiveWorker.js')),
      cipher: () => keychainCipher(safeStorage, process.platform),
      clipboard: systemClipboard(clipboard),
      onSleep: (listener) => whenItSleeps(powerMonitor, listener),
      chooseFolder,
      chooseArchive,
      chooseSavePath,
      openPath: (path) => shell.openPath(path),
      resolveProxy: (url) => session.defaultSession.resolveProxy(url),
      openExternal: (url) => shell.openExternal(url),
      log: say,
    }),
  );
}

/** A folder that came in from outside the page: its review is shown, or why it cannot be. */
async function reviewFolder(app: App, folder: string): Promise<void> {
  bringToFront();
  try {
    await app.openFolder(folder);
  } catch (thrown) {
    const message = app.redact(inWords(thrown));
    say(message);
    await dialog.showMessageBox({
      type: 'error',
      title: electron.name,
      message: 'The folder could not be opened',
      detail: message,
    });
  }
}

/** Folders can come in before the application is there: they wait for it. */
function receiveFolders(application: Promise<App>): void {
  const review = (folder: unknown): void => {
    bringToFront();
    if (typeof folder === 'string') void application.then((app) => reviewFolder(app, folder));
  };
  electron.on('second-instance', (_event, _argv, _from, data) => {
    review(typeof data === 'object' && data !== null && 'folder' in data ? data.folder : null);
  });
  electron.on('open-file', (event, path) => {
    event.preventDefault();
    review(path);
  });
  review(parsed.folder);
}

/** The page's events go to every window there is; the theme is the window system's business, too. */
async function connect(app: App): Promise<void> {
  serveCalls(ipcMain, app, page.origin);
  app.onEvent((name, payload) => {
    if (name === 'settings.changed') nativeTheme.themeSource = Settings.parse(payload).theme;
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send('event', name, payload);
  });
  const { settings } = await app.handlers['app.snapshot'](undefined);
  nativeTheme.themeSource = settings.theme;
}

function closeOnQuit(app: App, giveBack: () => Promise<void>): void {
  let closed = false;
  const close = async (): Promise<void> => {
    await app.close().catch((thrown: unknown) => say(app.redact(`Closing failed: ${inWords(thrown)}`)));
    await giveBack();
  };
  electron.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void close().finally(() => {
      closed = true;
      electron.quit();
    });
  });
}

function showWindow(): void {
  const window = openWindow(page, preload, nativeTheme);
  // `npm start` listens for this: a window that never shows means that it has to open the page in a browser.
  window.once('show', () => process.send?.({ kind: 'shown' }));
}

async function startWindow(): Promise<App> {
  await electron.whenReady();
  const dataFolder = parsed.dataFolder ?? join(electron.getPath('userData'), 'data');
  const giveBack = await claimDataFolder(dataFolder);
  denyPermissions(session.defaultSession, page.origin);
  denyNetwork(session.defaultSession, page.origin);
  servePage(protocol, pageFolder);
  const app = await createApplication(dataFolder);
  closeOnQuit(app, giveBack);
  await connect(app);
  Menu.setApplicationMenu(
    createMenu(
      {
        async publishFolder() {
          const folder = await chooseFolder();
          if (folder !== null) await reviewFolder(app, folder);
        },
      },
      process.platform,
    ),
  );
  showWindow();
  electron.on('activate', () => (currentWindow() === undefined ? showWindow() : bringToFront()));
  return app;
}

function start(): void {
  electron.enableSandbox();
  registerPageScheme(protocol);
  electron.on('web-contents-created', (_event, contents) => stayOnPage(contents));
  electron.on('window-all-closed', () => {
    if (process.platform !== 'darwin') electron.quit();
  });
  const application = startWindow();
  receiveFolders(application);
  application.catch((thrown: unknown) => {
    const message = thrown instanceof Failure ? thrown.error.message : inWords(thrown);
    say(message);
    dialog.showErrorBox('Elba Registry Manager could not start', message);
    electron.exit(1);
  });
}

// Chromium's own files go beside the data, and there is one window for each data folder.
if (parsed.dataFolder !== null) electron.setPath('userData', join(parsed.dataFolder, 'window'));
if (electron.requestSingleInstanceLock({ folder: parsed.folder })) start();
else electron.quit();

import { join } from 'node:path';
import {
  type BrowserWindow,
  app as electron,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
} from 'electron';
import { Settings } from '../../shared/settings.ts';
import { catchFaults } from '../faults.ts';
import { openLogFile } from '../logFile.ts';
import { createStarting, openOnDataFolder, type Starting } from '../starting.ts';
import { parseWindowArguments } from './arguments.ts';
import { seeJobs, showProgress, stayAwake } from './attention.ts';
import { offerTextMenu } from './contextMenus.ts';
import { reviveAfterCrash } from './crashes.ts';
import { createDesktopHost } from './desktop.ts';
import { createDialogs } from './dialogs.ts';
import { receivePaths, reviewPath } from './incoming.ts';
import { serveCalls } from './ipc.ts';
import { denyNetwork, denyPermissions, stayOnPage } from './links.ts';
import { createMenu } from './menu.ts';
import { builtPage, type Page, registerPageScheme, servePage } from './page.ts';
import { profileFolder } from './profileFolder.ts';
import { type Quitting, quitInOrder } from './quitting.ts';
import { isSigningIn } from './signIn.ts';
import { bringToFront, currentWindow } from './theWindow.ts';
import { openWindow } from './window.ts';
import { openWindowMemory } from './windowMemory.ts';

/** The address of the development server, put in by `npm run dev`; undefined in every build. */
declare const DEV_SERVER: string | undefined;

const page: Page = DEV_SERVER === undefined ? builtPage : { url: DEV_SERVER, origin: new URL(DEV_SERVER).origin };
const preload = join(import.meta.dirname, '../preload/preload.cjs');
const pageFolder = join(import.meta.dirname, '../renderer');

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const parsed = parseWindowArguments(
  process.argv,
  process.defaultApp === true ? electron.getAppPath() : null,
  process.cwd(),
);

const dialogs = createDialogs(currentWindow);

/** Starts the program on its data folder; its log begins when that folder is its own. */
function createProgram(dataFolder: string): Starting {
  const open = () =>
    openOnDataFolder(dataFolder, electron.getVersion(), () => {
      const logFile = openLogFile(join(dataFolder, 'logs', 'main.log'));
      const log = (line: string): void => {
        say(line);
        logFile.write(line);
      };
      logFile.write(`Version ${electron.getVersion()} in a window, ${process.platform} ${process.arch}`);
      return createDesktopHost({
        dataFolder,
        dialogs,
        logFile,
        log,
        show: ({ jobId }) => {
          bringToFront();
          app.request({ kind: 'job', jobId });
        },
      });
    });
  const app = createStarting({ open, log: say });
  return app;
}

/** The page's events go to every window there is; the theme is the window system's business, too. */
async function connect(app: Starting): Promise<void> {
  serveCalls(ipcMain, app, page.origin);
  app.onEvent((name, payload) => {
    if (name === 'settings.changed') nativeTheme.themeSource = Settings.parse(payload).theme;
    currentWindow()?.webContents.send('event', name, payload);
  });
  const failed = await app.first;
  if (failed !== null) return say(failed.error.message);
  const { settings } = await app.handlers['app.snapshot'](undefined);
  nativeTheme.themeSource = settings.theme;
}

/** What follows the jobs: the taskbar, the computer's sleep, the question before quitting. */
function followJobs(app: Starting): Quitting {
  const keepAwake = stayAwake(powerSaveBlocker);
  const jobs = seeJobs(() => {
    keepAwake(jobs.list());
    showProgress(currentWindow(), jobs.list());
  });
  app.onEvent(jobs.hear);
  return quitInOrder({
    electron,
    powerMonitor,
    process,
    jobs: jobs.list,
    ask: dialogs.askToQuit,
    close: () => app.close().catch((thrown: unknown) => app.fault(thrown)),
  });
}

interface WindowMaking {
  readonly app: Starting;
  readonly quitting: Quitting;
  readonly dataFolder: string;
  readonly ready: Promise<unknown>;
}

function showWindow({ app, quitting, dataFolder, ready }: WindowMaking): BrowserWindow {
  const memory = openWindowMemory(join(dataFolder, 'window.json'), app.hasStarted);
  const window = openWindow({ page, preload, theme: nativeTheme, screen, memory, ready });
  quitting.guard(window);
  offerTextMenu(window);
  reviveAfterCrash(window, { ...dialogs, log: app.log, quit: () => electron.quit() });
  // `npm start` listens for this: a window that never shows means that it has to open the page in a browser.
  window.once('show', () => process.send?.({ kind: 'shown' }));
  return window;
}

/** Opens a window where there is none, and calls `use` when its page can hear. */
function withWindow(making: WindowMaking, use: () => void): void {
  if (currentWindow() !== undefined) {
    bringToFront();
    use();
  } else showWindow(making).webContents.once('did-finish-load', use);
}

async function startWindow(dataFolder: string): Promise<Starting> {
  await electron.whenReady();
  denyPermissions(session.defaultSession, page.origin);
  denyNetwork(session.defaultSession, page.origin);
  servePage(protocol, pageFolder);
  const app = createProgram(dataFolder);
  catchFaults(process, (thrown) => app.fault(thrown));
  // Whatever goes wrong there, the window is shown: it is where that is said.
  const ready = connect(app).catch((thrown: unknown) => app.fault(thrown));
  const making: WindowMaking = { app, quitting: followJobs(app), dataFolder, ready };
  const menu = createMenu(
    {
      async publishFolder() {
        const folder = await dialogs.chooseFolder();
        if (folder !== null) withWindow(making, () => void reviewPath(app, dialogs, folder));
      },
      run: (command) => withWindow(making, () => app.request({ kind: 'command', command })),
    },
    process.platform,
  );
  Menu.setApplicationMenu(menu);
  electron.on('activate', () => withWindow(making, () => undefined));
  showWindow(making);
  return app;
}

function start(dataFolder: string): void {
  electron.enableSandbox();
  registerPageScheme(protocol);
  // A window for signing in has a guard of its own.
  electron.on('web-contents-created', (_event, contents) => {
    if (!isSigningIn(contents)) stayOnPage(contents);
  });
  electron.on('window-all-closed', () => {
    if (process.platform !== 'darwin') electron.quit();
  });
  const app = startWindow(dataFolder);
  receivePaths({ electron, app, dialogs }, parsed.folder);
  app.catch((thrown: unknown) => {
    say(`The program could not start: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    electron.exit(1);
  });
}

// Chromium's own files go beside the data, and there is one window for each data folder.
const dataFolder = parsed.dataFolder ?? join(electron.getPath('userData'), 'data');
electron.setPath('userData', profileFolder(parsed.dataFolder, electron.getPath('userData')));
if (electron.requestSingleInstanceLock({ folder: parsed.folder })) start(dataFolder);
else electron.quit();

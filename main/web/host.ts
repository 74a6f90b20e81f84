import { homedir } from 'node:os';
import { join } from 'node:path';
import { openDocument } from '../document.ts';
import { failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { platformName } from '../platform.ts';
import { watchForSleep } from '../sleep.ts';
import type { Downloads } from './downloads.ts';
import { environmentProxy } from './environmentProxy.ts';

export interface WebHostOptions {
  readonly version: string;
  readonly dataFolder: string;
  readonly archiveWorker: URL;
  readonly folderWorker: URL;
  readonly catalogWorker: URL;
  readonly gitWorker: URL;
  readonly licences: readonly URL[];
  /** Where the page gets files from. */
  readonly downloads: Pick<Downloads, 'offer'>;
  /** Opens an address in the person's browser; false where there is none. */
  readonly openInBrowser: (url: string) => Promise<boolean>;
  /** Shows a folder in the file manager; false where there is none. */
  readonly openInFileManager: (folder: string) => Promise<boolean>;
  /** The file that `log` writes to. */
  readonly logFile: string;
  readonly log: (line: string) => void;
}

const LOG_NAME = 'elba-registry-manager.log';

const inThePage = () => failure('not_supported_here', 'A page in the browser shows its menus itself.');

const NO_KEYCHAIN = "A page in the browser can't reach this computer's keychain.";

/** The host of the page on 127.0.0.1: plain Node, no keychain, folders come in file by file. */
export function createWebHost(options: WebHostOptions): Host {
  const { version, dataFolder, archiveWorker, folderWorker, catalogWorker, gitWorker, licences, downloads } = options;
  const { openInBrowser, openInFileManager, logFile, log } = options;
  return {
    kind: 'web',
    platform: platformName(process.platform),
    version,
    folders: 'staging',
    dataFolder,
    homeFolder: homedir(),
    env: process.env,
    archiveWorker,
    folderWorker,
    catalogWorker,
    gitWorker,
    licences,
    cipher: () => Promise.resolve({ kind: 'none', reason: NO_KEYCHAIN }),
    // Only the page can, when the person lets it.
    clipboard: null,
    signIn: null,
    onSleep: watchForSleep,
    // A timer that stood still is only seen by one that runs again.
    onWake: watchForSleep,
    document: (name) =>
      openDocument(join(dataFolder, `${name}.json`), {
        onSetAside: ({ file, keptAs, reason }) => log(`${file} was set aside as ${keptAs}: ${reason}`),
      }),
    proxyFor: async (url) => environmentProxy(url),
    async openLink(url) {
      const opened = URL.parse(url)?.protocol === 'https:' && (await openInBrowser(url));
      if (!opened)
        throw failure('not_supported_here', `No browser could be started to open ${url}. Copy the address into one.`);
    },
    async openFolder(path) {
      if (!(await openInFileManager(path)))
        throw failure(
          'not_supported_here',
          `No file manager could be started to show ${path}. Open it there yourself.`,
        );
    },
    chooseFolder: () => Promise.resolve(null),
    chooseArchive: () => Promise.resolve(null),
    // The page asks the browser itself, and the browser the person.
    notify: () => undefined,
    folderOpened: () => undefined,
    showLog: async () => ({
      kind: 'download',
      path: downloads.offer({ name: LOG_NAME, file: logFile }),
      name: LOG_NAME,
    }),
    contextMenu: async () => Promise.reject(inThePage()),
    showMenu: async () => Promise.reject(inThePage()),
    dragFile: null,
    saveFile: async (name, file) => ({ kind: 'download', path: downloads.offer({ name, file }) }),
    log,
  };
}

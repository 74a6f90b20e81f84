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
  /** Where the page gets files from. */
  readonly downloads: Pick<Downloads, 'offer'>;
  /** Opens an address in the person's browser; false where there is none. */
  readonly openInBrowser: (url: string) => Promise<boolean>;
  /** Shows a folder in the file manager; false where there is none. */
  readonly openInFileManager: (folder: string) => Promise<boolean>;
  readonly log: (line: string) => void;
}

const NO_KEYCHAIN = "A page in the browser can't reach this computer's keychain.";

/** The host of the page on 127.0.0.1: plain Node, no keychain, folders come in file by file. */
export function createWebHost(options: WebHostOptions): Host {
  const { version, dataFolder, archiveWorker, downloads, openInBrowser, openInFileManager, log } = options;
  return {
    kind: 'web',
    platform: platformName(process.platform),
    version,
    folders: 'staging',
    dataFolder,
    homeFolder: homedir(),
    env: process.env,
    archiveWorker,
    cipher: () => Promise.resolve({ kind: 'none', reason: NO_KEYCHAIN }),
    // Only the page can, when the person lets it.
    clipboard: null,
    onSleep: watchForSleep,
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
    saveFile: async (name, file) => ({ kind: 'download', path: downloads.offer({ name, file }) }),
    log,
  };
}

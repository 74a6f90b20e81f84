import { homedir } from 'node:os';
import { join } from 'node:path';
import { openDocument } from '../document.ts';
import { failure } from '../failure.ts';
import type { Clipboard, Host, SecretCipher } from '../host.ts';
import { platformName } from '../platform.ts';
import { saveCopy } from './saveCopy.ts';
import { parseProxyAnswer } from './systemProxy.ts';

export interface WindowHostOptions {
  readonly version: string;
  readonly dataFolder: string;
  readonly archiveWorker: URL;
  readonly cipher: () => Promise<SecretCipher>;
  /** The system's own dialogs; null when the person thought better of it. */
  readonly chooseFolder: () => Promise<string | null>;
  readonly chooseArchive: () => Promise<string | null>;
  /** The system's own dialog with a name to begin with; null when the person thought better of it. */
  readonly chooseSavePath: (name: string) => Promise<string | null>;
  /** Chromium's answer for an address, such as `PROXY proxy.example:3128`. */
  readonly resolveProxy: (url: string) => Promise<string>;
  readonly clipboard: Clipboard;
  readonly onSleep: (listener: () => void) => () => void;
  readonly openExternal: (url: string) => Promise<void>;
  /** Shows a folder in the file manager; a text where the system refused, else an empty one. */
  readonly openPath: (path: string) => Promise<string>;
  readonly log: (line: string) => void;
}

/** The host of the desktop window: the system's keychain and dialogs, folders come in by path. */
export function createWindowHost(options: WindowHostOptions): Host {
  const { dataFolder, log } = options;
  return {
    kind: 'electron',
    platform: platformName(process.platform),
    version: options.version,
    folders: 'path',
    dataFolder,
    homeFolder: homedir(),
    env: process.env,
    archiveWorker: options.archiveWorker,
    cipher: options.cipher,
    clipboard: options.clipboard,
    onSleep: options.onSleep,
    document: (name) =>
      openDocument(join(dataFolder, `${name}.json`), {
        onSetAside: ({ file, keptAs, reason }) => log(`${file} was set aside as ${keptAs}: ${reason}`),
      }),
    proxyFor: async (url) => parseProxyAnswer(await options.resolveProxy(url)),
    async openLink(url) {
      if (URL.parse(url)?.protocol !== 'https:')
        throw failure(
          'not_supported_here',
          'Only https addresses are opened from here. Copy the address into a browser.',
        );
      await options.openExternal(url);
    },
    async openFolder(path) {
      const refused = await options.openPath(path);
      if (refused !== '')
        throw failure(
          'not_found',
          `${path} could not be shown. It is made when the local registry starts for the first time.`,
        );
    },
    chooseFolder: options.chooseFolder,
    chooseArchive: options.chooseArchive,
    async saveFile(name, sourcePath) {
      const target = await options.chooseSavePath(name);
      if (target === null) return { kind: 'cancelled' };
      await saveCopy(sourcePath, target);
      return { kind: 'saved' };
    },
    log,
  };
}

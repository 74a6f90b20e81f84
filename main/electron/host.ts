import { homedir } from 'node:os';
import { join } from 'node:path';
import { openDocument } from '../document.ts';
import { failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { platformName } from '../platform.ts';
import { saveCopy } from './saveCopy.ts';
import { parseProxyAnswer } from './systemProxy.ts';

/** What the system gives the window as the program wants it. */
type FromTheSystem =
  | 'cipher'
  | 'clipboard'
  | 'signIn'
  | 'onSleep'
  | 'onWake'
  | 'chooseFolder'
  | 'chooseArchive'
  | 'notify'
  | 'folderOpened'
  | 'dragFile'
  | 'showLog'
  | 'contextMenu'
  | 'showMenu';

export interface WindowHostOptions extends Pick<Host, FromTheSystem> {
  readonly version: string;
  readonly dataFolder: string;
  readonly archiveWorker: URL;
  readonly folderWorker: URL;
  readonly catalogWorker: URL;
  readonly gitWorker: URL;
  readonly licences: readonly URL[];
  /** The system's own dialog with a name to begin with; null when the person thought better of it. */
  readonly chooseSavePath: (name: string) => Promise<string | null>;
  /** Chromium's answer for an address, such as `PROXY proxy.example:3128`. */
  readonly resolveProxy: (url: string) => Promise<string>;
  readonly openExternal: (url: string) => Promise<void>;
  /** Shows a folder in the file manager; a text where the system refused, else an empty one. */
  readonly openPath: (path: string) => Promise<string>;
  readonly log: (line: string) => void;
}

/** The host of the desktop window: the system's keychain and dialogs, folders come in by path. */
export function createWindowHost(options: WindowHostOptions): Host {
  const { dataFolder, log, chooseSavePath, resolveProxy, openExternal, openPath, ...system } = options;
  return {
    ...system,
    log,
    dataFolder,
    kind: 'electron',
    platform: platformName(process.platform),
    folders: 'path',
    homeFolder: homedir(),
    env: process.env,
    document: (name) =>
      openDocument(join(dataFolder, `${name}.json`), {
        onSetAside: ({ file, keptAs, reason }) => log(`${file} was set aside as ${keptAs}: ${reason}`),
      }),
    proxyFor: async (url) => parseProxyAnswer(await resolveProxy(url)),
    async openLink(url) {
      if (URL.parse(url)?.protocol !== 'https:')
        throw failure(
          'not_supported_here',
          'Only https addresses are opened from here. Copy the address into a browser.',
        );
      await openExternal(url);
    },
    async openFolder(path) {
      const refused = await openPath(path);
      if (refused !== '')
        throw failure(
          'not_found',
          `${path} could not be shown. It is made when the local registry starts for the first time.`,
        );
    },
    async saveFile(name, sourcePath) {
      const target = await chooseSavePath(name);
      if (target === null) return { kind: 'cancelled' };
      await saveCopy(sourcePath, target);
      return { kind: 'saved' };
    },
  };
}

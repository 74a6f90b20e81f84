import type { MenuItem, PagePoint, ShownLog } from '../shared/shell.ts';
import type { AppInfo } from '../shared/snapshot.ts';
import type { Notice } from './jobNotice.ts';

/**
 * Encrypts small secrets for one user of this computer by the system's keychain; `text` says to the person what stands behind it.
 * `none` where there is no keychain, with the sentence that says why.
 */
export type SecretCipher =
  | {
      readonly kind: 'keychain';
      readonly text: string;
      encrypt(text: string): Promise<Uint8Array>;
      decrypt(bytes: Uint8Array): Promise<string>;
    }
  | { readonly kind: 'none'; readonly reason: string };

/** A small JSON document on disk, written whole: temporary name, fsync, rename. `read` answers undefined where none is. */
export interface DocumentStore {
  read(): unknown;
  write(value: Record<string, unknown>): void;
  /** Moves the file to a dated name beside it, for content that is JSON and still not understood. `reason` is a clause. */
  setAside(reason: string): void;
}

/** What became of a file that the person wanted to keep: a `download` is fetched by the page, once, from a path of its own origin. */
export type SavedFile =
  | { readonly kind: 'saved' }
  | { readonly kind: 'download'; readonly path: string }
  | { readonly kind: 'cancelled' };

/** What the person copied. */
export interface Clipboard {
  read(): Promise<string>;
  /** Empties it where it still holds this text. */
  clear(text: string): Promise<void>;
}

/** Where a person signs in on a registry, and the cookie that this gives. */
export interface SignInRequest {
  /** The registry's own login, which leads to whoever vouches for people there. */
  readonly url: string;
  readonly cookieName: string;
  readonly registryName: string;
  readonly signal: AbortSignal;
}

/** What differs between the hosts. Everything else in main runs the same under Electron and under plain Node. */
export interface Host {
  readonly kind: AppInfo['host'];
  readonly platform: AppInfo['platform'];
  readonly version: string;
  /** How folders come in; `path` only where the host itself turned a dropped item into a path. */
  readonly folders: AppInfo['folders'];
  /** Absolute; everything the program keeps lies in it, 0700. */
  readonly dataFolder: string;
  /** The home folder, for showing `~/…`. */
  readonly homeFolder: string;
  /** The environment variables, which say where other programs keep their files. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The built worker that packs archives. */
  readonly archiveWorker: URL;
  /** The built worker that helps to list large folders. */
  readonly folderWorker: URL;
  /** The built worker that reads and searches what registries hold. */
  readonly catalogWorker: URL;
  /** The built worker that fetches git indices where there is no git. */
  readonly gitWorker: URL;
  /** The lists that the build left of the packages in it, one for each part. */
  readonly licences: readonly URL[];
  cipher(): Promise<SecretCipher>;
  /** The system's clipboard; null where only the page can read it. */
  readonly clipboard: Clipboard | null;
  /**
   * A window of its own in which the person signs in: a session in memory that is gone with it, no way to the program, no page but
   * the registry's and that of whoever vouches for people there. Answers the cookie, or null where the window was closed. Null
   * where the host has no windows.
   */
  readonly signIn: ((request: SignInRequest) => Promise<string | null>) | null;
  /** Tells when the computer goes to sleep or its screen gets locked. Answers the function that ends the listening. */
  onSleep(listener: () => void): () => void;
  /** Tells when the computer has woken up again. Answers the function that ends the listening. */
  onWake(listener: () => void): () => void;
  /** Opens `{dataFolder}/{name}.json`. A file that cannot be parsed is set aside with a dated name, never wiped. */
  document(name: string): DocumentStore;
  /**
   * The proxy that this computer wants an address to be reached through, as a URL (`http`, `https` or `socks5`); null where it is
   * reached directly.
   */
  proxyFor(url: string): Promise<string | null>;
  openLink(url: string): Promise<void>;
  /** Shows a folder in the system's file manager. Throws `not_supported_here` where there is none, `not_found` for no folder. */
  openFolder(path: string): Promise<void>;
  /** Asks the person for a folder; null when they thought better of it. */
  chooseFolder(): Promise<string | null>;
  /** Asks the person for a `.tar.gz`; null when they thought better of it. */
  chooseArchive(): Promise<string | null>;
  /** Lets the system go on with a drag that began in the window, with this file; null where there is no window. */
  readonly dragFile: ((file: string) => Promise<void>) | null;
  /** Gives the person a copy of a file, under `name` unless they choose another. Throws `disk_failed`. */
  saveFile(name: string, sourcePath: string): Promise<SavedFile>;
  /** Tells how a job ended, by the system, where the person does not see the window. */
  notify(notice: Notice): void;
  /** Hears of every folder that was opened by its path, for the system's list of recent documents. */
  folderOpened(path: string): void;
  /** Shows the file that `log` writes to; the page fetches a `download` once. */
  showLog(): Promise<ShownLog>;
  /** Shows the system's context menu; null when nothing was chosen. Throws `not_supported_here` where the page has its own. */
  contextMenu(items: readonly MenuItem[], at: PagePoint): Promise<string | null>;
  /** Shows the window's menu. Throws `not_supported_here` where there is none. */
  showMenu(at: PagePoint): Promise<void>;
  /** One line for the host's log; callers pass redacted text only. */
  log(line: string): void;
}

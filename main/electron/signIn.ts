import { randomUUID } from 'node:crypto';
import { BrowserWindow, type Session, session, type WebContents } from 'electron';
import type { SignInRequest } from '../host.ts';
import { LOCKED_PAGE } from './lockedPage.ts';
import { originRule } from './signInRule.ts';

/** The sessions of these windows, whose pages are guarded here and not as the program's own. */
const ours = new WeakSet<Session>();

/** Whether a page is one of a window for signing in. */
export const isSigningIn = ({ session: of }: Pick<WebContents, 'session'>): boolean => ours.has(of);

/** A session in memory, which nobody else has, without any permission. */
function freshSession(): Session {
  const fresh = session.fromPartition(`sign-in-${randomUUID()}`, { cache: false });
  fresh.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  fresh.setPermissionCheckHandler(() => false);
  fresh.setDevicePermissionHandler(() => false);
  fresh.on('will-download', (event) => event.preventDefault());
  ours.add(fresh);
  return fresh;
}

/** Keeps the window on the registry and on whoever vouches for people there; its title says where it is. */
function guard(window: BrowserWindow, { url, registryName }: SignInRequest): void {
  const rule = originRule(new URL(url).origin);
  const { webContents } = window;
  const sayWhere = (): void => {
    const where = URL.parse(webContents.getURL())?.host ?? '';
    window.setTitle(where === '' ? `Sign in to ${registryName}` : `Sign in to ${registryName} · ${where}`);
  };
  webContents.on('will-redirect', (event) => {
    const may = event.isMainFrame ? rule.mayRedirect(event.url) : rule.mayGo(event.url);
    if (!may) event.preventDefault();
  });
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!rule.mayGo(event.url)) event.preventDefault();
  };
  webContents.on('will-navigate', stay);
  webContents.on('will-frame-navigate', stay);
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.on('page-title-updated', (event) => event.preventDefault());
  webContents.on('did-navigate', sayWhere);
  sayWhere();
}

const open = (of: Session, parent: BrowserWindow | undefined): BrowserWindow =>
  new BrowserWindow({
    width: 560,
    height: 720,
    ...(parent === undefined ? {} : { parent }),
    autoHideMenuBar: true,
    webPreferences: {
      session: of,
      ...LOCKED_PAGE,
    },
  });

/**
 * Lets the person sign in on a registry in a window of its own and takes the cookie that they get there. The session is in memory
 * and is wiped when the window closes. Answers null where it was closed without signing in.
 */
export async function signIn(request: SignInRequest, parent: BrowserWindow | undefined): Promise<string | null> {
  const fresh = freshSession();
  const window = open(fresh, parent);
  const done = Promise.withResolvers<string | null>();
  const finish = (cookie: string | null): void => {
    done.resolve(cookie);
    if (!window.isDestroyed()) window.destroy();
  };
  guard(window, request);
  fresh.cookies.on('changed', (_event, { name }, _cause, removed) => {
    if (removed || name !== request.cookieName) return;
    // Only the one that the registry itself would be sent: another page can have a cookie of this name.
    void fresh.cookies.get({ url: request.url, name }).then(([cookie]) => {
      if (cookie !== undefined && cookie.value !== '') finish(cookie.value);
    });
  });
  window.once('closed', () => finish(null));
  request.signal.addEventListener('abort', () => finish(null), { once: true });
  // A page that cannot be reached says so in the window, which the person closes.
  void window.loadURL(request.url).catch(() => undefined);
  try {
    return await done.promise;
  } finally {
    await fresh.clearStorageData().catch(() => undefined);
  }
}

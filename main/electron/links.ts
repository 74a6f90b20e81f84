import type { Session, WebContents } from 'electron';

/** Opens an address outside; refuses everything but https. */
export type OpenOutside = (url: string) => void;

/** Copying to the clipboard is the one thing that the page may ask of the system. */
const ALLOWED = 'clipboard-sanitized-write';

/** Refuses every permission, asked for or looked up, but for what the copy buttons need. */
export function denyPermissions(session: Session, pageOrigin: string): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(permission === ALLOWED));
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === ALLOWED && origin.replace(/\/$/, '') === pageOrigin,
  );
  session.setDevicePermissionHandler(() => false);
}

/**
 * Keeps a window on its page: no navigation, no redirect, no further window, no embedded page. A link that would have opened a
 * window goes outside.
 */
export function stayOnPage(contents: WebContents, openOutside: OpenOutside): void {
  const refuse = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', refuse);
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}

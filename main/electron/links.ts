import type { Session, WebContents } from 'electron';

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

/** Everything that leaves the computer, whatever in the page asks for it. */
const NETWORK = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] };

/** `ws:` belongs to the page that was loaded over `http:`. */
const originOf = (url: string): string => new URL(url).origin.replace(/^ws/, 'http');

/**
 * Cancels every request of the page to the network, also those that no policy of a page covers. A page of a development server
 * may ask that server.
 */
export function denyNetwork(session: Session, pageOrigin: string): void {
  session.webRequest.onBeforeRequest(NETWORK, ({ url }, decide) => decide({ cancel: originOf(url) !== pageOrigin }));
}

/**
 * Keeps a window on its page: no navigation, no redirect, no further window, no embedded page, no connection of WebRTC past the
 * web requests. Links go outside by a call of the page alone, which has shown where they lead.
 */
export function stayOnPage(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', refuse);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

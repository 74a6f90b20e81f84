import { BrowserWindow } from 'electron';
import { isSigningIn } from './signIn.ts';

/** The window of the program; a second one is never opened. A window for signing in is none of it. */
export const currentWindow = (): BrowserWindow | undefined =>
  BrowserWindow.getAllWindows().find(({ webContents }) => !isSigningIn(webContents));

/** Shows the window that is there to the person. */
export function bringToFront(): void {
  const window = currentWindow();
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

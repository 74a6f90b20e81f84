import { BrowserWindow } from 'electron';

/** The window there is; a second one is never opened. */
export const currentWindow = (): BrowserWindow | undefined => BrowserWindow.getAllWindows()[0];

/** Shows the window that is there to the person. */
export function bringToFront(): void {
  const window = currentWindow();
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

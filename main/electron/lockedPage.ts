import type { WebPreferences } from 'electron';

/** What every page is shown with, the program's own and a foreign one: no Node, no way around the sandbox, nothing dropped onto it opens. */
export const LOCKED_PAGE: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
};

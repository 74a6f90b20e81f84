import { Menu, type MenuItemConstructorOptions } from 'electron';

/** What the menu's own items do; all others are the system's standard roles. */
export interface MenuActions {
  publishFolder(): void;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

function fileMenu(actions: MenuActions, mac: boolean): MenuItemConstructorOptions {
  return {
    role: 'fileMenu',
    submenu: [
      { id: 'publish-folder', label: 'Publish folder…', accelerator: 'CmdOrCtrl+O', click: actions.publishFolder },
      separator,
      { role: mac ? 'close' : 'quit' },
    ],
  };
}

const viewMenu: MenuItemConstructorOptions = {
  role: 'viewMenu',
  submenu: [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
    separator,
    { role: 'toggleDevTools' },
  ],
};

/** The native menu: the standard roles of the platform, and Publish folder… */
export function createMenu(actions: MenuActions, platform: NodeJS.Platform): Menu {
  const mac = platform === 'darwin';
  return Menu.buildFromTemplate([
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    fileMenu(actions, mac),
    { role: 'editMenu' },
    viewMenu,
    { role: 'windowMenu' },
  ]);
}

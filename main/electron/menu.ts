import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Command } from '../../shared/shell.ts';

/** What the menu's own items do; all others are the system's standard roles. */
export interface MenuActions {
  publishFolder(): void;
  /** Has the page carry a command out. */
  run(command: Command): void;
}

type Item = MenuItemConstructorOptions;

const separator: Item = { type: 'separator' };

/** The items of the menu by what they do. Their accelerators are those that the page itself listens for. */
function itemsOf(actions: MenuActions, mac: boolean) {
  const item = (id: string, label: string, command: Command, accelerator?: string): Item => ({
    id,
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => actions.run(command),
  });
  return {
    publishFolder: {
      id: 'publish-folder',
      label: 'Publish folder…',
      accelerator: 'CmdOrCtrl+O',
      click: () => actions.publishFolder(),
    } satisfies Item,
    addRegistry: item('add-registry', 'Add registry…', 'addRegistry'),
    settings: item('settings', 'Settings…', 'settings', 'CmdOrCtrl+,'),
    find: item('find', 'Find', 'find', 'CmdOrCtrl+F'),
    publish: item('go-publish', 'Publish', 'publish', 'CmdOrCtrl+1'),
    packages: item('go-packages', 'Packages', 'packages', 'CmdOrCtrl+2'),
    activity: item('go-activity', 'Activity', 'activity', 'CmdOrCtrl+3'),
    palette: item('palette', 'Command palette…', 'palette', 'CmdOrCtrl+K'),
    help: item('help', 'Keyboard and help', 'help', mac ? 'Cmd+Shift+/' : 'F1'),
    log: item('show-log', 'Show log', 'showLog'),
  };
}

type Items = ReturnType<typeof itemsOf>;

const macMenu = (items: Items): Item => ({
  role: 'appMenu',
  submenu: [
    { role: 'about' },
    separator,
    items.settings,
    separator,
    { role: 'services' },
    separator,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    separator,
    { role: 'quit' },
  ],
});

function fileMenu(items: Items, mac: boolean): Item {
  const recent: Item = { role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] };
  return {
    role: 'fileMenu',
    submenu: mac
      ? [items.publishFolder, recent, separator, items.addRegistry, separator, { role: 'close' }]
      : [items.publishFolder, separator, items.addRegistry, separator, items.settings, separator, { role: 'quit' }],
  };
}

const editMenu = (items: Items): Item => ({
  role: 'editMenu',
  submenu: [
    { role: 'undo' },
    { role: 'redo' },
    separator,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'delete' },
    { role: 'selectAll' },
    separator,
    items.find,
  ],
});

const viewMenu = (items: Items): Item => ({
  role: 'viewMenu',
  submenu: [
    items.publish,
    items.packages,
    items.activity,
    items.palette,
    separator,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    // The key with the plus sign, without Shift.
    { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false, acceleratorWorksWhenHidden: true },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
    separator,
    { role: 'toggleDevTools' },
  ],
});

const helpMenu = (items: Items, mac: boolean): Item => ({
  role: 'help',
  submenu: mac ? [items.help, items.log] : [items.help, items.log, separator, { role: 'about' }],
});

/** The native menu: the standard roles of the platform, and what is this program's own. */
export function createMenu(actions: MenuActions, platform: NodeJS.Platform): Menu {
  const mac = platform === 'darwin';
  const items = itemsOf(actions, mac);
  return Menu.buildFromTemplate([
    ...(mac ? [macMenu(items)] : []),
    fileMenu(items, mac),
    editMenu(items),
    viewMenu(items),
    { role: 'windowMenu' },
    helpMenu(items, mac),
  ]);
}

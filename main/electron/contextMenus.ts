import { type BrowserWindow, type ContextMenuParams, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuItem, PagePoint } from '../../shared/shell.ts';

/** What the system offers for a text: all of it in a field, copying where something is selected, else nothing. */
export function textMenu({
  isEditable,
  selectionText,
  editFlags,
}: Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'editFlags'>): MenuItemConstructorOptions[] {
  const copy: MenuItemConstructorOptions = { role: 'copy', enabled: editFlags.canCopy };
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy];
  return [
    { role: 'undo', enabled: editFlags.canUndo },
    { role: 'redo', enabled: editFlags.canRedo },
    { type: 'separator' },
    { role: 'cut', enabled: editFlags.canCut },
    copy,
    { role: 'paste', enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', enabled: editFlags.canSelectAll },
  ];
}

/** Gives text fields and selected text the system's menu, by the mouse and by the keyboard. Rows bring their own. */
export function offerTextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, params) => {
    const items = textMenu(params);
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window, x: params.x, y: params.y });
  });
}

/** On some systems a menu closes before it tells what was clicked. */
const CLICK_MS = 100;

/** `&` marks a key on Windows and Linux, and would vanish from a name. */
const plainLabel = (label: string): string => label.replaceAll('&', '&&');

/** A place of the page as the window counts it. */
export function inWindow(window: BrowserWindow, { x, y }: PagePoint): { x: number; y: number } {
  const zoom = window.webContents.getZoomFactor();
  return { x: Math.round(x * zoom), y: Math.round(y * zoom) };
}

/** Shows the page's own items as the system's menu, at a place in the page. Answers the id of the chosen one, or null. */
export function popUpItems(window: BrowserWindow, items: readonly MenuItem[], at: PagePoint): Promise<string | null> {
  return new Promise((choose) => {
    const menu = Menu.buildFromTemplate(
      items.map(
        (item): MenuItemConstructorOptions =>
          item.kind === 'separator'
            ? { type: 'separator' }
            : {
                id: item.id,
                label: plainLabel(item.label),
                enabled: item.isDisabled !== true,
                click: () => choose(item.id),
              },
      ),
    );
    menu.popup({
      window,
      ...inWindow(window, at),
      callback: () => void setTimeout(() => choose(null), CLICK_MS),
    });
  });
}

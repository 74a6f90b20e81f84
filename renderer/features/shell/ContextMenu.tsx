import { createContext, type MouseEvent, type ReactNode, useCallback, useContext, useRef, useState } from 'react';
import { Menu, MenuItem, Popover, Separator } from 'react-aria-components';
import type { PagePoint, MenuItem as SystemItem } from '../../../shared/shell.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { useInfo } from '../../bridge/useAppState.ts';

/** One line of a context menu with what it does; null stands for a line between groups. */
export type MenuEntry = {
  readonly id: string;
  readonly label: string;
  readonly isDisabled?: boolean;
  readonly run: () => void;
} | null;

/** Shows a menu where the event is: at the pointer, or at the element that had the focus when the menu key was pressed. */
export type OpenMenu = (event: MouseEvent, entries: readonly MenuEntry[]) => void;

const ContextMenuContext = createContext<OpenMenu | null>(null);

/** For `onContextMenu` of a row. */
export function useContextMenu(): OpenMenu {
  const open = useContext(ContextMenuContext);
  if (open === null) throw new Error('There is no ContextMenuProvider around this component.');
  return open;
}

const LONGEST_LABEL = 120;

const asSystemItem = (entry: MenuEntry): SystemItem =>
  entry === null
    ? { kind: 'separator' }
    : {
        kind: 'item',
        id: entry.id,
        label: entry.label.slice(0, LONGEST_LABEL),
        ...(entry.isDisabled === true ? { isDisabled: true } : {}),
      };

interface OpenState {
  readonly entries: readonly MenuEntry[];
  readonly at: PagePoint;
}

/** The menu of a page in a browser, which has no other way to show one. */
function PageMenu({ open, onClose }: { readonly open: OpenState; readonly onClose: () => void }) {
  const anchor = useRef<HTMLSpanElement>(null);
  const runOf = (key: React.Key): void => open.entries.find((entry) => entry?.id === key)?.run();
  return (
    <>
      <span ref={anchor} className="menuat" style={{ left: open.at.x, top: open.at.y }} />
      <Popover
        aria-label="Actions"
        triggerRef={anchor}
        isOpen
        onOpenChange={(isOpen) => {
          if (!isOpen) onClose();
        }}
        placement="bottom start"
        offset={0}
        className="pop"
      >
        <Menu
          aria-label="Actions"
          autoFocus="first"
          className="poplist"
          disabledKeys={open.entries.flatMap((entry) => (entry?.isDisabled === true ? [entry.id] : []))}
          onAction={(key) => {
            onClose();
            runOf(key);
          }}
        >
          {open.entries.map((entry, at) =>
            entry === null ? (
              <Separator key={`line after ${open.entries[at - 1]?.id}`} className="menuline" />
            ) : (
              <MenuItem key={entry.id} id={entry.id} textValue={entry.label} className="popitem">
                {entry.label}
              </MenuItem>
            ),
          )}
        </Menu>
      </Popover>
    </>
  );
}

/** Gives rows their context menu: the system's own in the desktop window, the page's in a browser. */
export function ContextMenuProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const { host } = useInfo();
  const [open, setOpen] = useState<OpenState | null>(null);
  const openMenu: OpenMenu = useCallback(
    (event, entries) => {
      event.preventDefault();
      const at = { x: Math.max(0, Math.round(event.clientX)), y: Math.max(0, Math.round(event.clientY)) };
      if (host === 'web') return setOpen({ entries, at });
      client.invoke('app.contextMenu', { items: entries.map(asSystemItem), at }).then(
        (id) => entries.find((entry) => entry?.id === id)?.run(),
        // A menu that cannot be shown offers nothing that is not elsewhere on the page.
        () => undefined,
      );
    },
    [client, host],
  );
  return (
    <ContextMenuContext value={openMenu}>
      {children}
      {open === null ? null : <PageMenu open={open} onClose={() => setOpen(null)} />}
    </ContextMenuContext>
  );
}

/** Copies a text from a menu; where the browser refuses, the text is still on the page. */
export const copyText = (text: string): void => void navigator.clipboard.writeText(text).catch(() => undefined);

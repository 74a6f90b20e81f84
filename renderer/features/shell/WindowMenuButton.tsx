import { Menu } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { useInfo } from '../../bridge/useAppState.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { isModalOpen } from './shortcuts.ts';

/** Calls `open` on F10, and on Alt pressed and let go with nothing between, as windows of these systems open their menu. */
function useMenuKeys(open: () => void): void {
  useEffect(() => {
    let isAltAlone = false;
    const onKeyDown = (event: KeyboardEvent): void => {
      isAltAlone = event.key === 'Alt' && !event.repeat && !event.ctrlKey && !event.shiftKey && !event.metaKey;
      if (event.key !== 'F10' || event.shiftKey || isModalOpen()) return;
      event.preventDefault();
      open();
    };
    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.key === 'Alt' && isAltAlone && !isModalOpen()) open();
      isAltAlone = false;
    };
    const forget = (): void => {
      isAltAlone = false;
    };
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener('keydown', onKeyDown, { signal });
    window.addEventListener('keyup', onKeyUp, { signal });
    for (const name of ['mousedown', 'blur']) window.addEventListener(name, forget, { signal });
    return () => stop.abort();
  }, [open]);
}

function OpenButton() {
  const client = useClient();
  const button = useRef<HTMLButtonElement>(null);
  const open = useCallback(() => {
    const box = button.current?.getBoundingClientRect();
    const at = { x: Math.round(box?.left ?? 0), y: Math.round(box?.bottom ?? 0) };
    // A window that has no menu to show has none to miss.
    client.invoke('app.showMenu', { at }).catch(() => undefined);
  }, [client]);
  useMenuKeys(open);
  return <IconButton ref={button} size="sm" label="Menu" icon={<Menu className="i" />} onPress={open} />;
}

/** Opens the window's menu, where the system's own title bar would show it and there is none. */
export function WindowMenuButton() {
  const { host, platform } = useInfo();
  return host === 'electron' && platform !== 'mac' ? <OpenButton /> : null;
}

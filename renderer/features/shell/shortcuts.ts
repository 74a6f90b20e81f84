import { useEffect } from 'react';
import type { AppInfo } from '../../../shared/snapshot.ts';
import { useInfo } from '../../bridge/useAppState.ts';

type Platform = AppInfo['platform'];

/** How a shortcut is written beside its button: `⌘O`, `Ctrl O`. */
export const shortcutLabel = (platform: Platform, key: string): string =>
  platform === 'mac' ? `⌘${key.toUpperCase()}` : `Ctrl ${key.toUpperCase()}`;

/** Whether a question is open: it is answered before anything else is done. */
export const isModalOpen = (): boolean => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;

const fits = (event: KeyboardEvent, platform: Platform): boolean =>
  (platform === 'mac' ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) &&
  !event.altKey &&
  !event.shiftKey;

/**
 * Runs `action` on ⌘ or Ctrl with `key`. Nothing runs while a dialog is open. An action that answers false leaves the key to the
 * browser.
 */
export function useShortcut(key: string, action: () => boolean): void {
  const { platform } = useInfo();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.key.toLowerCase() !== key || !fits(event, platform) || isModalOpen()) return;
      if (action()) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [key, action, platform]);
}

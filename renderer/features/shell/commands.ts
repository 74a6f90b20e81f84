import type { Command } from '../../../shared/shell.ts';
import type { AppInfo } from '../../../shared/snapshot.ts';
import { shortcutLabel } from './shortcuts.ts';

export interface CommandInfo {
  readonly id: Command;
  readonly title: string;
  /** The key that runs it with ⌘ or Ctrl; null where it has none. */
  readonly key: string | null;
}

/** What can be asked for from anywhere. Publishing and yanking are not among it: they are decided where they are looked at. */
export const COMMANDS: readonly CommandInfo[] = [
  { id: 'palette', title: 'Command palette', key: 'k' },
  { id: 'chooseFolder', title: 'Publish folder…', key: 'o' },
  { id: 'addRegistry', title: 'Add registry…', key: null },
  { id: 'publish', title: 'Go to Publish', key: '1' },
  { id: 'packages', title: 'Go to Packages', key: '2' },
  { id: 'activity', title: 'Go to Activity', key: '3' },
  { id: 'find', title: 'Search on this page', key: 'f' },
  { id: 'settings', title: 'Settings', key: ',' },
  { id: 'help', title: 'Keyboard and help', key: null },
  { id: 'showLog', title: 'Show log', key: null },
];

/** How the key of a command is written; null where it has none. Help has the key that the platform has for it. */
export function keyLabel({ id, key }: CommandInfo, platform: AppInfo['platform']): string | null {
  if (id === 'help') return platform === 'mac' ? '⌘?' : 'F1';
  return key === null ? null : shortcutLabel(platform, key);
}

import type { AppInfo } from '../../../shared/snapshot.ts';
import { COMMANDS, keyLabel } from '../shell/commands.ts';
import { shortcutLabel } from '../shell/shortcuts.ts';

export interface KeyRow {
  /** Each of them does it. */
  readonly keys: readonly string[];
  readonly does: string;
}

export interface KeyTable {
  readonly title: string;
  readonly rows: readonly KeyRow[];
}

type Platform = AppInfo['platform'];

const anywhere = (platform: Platform): KeyRow[] =>
  COMMANDS.flatMap((command) => {
    const key = keyLabel(command, platform);
    return key === null ? [] : [{ keys: [key], does: command.title.replace(/…$/, '') }];
  });

const onPages = (platform: Platform): KeyRow[] => [
  { keys: [shortcutLabel(platform, 'r')], does: 'Check the project under review again' },
  { keys: ['Tab', platform === 'mac' ? '⇧Tab' : 'Shift Tab'], does: 'Next and previous control' },
  { keys: ['↑', '↓', 'Home', 'End'], does: 'Move in lists, trees and tables' },
  { keys: ['→', '←'], does: 'Open and close a folder of the file tree; move between cells and tabs' },
  { keys: ['Space'], does: 'Select a row, switch a switch' },
  { keys: ['Enter'], does: 'Open what has the focus' },
  { keys: ['Escape'], does: 'Close a dialog or a menu without doing anything' },
  { keys: platform === 'mac' ? ['⌃Click'] : ['Shift F10', 'Menu key'], does: 'What can be done with a row or a text' },
];

/** What the system's window does; a browser has keys of its own for most of it. */
function inTheWindow(platform: Platform): KeyRow[] {
  const mac = platform === 'mac';
  const zoom = [shortcutLabel(platform, '+'), shortcutLabel(platform, '-'), shortcutLabel(platform, '0')];
  return [
    { keys: zoom, does: 'Larger, smaller, usual size' },
    { keys: [mac ? '⌃⌘F' : 'F11'], does: 'Full screen' },
    ...(mac ? [] : [{ keys: ['Alt', 'F10'], does: "Open the window's menu" }]),
    ...(mac ? [{ keys: ['⌘W'], does: 'Close the window; what is under way goes on' }] : []),
    { keys: [platform === 'win' ? 'Alt F4' : shortcutLabel(platform, 'q')], does: 'Quit' },
  ];
}

/** Every key of the program as this platform has it, by where it counts. */
export function keyTables(platform: Platform, host: AppInfo['host']): KeyTable[] {
  return [
    { title: 'Anywhere', rows: anywhere(platform) },
    { title: 'On a page', rows: onPages(platform) },
    ...(host === 'electron' ? [{ title: 'The window', rows: inTheWindow(platform) }] : []),
  ];
}

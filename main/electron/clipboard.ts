import type { Clipboard as SystemClipboard } from 'electron';
import type { Clipboard } from '../host.ts';

/** The system's clipboard as the program uses it: read in main, so that the page never sees what was copied. */
export const systemClipboard = (clipboard: Pick<SystemClipboard, 'readText' | 'clear'>): Clipboard => ({
  read: async () => clipboard.readText(),
  clear: async (text) => {
    if ((await clipboard.readText()) === text) clipboard.clear();
  },
});

import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Where Chromium keeps its own files: beside the data that `--data` names, else in the usual place. Where neither can be written
 * to, a folder for this run alone: without one there would be no window that could say what is wrong.
 */
export function profileFolder(dataFolder: string | null, usual: string): string {
  const folder = dataFolder === null ? usual : join(dataFolder, 'window');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return mkdtempSync(join(tmpdir(), 'elba-window-'));
  }
}

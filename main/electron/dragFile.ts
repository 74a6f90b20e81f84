import type { BrowserWindow, NativeImage } from 'electron';

/** Goes on with a drag that began in the page, now with a file; its icon is the one that the system has for such files. */
export const createDragFile =
  (window: () => BrowserWindow | undefined, iconOf: (file: string) => Promise<NativeImage>) =>
  async (file: string): Promise<void> => {
    const icon = await iconOf(file);
    window()?.webContents.startDrag({ file, icon });
  };

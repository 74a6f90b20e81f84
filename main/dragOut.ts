import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from './failure.ts';

/** Has a file dragged out of the window under `name`; `copy` writes it. Throws `not_supported_here` where the host cannot. */
export type DragOut = (name: string, copy: (file: string) => Promise<void>) => Promise<void>;

/**
 * Makes a copy for each drag, in a folder of its own below `folder`: a file manager may move what it is given, and the archive that
 * was reviewed has to stay. `start` hands it to the system; null where only a browser could.
 */
export const createDragOut =
  (folder: string, start: ((file: string) => Promise<void>) | null): DragOut =>
  async (name, copy) => {
    if (start === null)
      throw failure(
        'not_supported_here',
        'A page in the browser cannot hand out files by dragging. Save the archive instead.',
      );
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(await mkdtemp(join(folder, 'file-')), name);
    await copy(file);
    await start(file);
  };

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createPacker } from '../../main/archive/packer.ts';
import { pause } from '../../main/pause.ts';
import { walkProject } from '../../main/project/walk.ts';

/** What packing does to the program that it happens in. Milliseconds and bytes. */
export interface PackFeel {
  readonly idleBytes: number;
  readonly peakBytes: number;
  readonly firstProgressMs: number;
  /** The longest time that the thread which draws the window could do nothing else. */
  readonly longestBlockMs: number;
  /** From the cancel to the answer, half-way through. */
  readonly cancelMs: number;
}

/** How long the event loop was held up at most while `work` ran; a turn that waits for nothing takes part of a millisecond. */
const longestBlock = async (work: Promise<unknown>): Promise<number> => {
  let longest = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 1);
    last = now;
  }, 1);
  await work.finally(() => clearInterval(beat));
  return longest;
};

const feel = async (workerFile: string, folder: string, outFolder: string): Promise<PackFeel> => {
  const files = (await walkProject(folder, { exclude: [] })).included;
  const packer = createPacker(pathToFileURL(workerFile));
  globalThis.gc?.();
  const idleBytes = process.memoryUsage.rss();
  // As the program does when a folder is opened: what is read and shown of it takes longer than the thread to start.
  packer.ready();
  await pause(500);
  const start = performance.now();
  let firstProgressMs = Number.NaN;
  const onProgress = (): void => {
    if (Number.isNaN(firstProgressMs)) firstProgressMs = performance.now() - start;
  };
  const outFile = join(outFolder, 'feel.tar.gz');
  const longestBlockMs = await longestBlock(packer.pack({ folder, files, outFile, onProgress }));
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  const controller = new AbortController();
  let cancelledAt = 0;
  const cancelHalfWay = (done: number, total: number): void => {
    if (controller.signal.aborted || done * 2 < total) return;
    cancelledAt = performance.now();
    controller.abort();
  };
  await packer
    .pack({ folder, files, outFile, signal: controller.signal, onProgress: cancelHalfWay })
    .catch(() => undefined);
  const cancelMs = performance.now() - cancelledAt;
  await packer.close();
  return { idleBytes, peakBytes, firstProgressMs, longestBlockMs, cancelMs };
};

/** This very file, for running it. */
export const packProgram = import.meta.filename;

if (process.argv[1] === packProgram) {
  const [workerFile = '', folder = '', outFolder = ''] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await feel(workerFile, folder, outFolder)));
}

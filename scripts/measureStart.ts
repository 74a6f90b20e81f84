import { measureWindowStart } from '../test/support/windowStart.ts';
import { ensureBuilt } from './build.ts';
import { findElectron } from './electronBinary.ts';
import { say } from './run.ts';

// Prints how long it takes from the start of the program to a window that can be used: the median of ten starts, after one that
// warms the disk's cache.
const RUNS = 10;

const binary = await findElectron();
if (binary === null || !(await ensureBuilt())) {
  say("Electron's binary or the built program is missing, so nothing was measured.");
  process.exit(1);
}
await measureWindowStart(binary, 1);
const times = (await measureWindowStart(binary, RUNS)).sort((a, b) => a - b);
const median = ((times[RUNS / 2 - 1] ?? 0) + (times[RUNS / 2] ?? 0)) / 2;
process.stdout.write(
  `Start to a usable window: median ${Math.round(median)} ms of ${RUNS}, ${Math.round(times[0] ?? 0)} to ${Math.round(times.at(-1) ?? 0)} ms\n`,
);

import type { Stats } from 'node:fs';

/**
 * A time as two whole numbers, which become text sooner than a fraction does: seconds, and 4096ths of a millisecond, the finest that a
 * time of this century in milliseconds holds.
 */
const timeText = (ms: number): string => {
  const seconds = Math.floor(ms / 1000);
  return `${seconds}:${Math.round((ms - seconds * 1000) * 4096)}`;
};

/** A text that changes when a file is written, replaced or touched. */
export const stampOf = ({ size, mode, mtimeMs, ctimeMs, ino }: Stats): string =>
  `${size} ${timeText(mtimeMs)} ${ctimeMs === mtimeMs ? '=' : timeText(ctimeMs)} ${ino} ${mode}`;

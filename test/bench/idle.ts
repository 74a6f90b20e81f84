import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pause } from '../../main/pause.ts';
import { startWebHost } from '../support/webProgram.ts';
import { builtFile } from './built.ts';
import { type BenchPart, skippedFigure, valueFigure } from './figure.ts';
import { inScratch } from './scratch.ts';

interface Activity {
  /** Of all threads, since the start. */
  readonly cpuMs: number;
  /** How often the main thread had gone to sleep; each time something woke it. */
  readonly sleeps: number;
}

const tickMs = 10;

/** What Linux knows of a process. */
const activityOf = async (pid: number): Promise<Activity> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name in brackets can hold spaces; the times are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
    sleeps: Number(/^voluntary_ctxt_switches:\s*(\d+)$/m.exec(status)?.[1]),
  };
};

/** Doing nothing: what the program costs when nobody asks anything of it. */
export const idle: BenchPart = ({ size, log }) =>
  inScratch(async (folder) => {
    const asked = [
      { name: 'CPU while idle', unit: 'ms per s', limit: 1, better: 'lower' },
      { name: 'wake-ups while idle', unit: 'per s', limit: 0.5, better: 'lower' },
    ] as const;
    if (process.platform !== 'linux') return asked.map((one) => skippedFigure(one, 'Only Linux tells it in /proc.'));
    await builtFile('main/web.js');
    const host = await startWebHost(join(folder, 'data'));
    try {
      // What is done in the background after the start, and the threads that are let go after it, are not what is asked for.
      await pause(size === 'full' ? 15_000 : 100);
      const seconds = size === 'full' ? 20 : 0.5;
      log(`Watching it do nothing for ${seconds} s`);
      const before = await activityOf(host.pid);
      await pause(seconds * 1000);
      const after = await activityOf(host.pid);
      const [cpu, wakes] = asked;
      return [
        valueFigure(cpu, (after.cpuMs - before.cpuMs) / seconds),
        valueFigure(wakes, (after.sleeps - before.sleeps) / seconds),
      ];
    } finally {
      await host.stop();
    }
  });

import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { reviveAfterCrash } from '../../../main/electron/crashes.ts';

let contents: EventEmitter;
let window: EventEmitter;
let done: string[];
let answers: { goOn: boolean; restart: boolean };
let time: number;

beforeEach(() => {
  done = [];
  time = 0;
  answers = { goOn: true, restart: true };
  contents = Object.assign(new EventEmitter(), {
    getURL: () => 'app://elba/#/activity',
    loadURL: async (url: string) => void done.push(`load ${url}`),
    forcefullyCrashRenderer: () => done.push('crash'),
  });
  window = Object.assign(new EventEmitter(), { webContents: contents, isDestroyed: () => false });
  // Only these members of BrowserWindow are used.
  reviveAfterCrash(window as unknown as BrowserWindow, {
    log: () => undefined,
    askToGoOn: async () => {
      done.push('ask');
      return answers.goOn;
    },
    askToRestart: async () => {
      done.push('ask to restart');
      return answers.restart;
    },
    quit: () => done.push('quit'),
    now: () => time,
  });
});

const crash = (reason = 'crashed'): boolean => contents.emit('render-process-gone', {}, { reason, exitCode: 5 });
const turn = (): Promise<void> => new Promise((next) => setImmediate(next));
const LOAD = 'load app://elba/#/activity';

describe('a page whose process ended', () => {
  it.each(['crashed', 'killed', 'oom', 'abnormal-exit'])('(%s) comes back where the person was', (reason) => {
    crash(reason);
    expect(done).toEqual([LOAD]);
  });

  it('is left alone when it was to end', () => {
    crash('clean-exit');
    expect(done).toEqual([]);
  });

  it('that ends again and again is asked about', async () => {
    for (let at = 0; at < 4; at += 1) crash();
    await turn();
    expect(done).toEqual([LOAD, LOAD, LOAD, 'ask', LOAD]);
    answers.goOn = false;
    for (let at = 0; at < 4; at += 1) crash();
    await turn();
    expect(done.slice(5)).toEqual([LOAD, LOAD, LOAD, 'ask', 'quit']);
  });

  it('now and then is not', async () => {
    for (let at = 0; at < 8; at += 1) {
      time += 30_000;
      crash();
    }
    await turn();
    expect(done).toEqual(Array.from({ length: 8 }, () => LOAD));
  });
});

describe('a page that does not answer', () => {
  it('is asked about once, and started again only on a yes', async () => {
    answers.restart = false;
    window.emit('unresponsive');
    window.emit('unresponsive');
    await turn();
    expect(done).toEqual(['ask to restart']);
    answers.restart = true;
    window.emit('unresponsive');
    await turn();
    expect(done).toEqual(['ask to restart', 'ask to restart', 'crash']);
  });
});

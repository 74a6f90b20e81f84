import { EventEmitter } from 'node:events';
import type { App, BrowserWindow, PowerMonitor } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Quitting, quitInOrder } from '../../../main/electron/quitting.ts';
import type { Job } from '../../../shared/job.ts';
import { publishJobOf } from '../../support/fakeStates.ts';

let electron: EventEmitter & { quit(): void };
let power: EventEmitter;
let signals: EventEmitter;
let running: Job[];
let asked: string[];
let answer: (yes: boolean) => void;
let closings: number;
let gone: boolean;
let quitting: Quitting;

/** What Electron does: the events in their order, each of which can hold the end up, and none of it twice at the same time. */
function createElectron() {
  const emitter = new EventEmitter();
  const passes = (name: string): boolean => {
    let prevented = false;
    emitter.emit(name, {
      preventDefault: () => {
        prevented = true;
      },
    });
    return !prevented;
  };
  let isQuitting = false;
  return Object.assign(emitter, {
    quit() {
      if (isQuitting || !passes('before-quit')) return;
      isQuitting = true;
      if (passes('will-quit')) gone = true;
      // It is known to be held up when the listeners and all that follows from them at once are through.
      setImmediate(() => {
        isQuitting = false;
      });
    },
  });
}

beforeEach(() => {
  electron = createElectron();
  power = new EventEmitter();
  signals = new EventEmitter();
  running = [];
  asked = [];
  closings = 0;
  gone = false;
  quitting = quitInOrder({
    // Only `on` and `quit` are used of these.
    electron: electron as unknown as App,
    powerMonitor: power as unknown as PowerMonitor,
    process: signals as unknown as NodeJS.Process,
    jobs: () => running,
    ask: (writes) => {
      asked.push(...writes.map(({ title }) => title));
      return new Promise((done) => {
        answer = done;
      });
    },
    close: async () => {
      closings += 1;
    },
  });
});

const turn = async (): Promise<void> => {
  for (let count = 0; count < 3; count += 1) await new Promise((done) => setImmediate(done));
};

function windowClose(): { prevented: boolean } {
  const window = new EventEmitter();
  quitting.guard(window as unknown as BrowserWindow);
  const event = {
    prevented: false,
    preventDefault: () => {
      event.prevented = true;
    },
  };
  window.emit('close', event);
  return event;
}

describe('quitting', () => {
  it('ends everything once and goes, without a question where nothing is being sent', async () => {
    running = [publishJobOf({ state: 'done' })];
    electron.quit();
    expect(gone).toBe(false);
    await turn();
    expect({ asked, closings, gone }).toEqual({ asked: [], closings: 1, gone: true });
  });

  it('asks where something is being sent, and stays on a no', async () => {
    running = [publishJobOf({ title: 'Publishing alice/pretty 0.1.0' })];
    electron.quit();
    electron.quit();
    expect(asked).toEqual(['Publishing alice/pretty 0.1.0']);
    answer(false);
    await turn();
    expect({ closings, gone }).toEqual({ closings: 0, gone: false });
    electron.quit();
    answer(true);
    await turn();
    await turn();
    expect({ closings, gone }).toEqual({ closings: 1, gone: true });
  });

  it('is what closing the window means while something is being sent', async () => {
    expect(windowClose().prevented).toBe(false);
    running = [publishJobOf({})];
    expect(windowClose().prevented).toBe(true);
    expect(asked).toHaveLength(1);
    answer(true);
    await turn();
    expect(windowClose().prevented).toBe(false);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('on %s asks nobody', async (signal) => {
    running = [publishJobOf({})];
    signals.emit(signal);
    await turn();
    expect({ asked, closings, gone }).toEqual({ asked: [], closings: 1, gone: true });
  });

  it('does not hold up a system that shuts down', async () => {
    running = [publishJobOf({})];
    power.emit('shutdown');
    electron.quit();
    await turn();
    expect({ asked, gone }).toEqual({ asked: [], gone: true });
  });
});

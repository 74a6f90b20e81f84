import { type CallName, calls } from '../shared/contract.ts';
import { type App, createApp } from './app.ts';
import type { EventListener } from './appEvents.ts';
import { checkDataFormat, claimDataFolder } from './dataFolder.ts';
import type { Handlers } from './dispatch.ts';
import { Failure } from './failure.ts';
import type { Host } from './host.ts';

/** The program for its host: there at once, whether or not it has started. */
export interface Starting extends Omit<App, 'staging'> {
  readonly staging: Pick<App['staging'], 'begin' | 'write' | 'folder' | 'drop'>;
  /** Null once it has started, else why the first attempt did not succeed. */
  readonly first: Promise<Failure | null>;
  /** Whether it runs now, so that its data folder is its own. */
  hasStarted(): boolean;
}

interface StartingOptions {
  /** Starts the program; called again when the page asks again after a failure. */
  open(): Promise<App>;
  /** Where lines go while there is no program to take out its tokens. */
  log(line: string): void;
}

const asFailure = (thrown: unknown): Failure =>
  thrown instanceof Failure
    ? thrown
    : new Failure({
        code: 'internal',
        message: `The program could not start: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      });

/**
 * Starts the program, and answers for it from the beginning: what the page asks waits for the start. Where it failed, every call
 * answers why, so that the page can show it; asking for the first picture again tries again.
 */
export function createStarting({ open, log }: StartingOptions): Starting {
  const listeners = new Set<EventListener>();
  let app: App | null = null;
  let hasFailed = false;
  let attempt = begin();
  const first = attempt.then(
    () => null,
    (thrown: unknown) => asFailure(thrown),
  );

  async function begin(): Promise<App> {
    hasFailed = false;
    try {
      const started = await open();
      started.onEvent((name, payload) => {
        for (const listener of [...listeners]) listener(name, payload);
      });
      app = started;
      return started;
    } catch (thrown) {
      hasFailed = true;
      throw asFailure(thrown);
    }
  }
  const answer = async (name: CallName, input: unknown): Promise<unknown> => {
    if (hasFailed && name === 'app.snapshot') attempt = begin();
    const started = await attempt;
    // `dispatch` has checked the input by the schema of this very name.
    return (started.handlers[name] as (input: unknown) => unknown)(input);
  };
  const names = Object.keys(calls) as CallName[]; // Object.keys forgets the names
  const staging = async (): Promise<App['staging']> => (await attempt).staging;
  return {
    first,
    hasStarted: () => app !== null,
    // One handler for each name of the contract; `fromEntries` forgets that.
    handlers: Object.fromEntries(names.map((name) => [name, (input: unknown) => answer(name, input)])) as Handlers,
    redact: (text) => app?.redact(text) ?? text,
    log: (line) => (app?.log ?? log)(line),
    fault: (thrown) => {
      if (app === null) log(asFailure(thrown).message);
      else app.fault(thrown);
    },
    staging: {
      begin: async () => (await staging()).begin(),
      write: async (id, path, bytes) => (await staging()).write(id, path, bytes),
      folder: async (id, path) => (await staging()).folder(id, path),
      drop: async (id) => (await staging()).drop(id),
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    openFolder: async (path) => (await attempt).openFolder(path),
    request: (wanted) => app?.request(wanted),
    async close() {
      const started = await attempt.catch(() => null);
      await started?.close();
    },
  };
}

/**
 * Claims a data folder and starts the program on it; closing gives the folder back. `host` is made once the folder is this program's.
 * Throws `busy`, `disk_failed`, and `data_too_new` for the folder of a newer version, in which nothing is changed then.
 */
export async function openOnDataFolder(dataFolder: string, version: string, host: () => Host): Promise<App> {
  const giveBack = await claimDataFolder(dataFolder);
  try {
    await checkDataFormat(dataFolder, version);
    const app = await createApp(host());
    return { ...app, close: () => app.close().finally(giveBack) };
  } catch (thrown) {
    await giveBack();
    throw thrown;
  }
}

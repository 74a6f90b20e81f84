import type { Handlers } from '../../main/dispatch.ts';
import { failure } from '../../main/failure.ts';
import type { WebApp } from '../../main/web/server.ts';
import { calls, type EventName } from '../../shared/contract.ts';
import { StagingId } from '../../shared/ids.ts';
import { SETTINGS_DEFAULTS } from '../../shared/settings.ts';

/** A token that must not come out of any answer or log. */
export const CANARY = 'ca"na%ry\n+token';

const refuse = (): never => {
  throw failure('not_supported_here', 'This small application does not do that.');
};

const behaviour: Partial<Handlers> = {
  'settings.set': ({ theme = 'system', localRegistryPort = 0 }) => ({ ...SETTINGS_DEFAULTS, theme, localRegistryPort }),
  'app.openLink': () => undefined,
  'projects.choose': () => null,
  'projects.recent': () => [],
  'tokens.test': () => {
    throw failure('token_rejected', `The registry does not know ${CANARY}.`, {
      serverText: `no user has ${CANARY}`,
      status: 400,
    });
  },
  'app.reportProblem': () => {
    throw new Error(`an unexpected end, with ${CANARY} in it`);
  },
};

/** An application of a few calls, to see what a transport does with each kind of answer. */
export interface SmallApp extends WebApp {
  emit(name: EventName, payload: unknown): void;
  readonly logged: string[];
  /** What came in by the staging area: text by `id/path`, and the folders noted. */
  readonly staged: Map<string, string>;
  readonly notedFolders: string[];
}

/** A new small application with nothing logged or staged. */
export function createSmallApp(): SmallApp {
  const listeners = new Set<(name: EventName, payload: unknown) => void>();
  const logged: string[] = [];
  const staged = new Map<string, string>();
  const notedFolders: string[] = [];
  const check = (path: string): void => {
    if (path.split('/').includes('..')) throw failure('invalid_input', `The path ${path} leads out of the folder.`);
  };
  // Every name of the contract is there by construction; `fromEntries` forgets that.
  const handlers = {
    ...Object.fromEntries(Object.keys(calls).map((name) => [name, refuse])),
    ...behaviour,
  } as Handlers;
  return {
    handlers,
    redact: (text) => text.replaceAll(CANARY, '••••'),
    log: (line) => void logged.push(line),
    logged,
    staged,
    notedFolders,
    emit(name, payload) {
      for (const listener of listeners) listener(name, payload);
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    staging: {
      begin: () => Promise.resolve(StagingId.parse('staging-1')),
      async write(id, path, bytes) {
        check(path);
        const parts: Uint8Array[] = [];
        for await (const part of bytes) parts.push(part);
        staged.set(`${id}/${path}`, Buffer.concat(parts).toString('utf8'));
      },
      async folder(id, path) {
        check(path);
        notedFolders.push(`${id}/${path}`);
      },
      drop: async (id) => {
        for (const key of staged.keys()) if (key.startsWith(`${id}/`)) staged.delete(key);
      },
    },
  };
}

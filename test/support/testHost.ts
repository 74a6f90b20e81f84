import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../main/app.ts';
import { dispatch } from '../../main/dispatch.ts';
import { openDocument } from '../../main/document.ts';
import { type Failure, failure } from '../../main/failure.ts';
import type { Host, SecretCipher } from '../../main/host.ts';
import type { Notice } from '../../main/jobNotice.ts';
import {
  type CallInput,
  type CallName,
  type CallOutput,
  calls,
  type EventName,
  events,
} from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { noKeychain } from './testCipher.ts';

export interface TestHostOptions {
  readonly dataFolder: string;
  /** The built one, where it matters how fast it starts. */
  readonly catalogWorker?: URL;
  readonly homeFolder?: string;
  readonly env?: Host['env'];
  readonly folders?: Host['folders'];
  readonly cipher?: SecretCipher;
  readonly chooseFolder?: () => Promise<string | null>;
  readonly chooseArchive?: () => Promise<string | null>;
  readonly saveFile?: Host['saveFile'];
  readonly dragFile?: Host['dragFile'];
  readonly onWake?: Host['onWake'];
  readonly proxyFor?: Host['proxyFor'];
  readonly clipboard?: Host['clipboard'];
  readonly licences?: Host['licences'];
  readonly onSleep?: Host['onSleep'];
  readonly signIn?: Host['signIn'];
}

/** A host without a window or a server, and what it was asked to do. */
export interface TestHost extends Host {
  readonly logged: string[];
  readonly notices: Notice[];
  readonly opened: string[];
  readonly links: string[];
}

/** Makes one over a data folder of the test; tokens are in memory and folders come by path unless it is told otherwise. */
export function testHost(options: TestHostOptions): TestHost {
  const logged: string[] = [];
  const notices: Notice[] = [];
  const opened: string[] = [];
  const links: string[] = [];
  return {
    kind: 'web',
    platform: 'linux',
    version: '0.0.0-test',
    folders: options.folders ?? 'path',
    dataFolder: options.dataFolder,
    homeFolder: options.homeFolder ?? homedir(),
    env: options.env ?? {},
    archiveWorker: new URL('../../main/archive/archiveWorker.ts', import.meta.url),
    folderWorker: new URL('../../main/project/folderWorker.ts', import.meta.url),
    catalogWorker: options.catalogWorker ?? new URL('../../main/catalog/catalogWorker.ts', import.meta.url),
    gitWorker: new URL('../../main/catalog/gitLibraryWorker.ts', import.meta.url),
    licences: options.licences ?? [],
    cipher: async () => options.cipher ?? noKeychain,
    clipboard: options.clipboard ?? null,
    signIn: options.signIn ?? null,
    onSleep: options.onSleep ?? (() => () => undefined),
    document: (name) => openDocument(join(options.dataFolder, `${name}.json`)),
    proxyFor: options.proxyFor ?? (async () => null),
    openFolder: async (path) => void links.push(path),
    openLink: async (url) => void links.push(url),
    chooseFolder: options.chooseFolder ?? (async () => null),
    chooseArchive: options.chooseArchive ?? (async () => null),
    onWake: options.onWake ?? (() => () => undefined),
    notify: (notice) => void notices.push(notice),
    folderOpened: (path) => void opened.push(path),
    showLog: async () => ({ kind: 'shown' }),
    contextMenu: async () => null,
    showMenu: async () => undefined,
    dragFile: options.dragFile ?? null,
    saveFile: options.saveFile ?? (async () => ({ kind: 'cancelled' })),
    log: (line) => void logged.push(line),
    logged,
    notices,
    opened,
    links,
  };
}

interface Heard {
  readonly name: EventName;
  readonly payload: unknown;
}

/** The application under test: calls go through dispatch, and answers and events are held to the contract. */
export interface TestApp extends App {
  readonly host: TestHost;
  readonly heard: Heard[];
  /** Throws the failure that came as data. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Everything that left main so far: answers, events and the log, as text. */
  everything(): string;
}

const asFailure = (error: unknown): Failure => {
  const { code, message, ...more } = AppError.parse(error);
  return failure(code, message, more);
};

/** Starts the application on a test host. */
export async function startTestApp(options: TestHostOptions): Promise<TestApp> {
  const host = testHost(options);
  const app = await createApp(host);
  const heard: Heard[] = [];
  const answers: string[] = [];
  app.onEvent((name, payload) => heard.push({ name, payload: structuredClone(payload) }));
  return {
    ...app,
    host,
    heard,
    call: async (name, input) => {
      const result = await dispatch(app, name, input);
      answers.push(JSON.stringify(result));
      if (!result.ok) throw asFailure(result.error);
      // The schema of the call gives exactly its output; TypeScript cannot follow the link by the name.
      return calls[name].output.parse(result.value) as CallOutput<typeof name>;
    },
    everything: () => [...answers, ...heard.map((one) => JSON.stringify(one)), ...host.logged].join('\n'),
    close: async () => {
      await app.close();
      for (const { name, payload } of heard) events[name].parse(payload);
    },
  };
}

/** Every file below a folder with its bytes as text, for searching. */
export async function readAllFiles(folder: string): Promise<{ file: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'latin1') })));
}

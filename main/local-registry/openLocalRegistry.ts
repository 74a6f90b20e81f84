import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatIndexResolution } from '../elba/resolution.ts';
import { Failure, failure } from '../failure.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import { type Answer, text } from './answers.ts';
import { openArchiveStore } from './archiveStore.ts';
import { createDownloadCounter } from './downloads.ts';
import { type FolderLock, instancePath, lockFolder } from './folderLock.ts';
import { createIndexFolder } from './indexFolder.ts';
import { createIndexSeal } from './indexSeal.ts';
import { createTurns, type RegistryParts } from './registry.ts';
import { answerCall, type Call, type Registry } from './routes.ts';
import { openRowFile } from './rowFile.ts';
import { startServer, usualStallMs } from './server.ts';
import { applyRow, emptyState } from './state.ts';

/** A registry that runs in this process. */
export type LocalRegistry = Pick<Accounts, 'users' | 'addUser' | 'deleteTokensOf' | 'openSession'> & {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** `index+dir+/…`, for elba's configuration. */
  readonly index: string;
  /** A new token, the only time that it is whole. Throws `not_found` for an unknown account. */
  createToken(userId: number): Promise<string>;
  /** How many packages there are, and the bytes of their archives. */
  stats(): { packages: number; bytes: number };
  /** Lets requests under way finish, for a few seconds at most. */
  close(): Promise<void>;
};

export type LocalRegistryOptions = {
  /** Everything is kept below it; made where there is none. */
  readonly folder: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly now?: () => Date;
  readonly log?: (line: string) => void;
  /** After how long a stalled connection is given up. */
  readonly stallMs?: number;
};

const journalIn = (folder: string): string => join(folder, 'journal.jsonl');

const openParts = async (folder: string, now: () => Date, log: (line: string) => void) => {
  const incoming = join(folder, 'incoming');
  // What lies there was never finished: a crash left it.
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  const archives = await openArchiveStore(join(folder, 'archives'), incoming);
  const { rows, journal } = await openRowFile(journalIn(folder), log);
  const state = emptyState();
  for (const row of rows) applyRow(state, row);
  return { incoming, archives, journal, state, now, log };
};

const asDiskFailure = (folder: string, error: unknown): Failure => {
  if (error instanceof Failure) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return failure(
    'disk_failed',
    `The local registry's folder ${folder} cannot be used (${reason}). Check the disk and the permissions.`,
  );
};

type Opened = Awaited<ReturnType<typeof openParts>>;

const completeParts = async (opened: Opened, folder: string, url: string): Promise<RegistryParts> => {
  const { incoming, ...parts } = opened;
  const root = join(folder, 'index');
  const seal = createIndexSeal({ file: join(folder, 'index-seal.json'), root, journal: journalIn(folder), url });
  const index = createIndexFolder({ root, temporary: incoming, aside: join(folder, 'set-aside'), url, seal });
  const { written, movedAside } = await index.repair(parts.state.packages.values());
  if (written > 0 || movedAside > 0) parts.log(`Index: ${written} files written, ${movedAside} moved aside`);
  return { ...parts, index, url, inTurn: createTurns() };
};

/** Without it the next start takes longer, and that is all. */
const leaveSeal = ({ index, state, now, log }: RegistryParts): Promise<void> =>
  index.leaveSeal(state.packages.values(), now()).catch((error: unknown) => log(`The index was not sealed: ${error}`));

const start = async (options: LocalRegistryOptions, lock: FolderLock, opened: Opened): Promise<LocalRegistry> => {
  const { folder } = options;
  const ready = Promise.withResolvers<Registry>();
  const server = await startServer({
    port: options.port,
    stallMs: options.stallMs ?? usualStallMs,
    log: opened.log,
    // A request that comes while the index is still being looked over waits for it; who is here is known at once.
    answer: async (call: Call): Promise<Answer> =>
      call.target === instancePath ? text(lock.instance) : answerCall(await ready.promise, call),
  });
  const url = `http://127.0.0.1:${server.port}`;
  try {
    await lock.setPort(server.port);
    const parts = await completeParts(opened, folder, url);
    const accounts = createAccounts(parts);
    const downloads = createDownloadCounter(parts);
    ready.resolve({ parts, accounts, downloads });
    return {
      port: server.port,
      url,
      index: formatIndexResolution({ kind: 'dir', path: join(folder, 'index') }),
      users: accounts.users,
      addUser: accounts.addUser,
      deleteTokensOf: accounts.deleteTokensOf,
      openSession: accounts.openSession,
      createToken: async (userId) => (await accounts.createToken(userId)).token,
      stats: () => ({ packages: parts.state.packages.size, bytes: parts.state.bytes }),
      async close() {
        await server.close();
        await parts.inTurn(() => downloads.flush());
        await parts.journal.close();
        await leaveSeal(parts);
        await lock.release();
      },
    };
  } catch (error) {
    ready.reject(error);
    ready.promise.catch(() => undefined);
    await server.close();
    throw error;
  }
};

/**
 * Opens the registry that is kept in a folder and serves it on 127.0.0.1: both route families, tokens, owners, and an index that elba
 * itself reads. What was acknowledged survives a kill at any moment. Throws `port_in_use`, `disk_failed`, and `busy` while another process
 * runs the registry of the same folder.
 */
export const openLocalRegistry = async (options: LocalRegistryOptions): Promise<LocalRegistry> => {
  const { folder, now = () => new Date(), log = () => undefined } = options;
  let opened: Opened | null = null;
  let lock: FolderLock | null = null;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    lock = await lockFolder(join(folder, 'lock.json'));
    opened = await openParts(folder, now, log);
    return await start(options, lock, opened);
  } catch (error) {
    await opened?.journal.close();
    await lock?.release();
    throw asDiskFailure(folder, error);
  }
};

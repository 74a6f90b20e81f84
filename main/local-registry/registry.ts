import { createHash } from 'node:crypto';
import { type PackageRef, Sha256 } from '../../shared/ids.ts';
import { type Answer, refused } from './answers.ts';
import type { ArchiveStore } from './archiveStore.ts';
import type { IndexFolder } from './indexFolder.ts';
import type { RowFile } from './rowFile.ts';
import { type Row, rowVersion } from './rows.ts';
import { applyRow, packageKey, type State, type User } from './state.ts';

/** A row without what every row has. */
export type NewRow = Row extends infer R ? (R extends Row ? Omit<R, 'v' | 'at'> : never) : never;

/** The parts of an open registry that its answers are made from. */
export type RegistryParts = {
  readonly state: State;
  readonly journal: RowFile;
  readonly archives: ArchiveStore;
  readonly index: IndexFolder;
  readonly url: string;
  readonly now: () => Date;
  readonly log: (line: string) => void;
  /** One change at a time: what a change checks is still true when it is written. */
  readonly inTurn: <T>(change: () => Promise<T>) => Promise<T>;
};

/** Runs the given functions one after the other, in the order in which they came. */
export const createTurns = (): RegistryParts['inTurn'] => {
  let last: Promise<unknown> = Promise.resolve();
  return (change) => {
    const mine = last.then(change);
    last = mine.catch(() => undefined);
    return mine;
  };
};

/** Writes a row to the disk, then makes it true: nobody reads what a crash could take back. */
export const commit = async (parts: RegistryParts, row: NewRow): Promise<Row> => {
  const whole: Row = { ...row, v: rowVersion, at: parts.now().toISOString() };
  await parts.journal.append(whole);
  applyRow(parts.state, whole);
  return whole;
};

/** What is kept of a secret. */
export const hashOf = (secret: string): Sha256 => Sha256.parse(createHash('sha256').update(secret).digest('hex'));

/** Whose token this is; null for one that nobody has. */
export const userOfToken = (state: State, token: string): User | null => {
  const found = state.tokensByHash.get(hashOf(token));
  return found === undefined ? null : (state.users.get(found.userId) ?? null);
};

/** Of a bad token, without the token itself. */
export const unknownToken: Answer = refused('user_not_found', 'User not found to access token');

/** Makes the index say what the journal says already. A failure here takes nothing back: the next start makes it good. */
export const followInIndex = async (parts: RegistryParts, ref: PackageRef): Promise<void> => {
  const stored = parts.state.packages.get(packageKey(ref.group, ref.name));
  if (stored === undefined) return;
  await parts.index.write(stored).catch((error: unknown) => parts.log(`The index of ${stored.key} lags: ${error}`));
};

import type { RegistryId, TokenId } from '../../shared/ids.ts';
import type { SavedToken, StorageWay, TokenState } from '../../shared/tokens.ts';
import type { DocumentStore, SecretCipher } from '../host.ts';
import type { Redactor } from '../redact.ts';
import type { InTurn } from '../turns.ts';
import type { Attempts } from './attempts.ts';
import { hasHeader, type PassphraseCost } from './passphraseKey.ts';
import { reasons } from './reasons.ts';
import { headersOf, rowsOf, type VaultFileStore } from './vaultFile.ts';
import type { VaultLock } from './vaultLock.ts';
import type { TokenFacts, VaultRow } from './vaultRows.ts';

export interface VaultParts {
  /** The system's keychain, or why there is none. */
  cipher(): Promise<SecretCipher>;
  readonly document: DocumentStore;
  /** Counts wrong passphrases. */
  readonly attempts: DocumentStore;
  readonly redactor: Pick<Redactor, 'add'>;
  now(): Date;
  newId(): TokenId;
  /** What a new passphrase costs to guess; the usual one unless told. */
  readonly cost?: PassphraseCost;
  /** Told after every change of a registry's tokens. */
  readonly changed?: (registryId: RegistryId) => void;
  /** Told after every change of how tokens are kept, and whenever somebody waits for the passphrase. */
  readonly storageChanged?: () => void;
}

/** A token in memory: in a run that writes none, or until the vault is opened. */
export interface HeldToken {
  readonly facts: TokenFacts;
  readonly token: string;
}

export interface VaultState {
  readonly parts: VaultParts;
  readonly file: VaultFileStore;
  readonly lock: VaultLock;
  readonly attempts: Attempts;
  readonly inTurn: InTurn;
  held: ReadonlyMap<TokenId, HeldToken>;
  /** Which token is in use, where that is one in memory. */
  readonly heldActive: Map<RegistryId, TokenId>;
  /** Why the last try to open a row failed. */
  readonly refusals: Map<TokenId, string>;
  /** Which token a registry got last: what the registry says is said of that one. */
  readonly lent: Map<RegistryId, TokenId>;
  cipher: SecretCipher | null;
}

const SILENT: SecretCipher = { kind: 'none', reason: "This computer's keychain did not answer." };

/** Asks for the keychain once. One that cannot be had is none. */
export async function cipherOf(state: VaultState): Promise<SecretCipher> {
  const cipher = state.cipher ?? (await state.parts.cipher().catch(() => SILENT));
  state.cipher ??= cipher;
  return state.cipher;
}

/** How a token that is saved now would be kept. */
export function wayOf({ file, cipher }: VaultState): StorageWay {
  const { way } = file.get();
  if (way === 'memory') return 'memory';
  if (way === 'passphrase') return hasHeader(headersOf(file.get())) ? 'passphrase' : 'memory';
  return cipher?.kind === 'keychain' ? 'keychain' : 'memory';
}

/** A token that is there: in memory, or as a row. */
export type Entry =
  | { readonly in: 'memory'; readonly facts: TokenFacts; readonly token: string }
  | { readonly in: 'file'; readonly facts: TokenFacts; readonly row: VaultRow };

/** A registry's tokens: those in memory, then those in the file, in the order in which they were added. */
export function entriesOf({ held, file }: VaultState, registryId: RegistryId): Entry[] {
  const inMemory = [...held.values()].filter(({ facts }) => facts.registryId === registryId);
  const inFile = rowsOf(file.get()).good.filter((row) => row.registryId === registryId);
  return [
    ...inMemory.map(({ facts, token }): Entry => ({ in: 'memory', facts, token })),
    ...inFile.map((row): Entry => ({ in: 'file', facts: row, row })),
  ];
}

export const damagedOf = ({ file }: VaultState, registryId: RegistryId) =>
  rowsOf(file.get()).damaged.filter((row) => row.registryId === registryId);

/** The token that a registry is used with; the first where none was chosen. */
export function activeEntry(state: VaultState, registryId: RegistryId): Entry | undefined {
  const entries = entriesOf(state, registryId);
  const chosen = state.heldActive.get(registryId) ?? state.file.get().active[registryId];
  return entries.find(({ facts }) => facts.id === chosen) ?? entries[0];
}

/** Why an entry cannot be used, as far as that is known without trying. A locked vault is no reason: it can be opened. */
export function reasonOf({ cipher, file, refusals }: VaultState, entry: Entry, origin: string): string | undefined {
  if (entry.facts.origin !== origin) return reasons.otherOrigin;
  if (entry.in === 'memory') return undefined;
  if (entry.row.sealed.by === 'keychain' && cipher?.kind === 'none') return reasons.otherRun;
  if (entry.row.sealed.by === 'passphrase' && !hasHeader(headersOf(file.get()))) return reasons.noHeader;
  return refusals.get(entry.facts.id);
}

/** What is known of the token in use. */
export function stateOf(state: VaultState, registryId: RegistryId, origin: string): TokenState {
  const active = activeEntry(state, registryId);
  if (active === undefined)
    return damagedOf(state, registryId).length > 0 ? { kind: 'unreadable', reason: reasons.damaged } : { kind: 'none' };
  const reason = reasonOf(state, active, origin);
  if (reason !== undefined) return { kind: 'unreadable', reason };
  const { savedAt, test, testedAt, expiresOn } = active.facts;
  return {
    kind: 'saved',
    savedAt,
    test,
    ...(testedAt === undefined ? {} : { testedAt }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
  };
}

/** The name by which a damaged row is removed: its place in the file. */
export const damagedId = (at: number): TokenId => `damaged-${at}` as TokenId;

/** All tokens of a registry as they are listed, those that cannot be read too. */
export function listOf(state: VaultState, registryId: RegistryId, origin: string): SavedToken[] {
  const active = activeEntry(state, registryId);
  const readable = entriesOf(state, registryId).map((entry): SavedToken => {
    const { registryId: _, origin: _origin, remoteId: _remote, ...facts } = entry.facts;
    const { sealed: _sealed, ...shown } = { sealed: null, ...facts };
    const reason = reasonOf(state, entry, origin);
    return { ...shown, active: facts.id === active?.facts.id, ...(reason === undefined ? {} : { reason }) };
  });
  const damaged = damagedOf(state, registryId).map(
    ({ at }): SavedToken => ({
      id: damagedId(at),
      name: 'Damaged entry',
      active: false,
      test: 'untested',
      reason: reasons.damaged,
    }),
  );
  return [...readable, ...damaged];
}

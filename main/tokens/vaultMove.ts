import type { StorageWay } from '../../shared/tokens.ts';
import { failure } from '../failure.ts';
import { COST, hasHeader, newPassphrase } from './passphraseKey.ts';
import { sealByPassphrase } from './passphraseSeal.ts';
import { sealFor } from './vaultChange.ts';
import { headersOf, rowsOf, type VaultContent, withHeader, withoutRows, withRow } from './vaultFile.ts';
import { openRow } from './vaultOpen.ts';
import type { TokenFacts, VaultRow } from './vaultRows.ts';
import { cipherOf, type HeldToken, type VaultState, wayOf } from './vaultState.ts';

/** What becomes of tokens that cannot be opened: the person is asked, or their ciphertext stays, or it goes. */
export type Unreadable = 'ask' | 'keep' | 'drop';

export type Moved =
  | { readonly kind: 'moved'; readonly moved: number; readonly kept: number }
  /** Nothing changed: so many tokens cannot be opened. */
  | { readonly kind: 'ask'; readonly unreadable: number };

interface Everything {
  readonly opened: readonly HeldToken[];
  readonly unopened: readonly VaultRow[];
}

/** Waits for the passphrase where some row needs it, before anything else has to wait. */
async function openVaultFirst(state: VaultState): Promise<void> {
  if (!hasHeader(headersOf(state.file.get()))) return;
  const first = rowsOf(state.file.get()).good.find(({ sealed }) => sealed.by === 'passphrase');
  if (first !== undefined) await state.lock.key(first.registryId);
}

async function openEverything(state: VaultState): Promise<Everything> {
  const opened: HeldToken[] = [...state.held.values()];
  const unopened: VaultRow[] = [];
  for (const row of rowsOf(state.file.get()).good) {
    const one = await openRow(state, row, row);
    if ('token' in one) {
      state.parts.redactor.add(one.token);
      const { sealed: _, ...facts } = row;
      opened.push({ facts, token: one.token });
    } else unopened.push(row);
  }
  return { opened, unopened };
}

/** The one in use of each registry, so that it is the same one afterwards. */
function activeOf(state: VaultState, facts: readonly TokenFacts[]): VaultContent['active'] {
  const there = new Set<string>(facts.map(({ id }) => id));
  const chosen = { ...state.file.get().active, ...Object.fromEntries(state.heldActive) };
  return Object.fromEntries(Object.entries(chosen).filter(([, id]) => there.has(id)));
}

async function sealAll(
  state: VaultState,
  way: StorageWay,
  key: Uint8Array | null,
  tokens: readonly HeldToken[],
  content: VaultContent,
): Promise<VaultContent> {
  let next = content;
  for (const { facts, token } of tokens) {
    const sealed = key === null ? await sealFor(state, way, facts, token) : sealByPassphrase(key, facts, token);
    if (sealed !== null) next = withRow(next, { ...facts, sealed });
  }
  return next;
}

function takeOver(state: VaultState, way: StorageWay, key: Uint8Array | null, { opened }: Everything): void {
  state.held = way === 'memory' ? new Map(opened.map((one) => [one.facts.id, one])) : new Map();
  const active = activeOf(
    state,
    opened.map(({ facts }) => facts),
  );
  state.heldActive.clear();
  if (way === 'memory') {
    for (const { facts } of opened)
      if (active[facts.registryId] === facts.id) state.heldActive.set(facts.registryId, facts.id);
  }
  if (key !== null) state.lock.open(key);
  else state.lock.shut();
  state.refusals.clear();
}

/**
 * Encrypts all tokens the other way and writes them with one write, which also erases the old copies: a kill at any moment leaves
 * all of them the old way or all of them the new way. A token that cannot be opened stops it, or stays as it is, or goes.
 */
async function rewrite(
  state: VaultState,
  way: StorageWay,
  passphrase: string | null,
  unreadable: Unreadable,
): Promise<Moved> {
  const all = await openEverything(state);
  if (all.unopened.length > 0 && unreadable === 'ask') return { kind: 'ask', unreadable: all.unopened.length };
  const fresh = passphrase === null ? null : await newPassphrase(passphrase, state.parts.cost ?? COST);
  const gone = new Set<string>([
    ...all.opened.map(({ facts }) => facts.id),
    ...(unreadable === 'drop' ? all.unopened.map(({ id }) => id) : []),
  ]);
  const kept = unreadable === 'drop' ? [] : all.unopened;
  const content = state.file.get();
  const needsOldHeader = kept.some(({ sealed }) => sealed.by === 'passphrase');
  const left = withoutRows(content, gone);
  const headed = fresh === null && needsOldHeader ? left : withHeader(left, fresh?.header ?? null);
  const facts = [...all.opened.map((one) => one.facts), ...kept];
  const base = { ...headed, way, active: activeOf(state, facts) };
  const next = await sealAll(state, way, fresh?.key ?? null, all.opened, base);
  if (fresh !== null && needsOldHeader)
    state.file.keepAside('some of its tokens could not be opened; what they were sealed by is replaced');
  state.file.put(next);
  takeOver(state, way, fresh?.key ?? null, all);
  return { kind: 'moved', moved: all.opened.length, kept: kept.length };
}

const SHORTEST = 8;

function refuseShort(passphrase: string): void {
  if ([...passphrase].length < SHORTEST)
    throw failure(
      'invalid_input',
      `The passphrase is shorter than ${SHORTEST} characters. Use several words that do not go together.`,
    );
}

/** Keeps tokens another way from now on. Throws `not_supported_here` without a keychain, `invalid_input` for a short passphrase, `token_locked`. */
export async function moveTo(
  state: VaultState,
  way: StorageWay,
  passphrase: string | undefined,
  unreadable: Unreadable,
): Promise<Moved> {
  const cipher = await cipherOf(state);
  if (way === 'keychain' && cipher.kind === 'none') throw failure('not_supported_here', cipher.reason);
  if (way === 'passphrase' && wayOf(state) === 'passphrase') return { kind: 'moved', moved: 0, kept: 0 };
  if (way === 'passphrase') refuseShort(passphrase ?? '');
  await openVaultFirst(state);
  return state.inTurn(() => rewrite(state, way, way === 'passphrase' ? (passphrase ?? '') : null, unreadable));
}

/** Gives the vault another passphrase: new salt, new key, every token encrypted anew. The old one was checked by then. */
export async function changeTo(state: VaultState, next: string, unreadable: Unreadable): Promise<Moved> {
  refuseShort(next);
  return state.inTurn(() => rewrite(state, 'passphrase', next, unreadable));
}

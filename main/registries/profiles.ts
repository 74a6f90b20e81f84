import { isDeepStrictEqual } from 'node:util';
import type { RegistryId } from '../../shared/ids.ts';
import type { Registry, RegistryProfile, RegistryStatus } from '../../shared/registry.ts';
import type { SavedToken, TokenState } from '../../shared/tokens.ts';
import { failure } from '../failure.ts';
import type { DocumentStore } from '../host.ts';
import { readProfiles, type StoredRegistry, writeProfiles } from './profileFile.ts';
import { cleanProfile, hostOf, originOf } from './profileForm.ts';

export interface RegistriesParts {
  readonly document: DocumentStore;
  /** The part of the vault that a profile touches: a changed origin or a removal drops the token. */
  readonly vault: {
    state(registryId: RegistryId, origin: string): TokenState;
    tokens(registryId: RegistryId, origin: string): SavedToken[];
    remove(registryId: RegistryId): Promise<void>;
  };
  newId(): RegistryId;
  /** Told the whole list after every change. */
  emit(registries: Registry[]): void;
  /** Told when an address, an index, a family or the way there changed or went, so that what was read from it is dropped. */
  forget(registryId: RegistryId): void;
}

/** What the embedded registry says of itself when it starts. */
export interface EmbeddedAddress {
  readonly url: string;
  readonly index: string;
}

export interface Registries {
  list(): Registry[];
  /** Throws `not_found`. */
  get(registryId: RegistryId): Registry;
  /** Throws `invalid_input` or `registry_exists`. */
  add(profile: RegistryProfile): Registry;
  update(registryId: RegistryId, profile: RegistryProfile): Promise<Registry>;
  /** Drops the profile and its token. The embedded registry's is hidden; its packages stay. */
  remove(registryId: RegistryId): Promise<void>;
  /** Adds another one with the same settings under a name of its own, right after it. No token comes along. Throws `not_found`. */
  duplicate(registryId: RegistryId): Registry;
  /** Puts the list in this order. Ids that are not in it are passed over; who is not named stays behind the others. */
  reorder(registryIds: readonly RegistryId[]): void;
  setStatus(registryId: RegistryId, status: RegistryStatus): void;
  /** Tells the whole list again, after something beside the profile changed. */
  tell(): void;
  /** The embedded registry's profile, also while it is hidden. */
  embedded(): StoredRegistry | null;
  /** Makes the embedded registry's profile, or shows it again and brings its address up to date. */
  putEmbedded(address: EmbeddedAddress): Promise<Registry>;
}

interface State {
  readonly parts: RegistriesParts;
  stored: readonly StoredRegistry[];
  readonly statuses: Map<RegistryId, RegistryStatus>;
}

const asRegistry = ({ parts, statuses }: State, { hidden: _, ...stored }: StoredRegistry): Registry => ({
  ...stored,
  host: hostOf(stored.url),
  token: parts.vault.state(stored.id, originOf(stored.url)),
  tokens: parts.vault.tokens(stored.id, originOf(stored.url)),
  status: statuses.get(stored.id) ?? { kind: 'unchecked' },
});

const visible = (state: State): StoredRegistry[] => state.stored.filter((stored) => !stored.hidden);

function find(state: State, registryId: RegistryId): StoredRegistry {
  const stored = visible(state).find(({ id }) => id === registryId);
  if (stored === undefined) throw failure('not_found', 'This registry is no longer in the list. It was removed.');
  return stored;
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** A name stands for one registry everywhere, the publish button included, so two must not share it. */
function refuseTakenName(state: State, name: string, except?: RegistryId): void {
  const taken = visible(state).find((stored) => stored.id !== except && sameName(stored.name, name));
  if (taken === undefined) return;
  const where = taken.url === '' ? 'from an index' : `at ${hostOf(taken.url)}`;
  throw failure(
    'registry_exists',
    `A registry named ${taken.name} is in the list already, ${where}. Pick another name.`,
  );
}

function save(state: State, next: readonly StoredRegistry[]): void {
  writeProfiles(state.parts.document, next);
  state.stored = next;
  state.parts.emit(visible(state).map((stored) => asRegistry(state, stored)));
}

const replace = (state: State, changed: StoredRegistry): void =>
  save(
    state,
    state.stored.map((stored) => (stored.id === changed.id ? changed : stored)),
  );

/** Changes a profile; a token goes first, so that it is never in the list beside an address that it was not saved for. */
async function change(state: State, before: StoredRegistry, after: StoredRegistry): Promise<Registry> {
  const moved = originOf(before.url) !== originOf(after.url);
  if (moved) await state.parts.vault.remove(before.id);
  const isElsewhere = before.url !== after.url || before.index !== after.index || before.family !== after.family;
  if (moved || isElsewhere || !isDeepStrictEqual(before.network, after.network)) {
    state.statuses.delete(before.id);
    state.parts.forget(before.id);
  }
  replace(state, after);
  return asRegistry(state, after);
}

function refuseEmbeddedChange(stored: StoredRegistry, next: RegistryProfile): void {
  if (!stored.embedded) return;
  if (stored.url === next.url && stored.index === next.index && stored.family === next.family) return;
  throw failure(
    'invalid_input',
    `The address of ${stored.name} is set by the program, which runs this registry itself. Its name and colour can be changed here, its port on the settings page.`,
  );
}

async function remove(state: State, registryId: RegistryId): Promise<void> {
  const stored = find(state, registryId);
  await state.parts.vault.remove(registryId);
  state.statuses.delete(registryId);
  state.parts.forget(registryId);
  if (stored.embedded) replace(state, { ...stored, hidden: true });
  else
    save(
      state,
      state.stored.filter(({ id }) => id !== registryId),
    );
}

const MOST_NAME = 40;

/** The first of `Local`, `Local 2`, `Local 3` … that no registry has, cut so that it fits. */
function freeName(state: State, wanted: string): string {
  for (let count = 1; ; count += 1) {
    const end = count === 1 ? '' : ` ${count}`;
    const name = `${wanted.slice(0, MOST_NAME - end.length)}${end}`;
    if (!visible(state).some((stored) => sameName(stored.name, name))) return name;
  }
}

function duplicate(state: State, registryId: RegistryId): Registry {
  const original = find(state, registryId);
  const made: StoredRegistry = {
    ...original,
    id: state.parts.newId(),
    name: freeName(state, original.name),
    embedded: false,
  };
  const next = state.stored.flatMap((stored) => (stored.id === registryId ? [stored, made] : [stored]));
  save(state, next);
  return asRegistry(state, made);
}

function reorder(state: State, registryIds: readonly RegistryId[]): void {
  const place = (id: RegistryId): number => {
    const at = registryIds.indexOf(id);
    return at === -1 ? registryIds.length : at;
  };
  save(
    state,
    [...state.stored].sort((a, b) => place(a.id) - place(b.id)),
  );
}

async function putEmbedded(state: State, address: EmbeddedAddress): Promise<Registry> {
  const stored = state.stored.find(({ embedded }) => embedded);
  if (stored !== undefined) {
    const taken = visible(state).some(({ id, name }) => id !== stored.id && sameName(name, stored.name));
    const name = taken ? freeName(state, 'Local') : stored.name;
    return change(state, stored, { ...stored, ...address, name, hidden: false });
  }
  const made: StoredRegistry = {
    ...address,
    id: state.parts.newId(),
    name: freeName(state, 'Local'),
    colour: 'graphite',
    family: 'packages',
    production: false,
    allowPlainHttp: false,
    embedded: true,
    hidden: false,
  };
  save(state, [...state.stored, made]);
  return asRegistry(state, made);
}

/** The list of registries, kept in its document and told as a whole after every change. */
export function createRegistries(parts: RegistriesParts): Registries {
  const state: State = { parts, stored: readProfiles(parts.document), statuses: new Map() };
  const list = (): Registry[] => visible(state).map((stored) => asRegistry(state, stored));
  return {
    list,
    get: (registryId) => asRegistry(state, find(state, registryId)),
    add: (profile) => {
      const clean = cleanProfile(profile);
      refuseTakenName(state, clean.name);
      const stored: StoredRegistry = { ...clean, id: parts.newId(), embedded: false, hidden: false };
      save(state, [...state.stored, stored]);
      return asRegistry(state, stored);
    },
    update: async (registryId, profile) => {
      const before = find(state, registryId);
      const clean = cleanProfile(profile);
      refuseEmbeddedChange(before, clean);
      refuseTakenName(state, clean.name, registryId);
      const { id, embedded, hidden } = before;
      return change(state, before, { ...clean, id, embedded, hidden });
    },
    remove: (registryId) => remove(state, registryId),
    duplicate: (registryId) => duplicate(state, registryId),
    reorder: (registryIds) => reorder(state, registryIds),
    setStatus: (registryId, status) => {
      state.statuses.set(registryId, status);
      parts.emit(list());
    },
    tell: () => parts.emit(list()),
    embedded: () => state.stored.find(({ embedded }) => embedded) ?? null,
    putEmbedded: (address) => putEmbedded(state, address),
  };
}

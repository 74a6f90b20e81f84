import { chmod, readFile, rename, stat, writeFile } from 'node:fs/promises';
import type { ElbaChoice, ElbaFound, ElbaImported } from '../../shared/elba.ts';
import type { RegistryId } from '../../shared/ids.ts';
import type { Registry, RegistryProfile } from '../../shared/registry.ts';
import { fullIndex } from '../elba/config.ts';
import { withoutLogin } from '../elba/logins.ts';
import { Failure, failure } from '../failure.ts';
import { type ElbaRead, readElba, showElba } from './elbaFiles.ts';
import type { ElbaPlaces } from './elbaPlaces.ts';
import { type IndexHead, readIndexHead } from './indexHead.ts';
import type { Network } from './network.ts';
import type { Registries } from './profiles.ts';

export interface ElbaParts {
  places(): ElbaPlaces;
  /** A path as a person reads it. */
  show(path: string): string;
  readonly registries: Pick<Registries, 'list' | 'get' | 'add'>;
  readonly network: Pick<Network, 'sendFor' | 'gitFor'>;
  /** Absolute: where copies of git indices lie while they are looked at. */
  readonly folder: string;
  /** Puts a token where tokens are kept, bound to the registry's origin, and has it tested. */
  saveToken(registryId: RegistryId, token: string): Promise<Registry>;
  readonly signal: AbortSignal;
}

/** What elba has on this computer, and the way to take it over. Tokens go from its file into the vault and nowhere else. */
export interface Elba {
  read(): Promise<ElbaRead>;
  find(): Promise<ElbaFound>;
  /**
   * Adds what was chosen, one after another; what cannot be added does not keep the rest from it. With `deleteLogins` a token that was
   * saved here is taken out of elba's file.
   */
  import(choices: readonly ElbaChoice[], deleteLogins: boolean): Promise<ElbaImported[]>;
  /** Saves the token that elba has for a registry's index. Throws `not_found`, `invalid_input` without a URL, and what saving throws. */
  importToken(registryId: RegistryId): Promise<Registry>;
  /** Takes the plain-text token of an index out of elba's file. Throws `not_found`, `not_supported_here`, `disk_failed`. */
  deleteLogin(index: string): Promise<ElbaFound>;
}

const HEAD_MS = 15_000;

/** Where an index says that its registry is; null where that cannot be told now. */
async function registryOf({ network, folder, signal }: ElbaParts, index: string): Promise<string | null> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(HEAD_MS)]);
  const options = {
    send: network.sendFor({}),
    gitFor: (url: string) => network.gitFor(url, {}),
    folder,
    signal: until,
    allowPlainHttp: false,
  };
  const head: IndexHead | null = await readIndexHead(index, options).catch((thrown: unknown) => {
    if (thrown instanceof Failure || until.aborted) return null;
    throw thrown;
  });
  return head?.registry ?? null;
}

const profileFor = ({ name, colour, index }: ElbaChoice, url: string | null): RegistryProfile => ({
  name,
  colour,
  index,
  url: url ?? '',
  family: 'auto',
  production: false,
  allowPlainHttp: false,
});

async function saveLogin(parts: ElbaParts, read: ElbaRead, registry: Registry): Promise<Registry> {
  const token = read.logins.get(fullIndex(registry.index) ?? '');
  if (token === undefined) {
    throw failure('not_found', `elba has no token for the index of ${registry.name}. It may have been removed.`);
  }
  if (registry.url === '') {
    throw failure(
      'invalid_input',
      `Nobody knows yet where the token for ${registry.name} may be sent: its index could not be read for the registry’s URL. Add the URL, then import the token.`,
    );
  }
  return parts.saveToken(registry.id, token);
}

async function importOne(
  parts: ElbaParts,
  read: ElbaRead,
  choice: ElbaChoice,
  deletesLogin: boolean,
): Promise<ElbaImported> {
  const { index } = choice;
  const failed = (thrown: unknown): Pick<ElbaImported, 'error'> => {
    if (thrown instanceof Failure) return { error: thrown.error };
    throw thrown;
  };
  let registry: Registry;
  try {
    registry = parts.registries.add(profileFor(choice, await registryOf(parts, index)));
  } catch (thrown) {
    return { index, tokenImported: false, ...failed(thrown) };
  }
  if (!choice.withToken) return { index, registry, tokenImported: false };
  try {
    registry = await saveLogin(parts, read, registry);
  } catch (thrown) {
    return { index, registry, tokenImported: false, ...failed(thrown) };
  }
  const why = deletesLogin ? await deleteLogin(parts, index).then(() => ({}), failed) : {};
  return { index, registry, tokenImported: true, ...why };
}

/** Writes the file whole under its own mode, by a name beside it. */
async function replaceFile(path: string, text: string): Promise<void> {
  const { mode } = await stat(path);
  const temporary = `${path}.tmp`;
  await writeFile(temporary, text, { mode: 0o600, flush: true });
  await chmod(temporary, mode & 0o777);
  await rename(temporary, path);
}

async function deleteLogin({ places, show }: ElbaParts, index: string): Promise<void> {
  const { logins } = places();
  const refuse = (why: string) =>
    failure(
      'disk_failed',
      `${show(logins)} could not be changed: ${why}. Take the line of ${index} out of it yourself.`,
    );
  const why = (thrown: unknown): string =>
    thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'it is in use';
  const text = await readFile(logins, 'utf8').catch((thrown: unknown) => {
    throw refuse(why(thrown));
  });
  const after = withoutLogin(text, fullIndex(index) ?? index);
  if (after === null) throw refuse('it has no line of its own for this index, or is not TOML');
  await replaceFile(logins, after).catch((thrown: unknown) => {
    throw refuse(why(thrown));
  });
}

/** Makes it. Nothing of elba's is changed but by `deleteLogin`. */
export function createElba(parts: ElbaParts): Elba {
  const read = (): Promise<ElbaRead> => readElba(parts.places(), parts.show);
  const find = async (): Promise<ElbaFound> => {
    const { logins } = parts.places();
    return showElba(await read(), parts.registries.list(), parts.show(logins));
  };
  return {
    read,
    find,
    import: async (choices, deleteLogins) => {
      const known = await read();
      const done: ElbaImported[] = [];
      for (const choice of choices) done.push(await importOne(parts, known, choice, deleteLogins));
      return done;
    },
    importToken: async (registryId) => saveLogin(parts, await read(), parts.registries.get(registryId)),
    deleteLogin: async (index) => {
      await deleteLogin(parts, index);
      return find();
    },
  };
}

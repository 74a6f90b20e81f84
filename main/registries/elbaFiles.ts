import { readFile, stat } from 'node:fs/promises';
import type { ElbaFile, ElbaFound, ElbaIndex } from '../../shared/elba.ts';
import type { Registry } from '../../shared/registry.ts';
import { type ConfiguredIndex, fullIndex, OFFICIAL_INDEX, parseElbaConfig, type TomlFault } from '../elba/config.ts';
import { type Logins, parseLogins } from '../elba/logins.ts';
import type { ElbaPlaces } from './elbaPlaces.ts';
import { suggestName } from './suggestName.ts';

const MOST_BYTES = 1024 * 1024;

/** The text of a file; null where there is none. Throws where it is there and cannot be read, or is longer than 1 MiB. */
async function readText(path: string): Promise<string | null> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw new RangeError('it is longer than 1 MB');
    return await readFile(path, 'utf8');
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw thrown;
  }
}

type FileRead<T> = { readonly file: ElbaFile | null; readonly value: T | null };

/** `shown` is the path as a person reads it. What is wrong is said without a word of the file's own. */
async function readOne<T>(
  kind: ElbaFile['kind'],
  path: string,
  shown: string,
  parse: (text: string) => { ok: true; value: T } | { ok: false; fault: TomlFault },
): Promise<FileRead<T>> {
  const broken = (text: string, line: number | null): FileRead<T> => ({
    file: { path: shown, kind, state: 'broken', text, ...(line === null ? {} : { line }) },
    value: null,
  });
  const text = await readText(path).catch((thrown: unknown) => {
    const reason = thrown instanceof RangeError ? thrown.message : 'it can’t be opened';
    return new Error(reason);
  });
  if (text instanceof Error) return broken(text.message, null);
  if (text === null) return { file: null, value: null };
  const read = parse(text);
  if (!read.ok) return broken(read.fault.reason, read.fault.line);
  return { file: { path: shown, kind, state: 'read' }, value: read.value };
}

/** elba's files as they are now. `logins` holds tokens: it stays in main. */
export interface ElbaRead {
  readonly files: readonly ElbaFile[];
  readonly indices: readonly ConfiguredIndex[];
  readonly logins: Logins;
  /** Whether elba has any file of its own here. */
  readonly isSetUp: boolean;
}

/** Reads what elba reads. An index that several files name has the alias of the nearest. */
export async function readElba(places: ElbaPlaces, show: (path: string) => string): Promise<ElbaRead> {
  const configs = await Promise.all(places.configs.map((path) => readOne('config', path, show(path), parseElbaConfig)));
  const logins = await readOne('logins', places.logins, show(places.logins), (text) => {
    const read = parseLogins(text);
    return read.ok ? { ok: true, value: read.logins } : read;
  });
  const named = new Map<string, ConfiguredIndex>();
  for (const { value } of configs) {
    for (const one of value?.indices ?? []) if (!named.has(one.index)) named.set(one.index, one);
  }
  const files = [...configs, logins].flatMap(({ file }) => (file === null ? [] : [file]));
  const isSetUp = files.length > 0;
  if (isSetUp && named.size === 0) named.set(OFFICIAL_INDEX.index, OFFICIAL_INDEX);
  return { files, indices: [...named.values()], logins: logins.value ?? new Map(), isSetUp };
}

/** What was read, as it is shown: no token in it. */
export function showElba(read: ElbaRead, registries: readonly Registry[], logins: string): ElbaFound {
  const knownBy = (index: string) => registries.find((one) => one.index !== '' && fullIndex(one.index) === index)?.id;
  const row = (index: string, alias: string | null, isDefault: boolean): ElbaIndex => {
    const known = knownBy(index);
    return {
      index,
      alias,
      isDefault,
      hasToken: read.logins.has(index),
      suggestedName: suggestName(alias, index),
      ...(known === undefined ? {} : { known }),
    };
  };
  const configured = read.indices.map(({ index, alias }, at) => row(index, alias, at === 0));
  const tokensOnly = [...read.logins.keys()].filter((index) => !read.indices.some((one) => one.index === index));
  return {
    files: [...read.files],
    indices: [...configured, ...tokensOnly.map((index) => row(index, null, false))],
    logins,
  };
}

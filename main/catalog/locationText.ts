/** Stand for the package's name and the version in what is kept of a location. */
const NAME = '\u0001';
const VERSION = '\u0002';
const AS_WRITTEN = '\u0003';
const HASH_MARK = '#sha256=';
const hashForm = /^[0-9a-f]{64}$/;

/** A location in two parts: a text that many versions share, and the hash. */
export interface PackedLocation {
  readonly text: string;
  readonly hash: string | null;
}

/** Takes a location apart. What stands in the line already is left out behind the host, so that few different texts remain. */
export function packLocation(location: string, name: string, version: string): PackedLocation {
  const at = location.lastIndexOf(HASH_MARK);
  const hash = at === -1 ? '' : location.slice(at + HASH_MARK.length);
  const isHash = hash.length === 64 && hashForm.test(hash);
  const rest = isHash ? location.slice(0, at) : location;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these very characters are the marks.
  if (/[\u0001-\u0003]/.test(rest)) return { text: AS_WRITTEN + rest, hash: isHash ? hash : null };
  const path = rest.indexOf('/', rest.indexOf('://') + 3);
  const head = path === -1 ? rest : rest.slice(0, path);
  const tail = path === -1 ? '' : rest.slice(path).replaceAll(name, NAME).replaceAll(version, VERSION);
  return { text: head + tail, hash: isHash ? hash : null };
}

/** Puts a location together again, exactly as it was. */
export function unpackLocation({ text, hash }: PackedLocation, name: string, version: string): string {
  const rest = text.startsWith(AS_WRITTEN)
    ? text.slice(1)
    : text.replaceAll(NAME, () => name).replaceAll(VERSION, () => version);
  return hash === null ? rest : rest + HASH_MARK + hash;
}

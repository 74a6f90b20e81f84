import type { ArchiveLimits, FindingKind } from './findings.ts';
import { type PaxFields, parsePax } from './pax.ts';
import { type ArchiveEntry, isZero, type MetaKind, readHeader } from './tarEntry.ts';
import { paddingAfter, tarBlock } from './tarHeader.ts';

/** Takes an entry's content piece by piece; the pieces are only lent. `end` follows the last one. */
export type EntrySink = { write(bytes: Buffer): void; end(): void };

/** `onEntry` is told of each entry and may take its content. */
export type TarReaderOptions = {
  readonly limits: ArchiveLimits;
  readonly onEntry: (entry: ArchiveEntry) => EntrySink | null;
  readonly onProblem: (kind: FindingKind, path?: string) => void;
};

/** `push` answers whether to go on; after `false` nothing more is read. `end` is called when the stream is over and whole. */
export type TarReader = { push(bytes: Buffer): boolean; end(): void };

/** Names that stand in a header of their own, before the entry that they are about. */
const longestMeta = 1024 * 1024;

type State =
  | { readonly kind: 'header'; readonly part: Buffer }
  | { readonly kind: 'meta'; readonly meta: MetaKind; readonly parts: Buffer[]; left: number; readonly padding: number }
  | { readonly kind: 'content'; readonly sink: EntrySink | null; left: number; readonly padding: number }
  | { readonly kind: 'padding'; left: number }
  | { readonly kind: 'after' }
  | { readonly kind: 'stopped' };

type Of<K extends State['kind']> = Extract<State, { kind: K }>;

const atHeader: State = { kind: 'header', part: Buffer.alloc(0) };

const afterPadding = (padding: number): State => (padding === 0 ? atHeader : { kind: 'padding', left: padding });

/** Turns header blocks into states; remembers what extended headers said of the entry to come. */
const createHeaderSteps = ({ limits, onEntry, onProblem }: TarReaderOptions) => {
  let entries = 0;
  let extended: PaxFields = {};

  const stop = (kind: FindingKind, path?: string): State => {
    onProblem(kind, path);
    return { kind: 'stopped' };
  };

  const content = (entry: ArchiveEntry): State => {
    extended = {};
    entries++;
    if (entries > limits.entries) return stop('too_many_entries');
    if (Buffer.byteLength(entry.path) > limits.nameBytes) return stop('name_too_long', entry.path);
    const sink = onEntry(entry);
    if (entry.bytes > 0) return { kind: 'content', sink, left: entry.bytes, padding: paddingAfter(entry.bytes) };
    sink?.end();
    return atHeader;
  };

  return {
    stop,
    entries: () => entries,
    header: (block: Buffer): State => {
      const read = readHeader(block, extended);
      switch (read.kind) {
        case 'end':
          return { kind: 'after' };
        case 'foreign':
          return stop(entries === 0 ? 'not_tar' : 'bad_header');
        case 'broken':
          return stop('bad_header', read.path);
        case 'meta':
          if (read.bytes > longestMeta) return stop('name_too_long');
          if (read.bytes === 0) return atHeader;
          return { kind: 'meta', meta: read.meta, parts: [], left: read.bytes, padding: paddingAfter(read.bytes) };
        case 'entry':
          return content(read.entry);
      }
    },
    meta: ({ meta, parts, padding }: Of<'meta'>): State => {
      const body = Buffer.concat(parts);
      const text = body.toString('utf8').split('\0', 1).join('');
      if (meta === 'long_path') extended = { path: text, ...extended };
      if (meta === 'long_target') extended = { linkpath: text, ...extended };
      if (meta === 'pax' || meta === 'global') {
        const fields = parsePax(body);
        // What a global header says of a name or size is taken by some readers and not by others.
        if (fields === null || (meta === 'global' && Object.keys(fields).length > 0)) return stop('bad_header');
        extended = { ...extended, ...fields };
      }
      return afterPadding(padding);
    },
  };
};

type HeaderSteps = ReturnType<typeof createHeaderSteps>;

type Step = { readonly used: number; readonly next: State };

const stepHeader = (steps: HeaderSteps, { part }: Of<'header'>, bytes: Buffer): Step => {
  const piece = bytes.subarray(0, tarBlock - part.length);
  const block = part.length === 0 ? piece : Buffer.concat([part, piece]);
  const next: State = block.length === tarBlock ? steps.header(block) : { kind: 'header', part: Buffer.from(block) };
  return { used: piece.length, next };
};

const stepMeta = (steps: HeaderSteps, state: Of<'meta'>, bytes: Buffer): Step => {
  const piece = bytes.subarray(0, state.left);
  state.parts.push(Buffer.from(piece));
  state.left -= piece.length;
  return { used: piece.length, next: state.left === 0 ? steps.meta(state) : state };
};

const stepContent = (state: Of<'content'>, bytes: Buffer): Step => {
  const piece = bytes.subarray(0, state.left);
  state.sink?.write(piece);
  state.left -= piece.length;
  if (state.left > 0) return { used: piece.length, next: state };
  state.sink?.end();
  return { used: piece.length, next: afterPadding(state.padding) };
};

const stepPadding = (state: Of<'padding'>, bytes: Buffer): Step => {
  const used = Math.min(state.left, bytes.length);
  state.left -= used;
  return { used, next: state.left === 0 ? atHeader : state };
};

const step = (steps: HeaderSteps, state: State, bytes: Buffer): Step => {
  switch (state.kind) {
    case 'header':
      return stepHeader(steps, state, bytes);
    case 'meta':
      return stepMeta(steps, state, bytes);
    case 'content':
      return stepContent(state, bytes);
    case 'padding':
      return stepPadding(state, bytes);
    case 'after':
      return { used: bytes.length, next: isZero(bytes) ? state : steps.stop('data_after_end') };
    case 'stopped':
      return { used: bytes.length, next: state };
  }
};

/** What it means that the stream is over while in this state. */
const endProblem = (state: State, entries: number): FindingKind | null => {
  switch (state.kind) {
    case 'header':
      if (entries === 0) return 'not_tar';
      return state.part.length === 0 ? 'no_end' : 'cut_off';
    case 'after':
    case 'stopped':
      return null;
    default:
      return 'cut_off';
  }
};

/**
 * Reads a tar stream that nobody vouches for: headers by the `tar` library, everything else counted. Keeps no content; a broken
 * header, an oversized name or too many entries end it, with the reason told to `onProblem`.
 */
export const createTarReader = (options: TarReaderOptions): TarReader => {
  const steps = createHeaderSteps(options);
  let state: State = atHeader;
  return {
    push(bytes) {
      let rest = bytes;
      while (rest.length > 0 && state.kind !== 'stopped') {
        const { used, next } = step(steps, state, rest);
        state = next;
        rest = rest.subarray(used);
      }
      return state.kind !== 'stopped';
    },
    end() {
      const problem = endProblem(state, steps.entries());
      if (problem !== null) options.onProblem(problem);
    },
  };
};

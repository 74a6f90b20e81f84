import type { IncludedFile } from '../../shared/project.ts';
import { failure } from '../failure.ts';
import { headBytes, programKind } from './binaries.ts';
import { findBuildFolders } from './buildFolders.ts';
import { excludePattern } from './excludePattern.ts';
import { type LitterKind, namedLitter } from './litterKinds.ts';
import type { ProjectSource } from './projectSource.ts';

/**
 * Files that go in and that nobody meant to publish, as one finding for each kind. `pattern`, added to `exclude`, leaves them out and
 * nothing else that is not litter as well; null where no pattern can. `bytes` are those of all its files, `samples` at most three paths.
 */
export type Litter = {
  readonly id: string;
  readonly kind: LitterKind;
  readonly severity: 'warning' | 'hint';
  readonly title: string;
  readonly why: string;
  readonly pattern: string | null;
  readonly count: number;
  readonly bytes: number;
  readonly samples: readonly string[];
};

export type LitterInput = {
  readonly source: Pick<ProjectSource, 'read'>;
  readonly included: readonly IncludedFile[];
  /** What `readProgram` gives, for who remembers it. */
  readonly programIn?: (path: string) => Promise<string | null>;
  readonly signal?: AbortSignal;
};

type Words = Pick<Litter, 'kind' | 'severity' | 'why' | 'pattern'> & { readonly one: string; readonly many: string };
type Program = { readonly file: IncludedFile; readonly what: string };

const mostSamples = 3;
const mostSinglePrograms = 5;
const filesAtOnce = 16;

const findingOf = (words: Words, files: readonly IncludedFile[]): Litter => {
  const { kind, severity, why, pattern, one, many } = words;
  const first = files[0]?.path ?? '';
  return {
    id: `litter.${kind}:${pattern ?? first}`,
    kind,
    severity,
    title: files.length === 1 ? `${first} ${one}` : `${files.length.toLocaleString('en')} ${many}`,
    why,
    pattern,
    count: files.length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    samples: files.slice(0, mostSamples).map(({ path }) => path),
  };
};

const buildWords = (pattern: string | null): Words => ({
  kind: 'build_folder',
  severity: 'warning',
  one: 'is the output of a build',
  many: 'files are the output of a build',
  why: 'A build makes it again, often for the computer that it runs on alone.',
  pattern,
});

const programWords = (pattern: string | null, what: string): Words => ({
  kind: 'program',
  severity: 'warning',
  one: `is ${what}`,
  many: 'files are programs or libraries',
  why: 'A package holds sources, and nobody can see what compiled code does.',
  pattern,
});

/** Those of git and of editors' settings belong to the sources, and nearly every project has one; `.env` is told as a secret. */
const isHidden = (path: string): boolean =>
  /(?:^|\/)\./.test(path) &&
  !/(?:^|\/)\.(?:git(?:ignore|attributes|modules|keep)|editorconfig|env(?:\..+|rc)?)$/.test(path);

const hiddenWords: Words = {
  kind: 'hidden',
  severity: 'hint',
  one: 'is hidden and goes in',
  many: 'hidden files go in',
  why: 'elba packs hidden files like any others, and they are easily overlooked.',
  pattern: null,
};

/** What kind of program a file is by its first bytes, for a sentence, or null. */
export const readProgram = async (source: Pick<ProjectSource, 'read'>, path: string): Promise<string | null> => {
  const head = await source.read(path, headBytes);
  return head.kind === 'read' ? programKind(head.bytes) : null;
};

const readPrograms = async (input: LitterInput, files: readonly IncludedFile[]): Promise<Program[]> => {
  const { source, signal, programIn = (path) => readProgram(source, path) } = input;
  const programs: Program[] = [];
  for (let at = 0; at < files.length; at += filesAtOnce) {
    if (signal?.aborted === true) throw failure('cancelled', 'Looking for files that should stay out was stopped.');
    const some = files.slice(at, at + filesAtOnce);
    const kinds = await Promise.all(some.map(({ path }) => programIn(path)));
    for (const [i, file] of some.entries()) {
      const what = kinds[i] ?? null;
      if (what !== null) programs.push({ file, what });
    }
  }
  return programs;
};

const endingOf = (path: string): string | null => /[^/]\.([A-Za-z0-9]{1,10})$/.exec(path)?.[1] ?? null;

/** Programs with an ending that no other file has go by that ending; others one by one, or as one finding where they are many. */
const describePrograms = (programs: readonly Program[], included: readonly IncludedFile[]): Litter[] => {
  const found = new Set(programs.map(({ file }) => file.path));
  const mixed = new Set(included.filter(({ path }) => !found.has(path)).map(({ path }) => endingOf(path)));
  const byEnding = Map.groupBy(programs, ({ file }) => {
    const ending = endingOf(file.path);
    return mixed.has(ending) ? null : ending;
  });
  return [...byEnding].flatMap(([ending, some]) => {
    const what = some[0]?.what ?? '';
    const files = some.map(({ file }) => file);
    if (ending !== null) return [findingOf(programWords(`*.${ending}`, what), files)];
    if (some.length > mostSinglePrograms) return [findingOf(programWords(null, what), files)];
    return some.map((one) => findingOf(programWords(excludePattern(one.file.path), one.what), [one.file]));
  });
};

/**
 * Finds litter among the files that go in: by their names, and programs by the first bytes of what is left (at most 1 KiB of each file is
 * read). Throws `cancelled` when aborted.
 */
export const findLitter = async (input: LitterInput): Promise<Litter[]> => {
  const { included } = input;
  const builds = findBuildFolders(included);
  const claimed = new Set(builds.flatMap(({ files }) => files));
  const litter: Litter[] = [];
  for (const kind of namedLitter) {
    const files = included.filter((file) => !claimed.has(file) && kind.test.test(file.path));
    for (const file of files) claimed.add(file);
    if (files.length > 0) litter.push(findingOf(kind, files));
  }
  const programs = await readPrograms(
    input,
    included.filter((file) => !claimed.has(file)),
  );
  for (const { file } of programs) claimed.add(file);
  const hidden = included.filter((file) => !claimed.has(file) && isHidden(file.path));
  return [
    ...builds.map(({ pattern, files }) => findingOf(buildWords(pattern), files)),
    ...litter,
    ...describePrograms(programs, included),
    ...(hidden.length === 0 ? [] : [findingOf(hiddenWords, hidden)]),
  ];
};

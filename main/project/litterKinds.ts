import type { Check } from '../../shared/project.ts';

/** A kind of file that nobody meant to publish. */
export type LitterKind =
  | 'node_modules'
  | 'build_folder'
  | 'elba_folder'
  | 'compiled_idris'
  | 'object'
  | 'desktop'
  | 'backup'
  | 'dir_lock'
  | 'lock_file'
  | 'hidden'
  | 'program';

/** Files that are told from their paths alone. `pattern` leaves out all of them, at any depth; `one` and `many` complete a title. */
export type NamedLitter = {
  readonly kind: LitterKind;
  readonly severity: Extract<Check['severity'], 'warning' | 'hint'>;
  readonly pattern: string;
  readonly test: RegExp;
  readonly one: string;
  readonly many: string;
  readonly why: string;
};

const editorWhy = 'It is an older or unfinished state of a file, and can hold what was removed since.';
const desktopWhy =
  'It tells how a folder looks on this computer, with the names of files that may not even be there any more.';

const row = (
  kind: LitterKind,
  pattern: string,
  test: RegExp,
  words: Pick<NamedLitter, 'one' | 'many' | 'why'>,
  severity: NamedLitter['severity'] = 'warning',
): NamedLitter => ({ kind, severity, pattern, test, ...words });

/** In the order in which they claim a file: what lies in `node_modules` is that, whatever its name. */
export const namedLitter: readonly NamedLitter[] = [
  row('node_modules', 'node_modules/', /(?:^|\/)node_modules\//, {
    one: 'belongs to node_modules',
    many: 'files belong to node_modules',
    why: 'They are other packages, which elba does not use.',
  }),
  row('elba_folder', '.elba/', /(?:^|\/)\.elba\//, {
    one: "holds elba's settings of this computer",
    many: "files hold elba's settings of this computer",
    why: "They can name indices and folders that are nobody else's business, and elba packs them.",
  }),
  row('compiled_idris', '*.ibc', /\.ibc$/, {
    one: 'is compiled Idris code',
    many: 'files are compiled Idris code',
    why: 'Idris makes them again wherever the package is built, and cannot read those of another version.',
  }),
  row('object', '*.o', /\.o$/, {
    one: 'is compiled code',
    many: 'files are compiled code',
    why: 'They work on computers like this one alone, and are made again wherever the package is built.',
  }),
  row('desktop', '.DS_Store', /(?:^|\/)\.DS_Store$/, {
    one: 'is a note of the macOS Finder',
    many: 'files are notes of the macOS Finder',
    why: desktopWhy,
  }),
  row('desktop', 'Thumbs.db', /(?:^|\/)Thumbs\.db$/, {
    one: 'is a note of the Windows Explorer',
    many: 'files are notes of the Windows Explorer',
    why: desktopWhy,
  }),
  row('backup', '*~', /~$/, {
    one: 'is a backup of an editor',
    many: 'files are backups of an editor',
    why: editorWhy,
  }),
  row('backup', '.[#]*', /(?:^|\/)\.#[^/]*$/, {
    one: 'is a lock of an editor',
    many: 'files are locks of an editor',
    why: 'It names who edits the file, and on which computer.',
  }),
  row('backup', '[#]*[#]', /(?:^|\/)#[^/]*#$/, {
    one: 'is a file that an editor saved by itself',
    many: 'files are what an editor saved by itself',
    why: editorWhy,
  }),
  row('backup', '*.sw[op]', /\.sw[op]$/, {
    one: 'is a swap file of an editor',
    many: 'files are swap files of an editor',
    why: editorWhy,
  }),
  row('dir_lock', '.dirlock', /(?:^|\/)\.dirlock$/, {
    one: 'is a lock that elba left',
    many: 'files are locks that elba left',
    why: 'elba makes it while it works in a folder and sometimes leaves it. It can be deleted when elba does not run.',
  }),
  row(
    'lock_file',
    'elba.lock',
    /(?:^|\/)elba\.lock$/,
    {
      one: 'goes in',
      many: 'lock files of elba go in',
      why: 'It fixes the versions for who builds this folder. Whoever uses the package as a dependency gets versions of their own.',
    },
    'hint',
  ),
];

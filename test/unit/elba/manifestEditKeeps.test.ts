import fc from 'fast-check';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { editManifest, type ManifestEdit } from '../../../main/elba/manifestEdit.ts';
import { type MadeManifest, manifests } from './manifestTexts.ts';

type Table = Record<string, unknown>;

// What the manifests of this test have under these keys are tables, or there is an error in the test.
const table = (value: unknown, key: string): Table => (value as Record<string, Table>)[key] ?? {};

const linesOf = (text: string): string[] => text.split(/\r?\n/);

/** Takes the lines that had to stay out of the lines of the edited text, in order, and gives what is left. */
const newLines = (after: readonly string[], kept: readonly string[]): string[] => {
  const left: string[] = [];
  let next = 0;
  for (const line of after) {
    if (line === kept[next]) next += 1;
    else left.push(line);
  }
  expect(kept.slice(next)).toEqual([]);
  return left;
};

const checkLines = ({ text, lines, eol }: MadeManifest, after: string, of: string, blanksStay: boolean): void => {
  expect(after.endsWith('\n')).toBe(text.endsWith('\n'));
  expect(after.replaceAll(eol, '')).not.toMatch(/[\r\n]/);
  const counts = (line: string): boolean => blanksStay || line.trim() !== '';
  const kept = lines.filter((line) => line.of !== of).map((line) => line.text);
  const own = lines.filter((line) => line.of === of).map((line) => line.text);
  const left = newLines(linesOf(after).filter(counts), kept.filter(counts));
  expect(left.filter((line) => !own.includes(line)).length).toBeLessThanOrEqual(own.length + 2);
  const comments = (all: readonly string[]): string[] =>
    all.map((line) => /# (?:plain|ünï.*)$/.exec(line)?.[0] ?? '').sort();
  expect(comments(left).join('')).toBe(comments(own).join(''));
};

const check = (
  made: MadeManifest,
  edit: ManifestEdit,
  of: string,
  change: (document: Table) => void,
  blanksStay = true,
): void => {
  const expected = parse(made.text);
  change(expected);
  const result = editManifest(made.text, edit);
  if (!result.ok) throw new Error(result.reason);
  expect(parse(result.text)).toEqual(expected);
  checkLines(made, result.text, of, blanksStay);
};

const runs = { numRuns: 1500 };

test('a pattern is added to exclude and nothing else changes', () => {
  fc.assert(
    fc.property(manifests, fc.constantFrom('build/', "bob's", 'a\\b', 'é"'), (made, pattern) => {
      check(made, { kind: 'exclude', pattern }, 'exclude', (document) => {
        const section = table(document, 'package');
        section.exclude = [...((section.exclude as string[] | undefined) ?? []), pattern];
      });
    }),
    runs,
  );
});

test('a dependency becomes a constraint and nothing else changes', () => {
  fc.assert(
    fc.property(manifests, fc.nat(2), (made, i) => {
      const name = made.names[i];
      fc.pre(name !== undefined);
      const edit: ManifestEdit = { kind: 'set_dependency', name, constraint: '>= 1.0.0 < 3.0.0' };
      check(
        made,
        edit,
        name,
        (document) => {
          table(document, 'dependencies')[name] = '>= 1.0.0 < 3.0.0';
        },
        false,
      );
    }),
    runs,
  );
});

test('a text of [package] is set and nothing else changes', () => {
  fc.assert(
    fc.property(manifests, (made) => {
      check(made, { kind: 'set_value', key: 'license', value: 'MIT' }, 'license', (document) => {
        table(document, 'package').license = 'MIT';
      });
    }),
    runs,
  );
});

test('a key is renamed and nothing else changes', () => {
  fc.assert(
    fc.property(manifests, (made) => {
      check(
        made,
        { kind: 'rename_key', section: ['targets', 'test', 0], key: 'opts', to: 'idris_opts' },
        'opts',
        (document) => {
          const [first] = (table(document, 'targets').test as Table[]) ?? [];
          if (first === undefined) throw new Error('There is no test in the manifest');
          first.idris_opts = first.opts;
          delete first.opts;
        },
      );
    }),
    runs,
  );
});

test('whatever the text, an edit is made or refused, and what it gives is still TOML', () => {
  const piece = fc.constantFrom(
    '[package]',
    '[dependencies]',
    '"g/n"',
    'exclude',
    'git',
    '=',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '#',
    '.',
    '\n',
    ' ',
    '1',
  );
  const text = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));
  const edit = fc.constantFrom<ManifestEdit>(
    { kind: 'exclude', pattern: 'x' },
    { kind: 'set_dependency', name: 'g/n', constraint: '1.0.0' },
    { kind: 'set_value', key: 'version', value: '1.0.0' },
    { kind: 'rename_key', section: ['package'], key: 'git', to: 'version' },
  );
  fc.assert(
    fc.property(text, edit, (before, change) => {
      const result = editManifest(before, change);
      if (result.ok) parse(result.text);
    }),
    { numRuns: 5000 },
  );
});

import fc from 'fast-check';

/** A line of a made-up manifest; `of` says which part it belongs to, if that part is to be edited. */
type Line = { readonly text: string; readonly of?: string };

export type MadeManifest = {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly eol: string;
  /** The names in `[dependencies]`, whatever their form. */
  readonly names: readonly string[];
};

const comment = fc.constantFrom(
  '# plain',
  '#',
  '# [package]',
  '# exclude = ["x", ] # "',
  "# 'a', [b] = {",
  '# ünïcode 😀',
);
const blank = fc.constantFrom('', '', '  ', '\t');
const indentation = fc.constantFrom('', '', '', '  ', '\t');
const equals = fc.constantFrom(' = ', ' = ', '=', '  =  ', ' =');
const behind = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  comment.map((text) => ` ${text}`),
  fc.constant('  '),
);
const word = fc.constantFrom(
  'docs/',
  '*.o',
  'a b',
  'x#y',
  "it's",
  '"quoted"',
  'back\\slash',
  ',',
  '[x].html',
  'é😀',
  '',
);

const quote = (text: string, single: boolean): string =>
  single && !text.includes("'") ? `'${text}'` : JSON.stringify(text);
const string = fc.tuple(word, fc.boolean()).map(([text, single]) => quote(text, single));

/** A key with its value, on one line. */
const line = (key: string, value: fc.Arbitrary<string>, of?: string): fc.Arbitrary<Line> =>
  fc.tuple(indentation, equals, value, behind).map(([before, sign, written, after]) => ({
    text: before + key + sign + written + after,
    ...(of === undefined ? {} : { of }),
  }));

const noise = fc
  .array(fc.oneof(blank, comment), { maxLength: 2 })
  .map((texts) => texts.map((text): Line => ({ text })));

const withNoise = (parts: readonly fc.Arbitrary<readonly Line[]>[]): fc.Arbitrary<Line[]> =>
  fc.tuple(...parts.flatMap((part) => [noise, part])).map((groups) => groups.flat());

const tag = (of: string, texts: readonly string[]): Line[] => texts.map((text) => ({ text, of }));

/** A list, in one of the manners that people have, as lines of `exclude`. */
const list = fc
  .tuple(
    fc.constantFrom('line', 'below', 'in front'),
    fc.array(string, { maxLength: 4 }),
    fc.boolean(),
    behind,
    indentation,
  )
  .map(([manner, items, trailing, note, before]): Line[] => {
    const key = `${before}exclude = [`;
    if (manner === 'line' || items.length === 0) {
      return tag('exclude', [`${key}${items.join(', ')}${trailing && items.length > 0 ? ',' : ''}]${note}`]);
    }
    if (manner === 'in front') {
      const [first, ...rest] = items;
      const pad = ' '.repeat(key.length - 1);
      return tag('exclude', [`${key} ${first}${note}`, ...rest.map((item) => `${pad}, ${item}${note}`), `${pad}]`]);
    }
    const rows = items.map((item, i) => `  ${item}${i < items.length - 1 || trailing ? ',' : ''}${note}`);
    return tag('exclude', [`${key}${note}`, ...rows, `  # "end", ]`, `${before}]${note}`]);
  });

const required = [
  line('name', fc.constant('"a/b"')),
  line('version', fc.constant('"1.0.0"')),
  line('authors', fc.constant('[]')),
];

const packageLines = fc
  .tuple(
    line('[package]', fc.constant('')).map(({ text }) => [{ text: text.replace(/ *= */, '') }]),
    fc.tuple(...required).map((all): Line[] => [...all]),
    fc.option(
      line('license', string, 'license').map((one) => [one]),
      { nil: [] },
    ),
    fc.option(
      line('licence', string, 'licence').map((one) => [one]),
      { nil: [] },
    ),
    fc.option(list, { nil: [] }),
    fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
  )
  .chain(([header, first, license, licence, exclude, order]) => {
    const parts = [first, license, licence, exclude];
    return withNoise([fc.constant(header), ...order.map((i) => fc.constant(parts[i] ?? []))]);
  });

const git = '"https://host.example/x"';

/** One package in `[dependencies]`: lines within the section, or a section of its own. */
const dependency = (name: string): fc.Arbitrary<{ within: Line[]; below: Line[] }> =>
  fc.oneof(
    line(`"${name}"`, fc.constant('"1.0.0"'), name).map((one) => ({ within: [one], below: [] })),
    line(`'${name}'`, fc.constant(`{ git = ${git}, tag = "v1" }`), name).map((one) => ({ within: [one], below: [] })),
    fc
      .tuple(line(`"${name}".git`, fc.constant(git), name), noise, line(`"${name}" . tag`, string, name))
      .map(([first, between, second]) => ({ within: [first, ...between, second], below: [] })),
    fc
      .tuple(behind, noise, line('git', fc.constant(git), name), noise, line('tag', string, name))
      .map(([note, before, first, between, second]) => ({
        within: [],
        below: [{ text: `[dependencies."${name}"]${note}`, of: name }, ...before, first, ...between, second],
      })),
  );

const dependencyLines = fc.uniqueArray(fc.constantFrom('c/d', 'E_f/g-h', 'i/j'), { maxLength: 3 }).chain((names) =>
  fc.tuple(fc.boolean(), fc.constant(names), fc.tuple(...names.map(dependency))).map(([header, , made]) => {
    const within = made.flatMap((one) => one.within);
    const head: Line[] = header || within.length > 0 ? [{ text: '[dependencies]' }] : [];
    return { names, lines: [...head, ...within, ...made.flatMap((one) => one.below)] };
  }),
);

const others = withNoise([
  fc.constant([{ text: '[dev_dependencies]' }, { text: '"c/d" = { git = "x" }' }]),
  fc.constant([
    { text: '[targets.lib]' },
    { text: 'mods = [ "A"' },
    { text: '       , "B" # "C"' },
    { text: '       ]' },
  ]),
  line('opts', fc.constant('["-x"]'), 'opts').map((one) => [{ text: '[[targets.test]]' }, { text: 'main = "A"' }, one]),
  fc.constant([{ text: '[scripts]' }, { text: 'long = """' }, { text: '[package]' }, { text: '  """' }]),
]);

/** Manifests that are valid TOML, with comments and layouts such as people write. */
export const manifests: fc.Arbitrary<MadeManifest> = fc
  .tuple(packageLines, dependencyLines, others, fc.boolean(), fc.constantFrom('\n', '\r\n'), fc.boolean(), noise)
  .map(([first, { names, lines: second }, third, turned, eol, final, end]) => {
    const lines = [...(turned ? [...third, ...second, ...first] : [...first, ...second, ...third]), ...end];
    const text = lines.map((each) => each.text).join(eol) + (final ? eol : '');
    return { text, lines, eol, names };
  });

/** A package of the demonstration: its versions in the order in which they are published, each with what it needs. */
export interface DemoPackage {
  readonly name: string;
  readonly description: string;
  readonly license?: string;
  readonly keywords?: readonly string[];
  readonly repository?: string;
  readonly versions: readonly DemoVersion[];
}

export interface DemoVersion {
  readonly version: string;
  /** Days before today. */
  readonly daysAgo: number;
  readonly downloads?: number;
  readonly needs?: Readonly<Record<string, string>>;
  readonly yanked?: boolean;
}

const lexer: Readonly<Record<string, string>> = { 'acme/text-lexer': '0.4' };
const both: Readonly<Record<string, string>> = { ...lexer, 'acme/unicode-tables': '15.1' };

/** What the large registry of the demonstration holds; dependencies stand before those who need them. */
export const DEMO_PACKAGES: readonly DemoPackage[] = [
  {
    name: 'acme/unicode-tables',
    description: 'Unicode character data as total functions',
    license: 'BSD3',
    versions: [
      { version: '14.0.2', daysAgo: 400, downloads: 41 },
      { version: '15.1.0', daysAgo: 120, downloads: 310 },
    ],
  },
  {
    name: 'acme/text-lexer',
    description: 'Superseded by json-tools: a lexer for text with positions',
    versions: [
      { version: '0.4.0', daysAgo: 600, downloads: 20 },
      { version: '0.4.4', daysAgo: 430, downloads: 9, yanked: true },
    ],
  },
  {
    name: 'acme/json-tools',
    description: 'Parse, print and query JSON with total parsers and useful errors',
    license: 'MIT',
    keywords: ['json', 'parser', 'encoding'],
    repository: 'https://git.acme.example/json-tools',
    versions: [
      { version: '0.9.0-beta.1', daysAgo: 555, downloads: 44, needs: lexer, yanked: true },
      { version: '1.0.0', daysAgo: 541, downloads: 9, needs: lexer, yanked: true },
      { version: '1.0.1', daysAgo: 540, downloads: 81, needs: lexer },
      { version: '1.1.0', daysAgo: 433, downloads: 107, needs: lexer },
      { version: '1.1.4', daysAgo: 389, downloads: 234, needs: lexer },
      { version: '1.1.7', daysAgo: 322, downloads: 40, needs: both },
      { version: '1.1.8', daysAgo: 300, downloads: 5, needs: both, yanked: true },
      { version: '1.1.9', daysAgo: 297, downloads: 96, needs: both },
      { version: '1.2.0-rc.1', daysAgo: 263, downloads: 18, needs: both },
      { version: '1.2.0-rc.2', daysAgo: 261, downloads: 31, needs: both },
      { version: '1.2.0', daysAgo: 259, downloads: 418, needs: both },
    ],
  },
  {
    name: 'acme/config-loader',
    description: 'Read layered configuration from files and the environment',
    license: 'MIT',
    versions: [{ version: '0.4.2', daysAgo: 90, downloads: 52, needs: { 'acme/json-tools': '>= 1.1.0 < 1.3.0' } }],
  },
  {
    name: 'acme/lens-core',
    description: 'Lenses, prisms and traversals, without a dependency',
    versions: [{ version: '0.9.1', daysAgo: 31, downloads: 88 }],
  },
  {
    name: 'orchid/ledger-fixtures',
    description: 'Sample ledgers for property tests',
    versions: [{ version: '3.0.0', daysAgo: 75, downloads: 4 }],
  },
  {
    name: 'orchid/money',
    description: 'Amounts that know their currency',
    versions: [{ version: '2.1.0', daysAgo: 140, downloads: 71 }],
  },
  {
    name: 'orchid/ledger-types',
    description: 'Double-entry bookkeeping in dependent types',
    versions: [{ version: '1.8.2', daysAgo: 60, downloads: 33, needs: { 'acme/json-tools': '1.1.0' } }],
  },
  {
    name: 'tiny/parsec',
    description: 'Small parser combinators',
    versions: [{ version: '0.4.0', daysAgo: 210, downloads: 130 }],
  },
  {
    name: 'tiny/quickcheck',
    description: 'Property tests with shrinking',
    versions: [{ version: '1.0.2', daysAgo: 180, downloads: 164 }],
  },
  {
    name: 'tiny/rest-client',
    description: 'Typed HTTP clients from an API description',
    versions: [{ version: '0.7.0', daysAgo: 44, downloads: 12, needs: { 'acme/json-tools': '>= 1.2.0 < 1.3.0' } }],
  },
  {
    name: 'tiny/terminal-text-layout-and-colours',
    description: 'Wrap, align and colour terminal text',
    versions: [{ version: '0.3.0-beta.2', daysAgo: 12, downloads: 2 }],
  },
  { name: 'tiny/vect-extras', description: '', versions: [{ version: '0.2.1', daysAgo: 330, downloads: 6 }] },
];

/** The manifest that a version of the demonstration is published with. */
export function demoManifest(one: DemoPackage, { version, needs = {} }: DemoVersion): string {
  const text = (key: string, value: string | undefined): string[] =>
    value === undefined || value === '' ? [] : [`${key} = ${JSON.stringify(value)}`];
  return [
    '[package]',
    `name = "${one.name}"`,
    `version = "${version}"`,
    'authors = []',
    ...text('description', one.description),
    ...text('license', one.license),
    ...text('repository', one.repository),
    ...(one.keywords === undefined ? [] : [`keywords = ${JSON.stringify(one.keywords)}`]),
    '',
    '[dependencies]',
    ...Object.entries(needs).map(([name, constraint]) => `"${name}" = ${JSON.stringify(constraint)}`),
    '',
    '[targets.lib]',
    'path = "src"',
    'mods = ["Main"]',
    '',
  ].join('\n');
}

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

const repository = resolve(import.meta.dirname, '../..');

/** Every folder below the application and its handlers. */
const BELOW = [
  'elba',
  'archive',
  'local-registry',
  'project',
  'catalog',
  'tokens',
  'api',
  'inspect',
  'publish',
  'yank',
  'registries',
];

/** What each folder of main may import besides itself, the ground files in main/ and shared/. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  elba: [],
  archive: ['elba'],
  'local-registry': ['elba', 'archive'],
  project: ['elba', 'archive'],
  catalog: ['elba', 'archive'],
  tokens: ['elba'],
  api: ['elba', 'archive', 'tokens'],
  inspect: ['elba', 'archive', 'api'],
  publish: ['elba', 'archive', 'project', 'catalog', 'tokens', 'api'],
  yank: ['elba', 'catalog', 'tokens', 'api'],
  registries: ['elba', 'local-registry', 'catalog', 'tokens', 'api'],
  assembly: BELOW,
  handlers: BELOW,
  electron: [],
  web: [],
};
const FOLDERS = Object.keys(ALLOWED);

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly allowed: boolean;
}

function importsOfFolder(folder: string): Import[] {
  const host = folder === 'electron' || folder === 'web';
  const say = (specifier: string, allowed: boolean): Import => ({
    file: `main/${folder}/probe.ts`,
    specifier,
    allowed,
  });
  return [
    ...FOLDERS.filter((other) => other !== folder).map((other) =>
      say(`../${other}/thing.ts`, ALLOWED[folder]?.includes(other) ?? false),
    ),
    say('./sibling.ts', true),
    say('../failure.ts', true),
    say('../../shared/contract.ts', true),
    say('../../renderer/main.tsx', false),
    say('../app.ts', host),
    say('../starting.ts', host),
    say('../dispatch.ts', host || folder === 'handlers'),
    say('electron', folder === 'electron'),
    say('electron-store', folder === 'electron'),
    say('node:fs', folder !== 'elba'),
    say('semver', true),
  ];
}

const OUTSIDE: Import[] = [
  { file: 'main/failure.ts', specifier: './elba/version.ts', allowed: true },
  { file: 'main/failure.ts', specifier: './tokens/vault.ts', allowed: false },
  { file: 'main/failure.ts', specifier: './app.ts', allowed: false },
  { file: 'main/failure.ts', specifier: '../shared/errors.ts', allowed: true },
  { file: 'main/failure.ts', specifier: '../renderer/main.tsx', allowed: false },
  { file: 'main/failure.ts', specifier: 'electron', allowed: false },
  { file: 'main/app.ts', specifier: './publish/publish.ts', allowed: true },
  { file: 'main/app.ts', specifier: './electron/main.ts', allowed: false },
  { file: 'main/starting.ts', specifier: './app.ts', allowed: true },
  { file: 'main/starting.ts', specifier: './electron/main.ts', allowed: false },
  { file: 'main/failure.ts', specifier: './starting.ts', allowed: false },
  { file: 'main/app.ts', specifier: './web/main.ts', allowed: false },
  { file: 'main/app.ts', specifier: 'electron', allowed: false },
  { file: 'shared/contract.ts', specifier: '../main/app.ts', allowed: false },
  { file: 'shared/contract.ts', specifier: '../renderer/main.tsx', allowed: false },
  { file: 'shared/contract.ts', specifier: 'node:fs', allowed: false },
  { file: 'shared/calls/publish.ts', specifier: '../ids.ts', allowed: true },
  { file: 'shared/calls/publish.ts', specifier: './call.ts', allowed: true },
  { file: 'shared/calls/publish.ts', specifier: '../contract.ts', allowed: false },
  { file: 'shared/calls/publish.ts', specifier: '../../main/app.ts', allowed: false },
  { file: 'shared/calls/publish.ts', specifier: 'node:fs', allowed: false },
  { file: 'renderer/features/publish/page.tsx', specifier: '../../../shared/contract.ts', allowed: true },
  { file: 'renderer/features/publish/page.tsx', specifier: '../../bridge/client.ts', allowed: true },
  { file: 'renderer/features/publish/page.tsx', specifier: '../../../main/app.ts', allowed: false },
  { file: 'renderer/features/publish/page.tsx', specifier: 'electron', allowed: false },
  { file: 'renderer/features/publish/page.tsx', specifier: 'node:fs', allowed: false },
];

const cases = [...FOLDERS.flatMap(importsOfFolder), ...OUTSIDE];

const Report = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }),
    }),
  ),
});

let folder: string;
/** `file:line` of every import that the lint refuses. */
let refused: ReadonlySet<string>;
const lineOf = new Map<Import, number>();

async function lintProbes(): Promise<ReadonlySet<string>> {
  for (const file of new Set(cases.map((one) => one.file))) {
    const own = cases.filter((one) => one.file === file);
    own.forEach((one, index) => void lineOf.set(one, index + 1));
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(join(folder, file), own.map((one) => `import '${one.specifier}';\n`).join(''));
  }
  const biome = join(repository, 'node_modules/@biomejs/biome/bin/biome');
  const args = ['lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', '.'];
  // The lint ends with a failure when it refuses anything, which is what it is asked to do here.
  const done = await promisify(execFile)(process.execPath, [biome, ...args], { cwd: folder }).catch(
    (error: { stdout: string }) => error,
  );
  const report = Report.parse(JSON.parse(done.stdout));
  return new Set(report.diagnostics.map(({ location }) => `${location.path}:${location.start.line}`));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arrows-'));
  await cp(join(repository, 'biome.arrows.json'), join(folder, 'biome.json'));
  refused = await lintProbes();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the lint on imports', () => {
  it.each(cases)('$file importing $specifier: allowed $allowed', (one) => {
    expect(refused.has(`${one.file}:${lineOf.get(one)}`)).toBe(!one.allowed);
  });

  it('knows every folder of main', async () => {
    const entries = await readdir(join(repository, 'main'), { withFileTypes: true });
    const found = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    expect(found.filter((name) => !FOLDERS.includes(name))).toEqual([]);
  });
});

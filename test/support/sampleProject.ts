import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface SampleProject {
  readonly folder: string;
  /** Writes further files, or other text into one that is there; paths are relative. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  remove(): Promise<void>;
}

/** A folder with these files, each by its relative path. */
export async function makeFolder(files: Readonly<Record<string, string>>): Promise<SampleProject> {
  const folder = await mkdtemp(join(tmpdir(), 'project-'));
  const write = async (more: Readonly<Record<string, string>>): Promise<void> => {
    for (const [path, text] of Object.entries(more)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  };
  await write(files);
  return { folder, write, remove: () => rm(folder, { recursive: true, force: true }) };
}

export const manifestOf = (name: string, version: string): string =>
  [
    '[package]',
    `name = "${name}"`,
    `version = "${version}"`,
    'authors = ["alice"]',
    'description = "Text that lays itself out"',
    'license = "MIT"',
    'readme = "README.md"',
    '',
    '[dependencies]',
    '',
    '[targets.lib]',
    'path = "src"',
    'mods = ["Pretty"]',
    '',
  ].join('\n');

/** A small project as people have them, with a build folder, a repository and an ignored file that must stay out. */
export const makeProject = (name: string, version: string): Promise<SampleProject> =>
  makeFolder({
    'elba.toml': manifestOf(name, version),
    'README.md': `# ${name}\n`,
    'src/Pretty.idr': 'module Pretty\n\nexport\nplain : String -> String\nplain = id\n',
    '.gitignore': '*.ibc\n',
    'src/Pretty.ibc': 'built',
    'target/lib/Pretty.ibc': 'built',
    '.git/HEAD': 'ref: refs/heads/main\n',
  });

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A home folder as elba leaves it on Linux: what its configuration and its logins say. */
export interface ElbaHome {
  readonly folder: string;
  readonly config: string;
  readonly logins: string;
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o600 });
}

/** Writes both files below `folder`; `logins` maps an index to its token. */
export async function prepareElbaHome(
  folder: string,
  indices: Readonly<Record<string, string>>,
  logins: Readonly<Record<string, string>> = {},
): Promise<ElbaHome> {
  const home = {
    folder,
    config: join(folder, '.config', 'elba', 'config'),
    logins: join(folder, '.local', 'share', 'elba', 'logins.toml'),
  };
  const lines = (pairs: Readonly<Record<string, string>>): string =>
    Object.entries(pairs)
      .map(([key, value]) => `${JSON.stringify(key)} = ${JSON.stringify(value)}\n`)
      .join('');
  await put(home.config, `[indices]\n${lines(indices)}`);
  await put(home.logins, `# kept by elba\n${lines(logins)}`);
  return home;
}

import { join } from 'node:path';
import { openLocalRegistry } from '../../main/local-registry/openLocalRegistry.ts';
import { manifestOf, tarGzOf } from '../unit/archive/tarballs.ts';

/** A version to be there, with what it requires. */
export interface FilledVersion {
  /** `group/name`. */
  readonly name: string;
  readonly version: string;
  readonly needs?: Readonly<Record<string, string>>;
}

/** An archive that consists of its manifest. */
function archiveOf({ name, version, needs = {} }: FilledVersion): Uint8Array<ArrayBuffer> {
  const lines = Object.entries(needs).map(([on, requirement]) => `"${on}" = "${requirement}"`);
  const manifest = manifestOf(name, version, `[dependencies]\n${lines.join('\n')}\n`);
  return new Uint8Array(tarGzOf([{ path: 'elba.toml', content: manifest }]));
}

/**
 * Publishes versions to the local registry that a program will have, before it is started for the first time. The first account
 * owns them, which is the one that the program then acts as.
 */
export async function fillLocalRegistry(dataFolder: string, versions: readonly FilledVersion[]): Promise<void> {
  const registry = await openLocalRegistry({ folder: join(dataFolder, 'local-registry'), port: 0 });
  try {
    const { id } = await registry.addUser('you');
    const token = encodeURIComponent(await registry.createToken(id));
    for (const one of versions) {
      const url = `${registry.url}/api/v1/packages/${one.name}/${encodeURIComponent(one.version)}/publish?token=${token}`;
      const answer = await fetch(url, { method: 'PUT', body: archiveOf(one) });
      if (!answer.ok) throw new Error(`${one.name} ${one.version} was refused: ${await answer.text()}`);
    }
  } finally {
    await registry.close();
  }
}

/** Where the index of that registry has the file of a package. */
export const indexFileOf = (dataFolder: string, name: string): string =>
  join(dataFolder, 'local-registry', 'index', ...name.split('/'));

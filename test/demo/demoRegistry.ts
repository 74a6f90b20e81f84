import { gzipSync } from 'node:zlib';
import { type LocalRegistry, openLocalRegistry } from '../../main/local-registry/openLocalRegistry.ts';
import { tarOf } from '../unit/archive/tarballs.ts';
import { type DemoPackage, type DemoVersion, demoManifest } from './demoPackages.ts';

const DAY_MS = 86_400_000;

/** A registry with packages in it and one account. */
export interface DemoRegistry extends Pick<LocalRegistry, 'url' | 'index' | 'close'> {
  readonly token: string;
}

function archiveOf(one: DemoPackage, version: DemoVersion): Buffer {
  const [, name = ''] = one.name.split('/');
  return gzipSync(
    tarOf([
      { path: 'elba.toml', content: demoManifest(one, version) },
      { path: 'README.md', content: `# ${name}\n\n${one.description}\n` },
      { path: 'src/Main.idr', content: `module Main\n\n-- ${version.version}\n` },
    ]),
  );
}

async function expectOk(answer: Response): Promise<void> {
  if (answer.status >= 400) throw new Error(`The registry answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

interface Demo {
  readonly url: string;
  readonly token: string;
  /** Sets the registry's clock, in days before today. */
  setClock(daysAgo: number): void;
}

/** Publishes a version on its day, and has it downloaded from then until today. */
async function publishVersion({ url, token, setClock }: Demo, one: DemoPackage, version: DemoVersion): Promise<void> {
  const base = `${url}/api/v1/packages/${one.name}/${version.version}`;
  const downloads = version.downloads ?? 0;
  setClock(version.daysAgo);
  await expectOk(
    await fetch(`${base}/publish?token=${token}`, {
      method: 'PUT',
      body: new Uint8Array(archiveOf(one, version)),
    }),
  );
  for (let count = 0; count < downloads; count++) {
    setClock(version.daysAgo * (1 - count / downloads));
    await expectOk(await fetch(`${base}/download`, { redirect: 'manual' }));
  }
  if (version.yanked === true)
    await expectOk(await fetch(`${base}/yank?yanked=true&token=${token}`, { method: 'PATCH' }));
}

/** Starts a registry in `folder` in which these packages were published when their versions say. */
export async function startDemoRegistry(folder: string, packages: readonly DemoPackage[]): Promise<DemoRegistry> {
  let daysAgo = 0;
  const registry = await openLocalRegistry({ folder, port: 0, now: () => new Date(Date.now() - daysAgo * DAY_MS) });
  const owner = await registry.addUser('dana');
  const token = await registry.createToken(owner.id);
  const setClock = (days: number): void => {
    daysAgo = days;
  };
  for (const one of packages)
    for (const version of one.versions) await publishVersion({ url: registry.url, token, setClock }, one, version);
  setClock(0);
  return { url: registry.url, index: registry.index, close: () => registry.close(), token };
}

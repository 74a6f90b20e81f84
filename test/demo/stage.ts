import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { type CallName, type CallOutput, calls } from '../../shared/contract.ts';
import type { RegistryId } from '../../shared/ids.ts';
import type { Colour } from '../../shared/registry.ts';
import { type FaultyRegistry, startFaultyRegistry } from '../support/faultyRegistry.ts';
import { type RunningHost, startAndReadUrl } from '../support/webProgram.ts';
import { DEMO_PACKAGES } from './demoPackages.ts';
import { makeElbaHome, makeFaultyJsonTools, makeJsonTools, makeSmallProjects } from './demoProjects.ts';
import { type DemoRegistry, startDemoRegistry } from './demoRegistry.ts';

/** The program with everything that its pictures show: registries with packages, and projects in a home folder. */
export interface Stage {
  readonly page: Page;
  readonly projects: {
    readonly clean: string;
    readonly faulty: string;
    readonly small: readonly string[];
  };
  /** Takes uploads slowly enough to be looked at. */
  readonly slow: FaultyRegistry;
  /** Adds the registries of the pictures, with their tokens, and starts the one on this computer. */
  addRegistries(): Promise<void>;
  registryId(name: string): RegistryId;
  /** Starts the program anew with a folder to review, as from a command line. */
  openFolder(path: string): Promise<void>;
  /** Starts the program anew without one. */
  reopen(): Promise<void>;
  call<N extends CallName>(name: N, input: unknown): Promise<CallOutput<N>>;
  close(): Promise<void>;
}

const repository = resolve(import.meta.dirname, '../..');

const PASSPHRASE = 'a passphrase of the pictures';

/** An address on this computer at which nobody answers. */
const NOBODY = 'http://127.0.0.1:9';

interface Servers {
  readonly public: DemoRegistry;
  readonly staging: DemoRegistry;
  readonly tiny: DemoRegistry;
  readonly slow: FaultyRegistry;
}

async function startServers(folder: string): Promise<Servers> {
  const staging = DEMO_PACKAGES.filter(({ name }) => /^acme\/(unicode-tables|text-lexer|json-tools)$/.test(name));
  const [first, second, third] = await Promise.all([
    startDemoRegistry(join(folder, 'public'), DEMO_PACKAGES),
    startDemoRegistry(join(folder, 'staging'), staging),
    startDemoRegistry(
      join(folder, 'tiny'),
      DEMO_PACKAGES.filter(({ name }) => name === 'tiny/parsec'),
    ),
  ]);
  const slow = await startFaultyRegistry({ tokens: ['right'] });
  for (const version of ['acme/text-lexer 0.4.0', 'acme/unicode-tables 15.1.0'])
    slow.store.versions.set(version, { bytes: Buffer.alloc(0), yanked: false });
  return { public: first, staging: second, tiny: third, slow };
}

function startProgram(home: string, dataFolder: string, ...more: readonly string[]): Promise<RunningHost> {
  const { XDG_CONFIG_HOME: _config, XDG_DATA_HOME: _data, ...env } = process.env;
  const program = resolve(repository, 'out/main/web.js');
  return startAndReadUrl(process.execPath, [program, '--no-open', '--data', dataFolder, ...more], {
    ...env,
    HOME: home,
  });
}

/** Calls main as the page does; what it answers has the form of the contract, or this throws. */
async function callFrom<N extends CallName>(page: Page, name: N, input: unknown): Promise<CallOutput<N>> {
  const answer: unknown = await page.evaluate(
    `fetch('/call/${name}', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify({ input }))} }).then((answer) => answer.json())`,
  );
  if (typeof answer !== 'object' || answer === null || !('ok' in answer) || answer.ok !== true)
    throw new Error(`${name} failed: ${JSON.stringify(answer)}`);
  // The schema of the same name has checked it; TypeScript cannot follow that link.
  return calls[name].output.parse('value' in answer ? answer.value : undefined) as CallOutput<N>;
}

interface Wanted {
  readonly name: string;
  readonly colour: Colour;
  readonly url: string;
  readonly index?: string;
  readonly production?: boolean;
  readonly token?: string;
}

const registriesOf = (servers: Servers): Wanted[] => [
  { name: 'Public', colour: 'violet', production: true, ...servers.public },
  { name: 'Staging', colour: 'teal', ...servers.staging },
  { name: 'Tiny', colour: 'green', url: servers.tiny.url, token: 'not-a-token-of-this-registry' },
  { name: 'Orchid', colour: 'orange', url: servers.slow.url, token: 'right' },
  { name: 'Lab', colour: 'magenta', url: NOBODY },
];

/** Starts everything below a temporary folder; a page of `browser` shows it. */
export async function setStage(browser: Browser): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-'));
  const home = join(folder, 'home');
  await mkdir(join(home, 'Projects'), { recursive: true });
  const servers = await startServers(folder);
  await makeElbaHome(home, servers.staging.index);
  const projects = {
    clean: await makeJsonTools(join(home, 'Projects')),
    faulty: await makeFaultyJsonTools(join(home, 'Projects')),
    small: await makeSmallProjects(join(home, 'Projects')),
  };
  let host = await startProgram(home, join(folder, 'data'));
  const page = await browser.newPage({ viewport: { width: 1180, height: 760 } });
  await page.goto(host.url);
  const ids = new Map<string, RegistryId>();
  const restart = async (...more: readonly string[]): Promise<void> => {
    await host.stop();
    host = await startProgram(home, join(folder, 'data'), ...more);
    await page.goto(host.url);
    if (ids.size > 0) await call('tokens.unlock', { passphrase: PASSPHRASE });
  };
  const call: Stage['call'] = (name, input) => callFrom(page, name, input);
  return {
    page,
    projects,
    slow: servers.slow,
    call,
    async openFolder(path) {
      await restart(path);
      await page.getByRole('heading', { level: 1, name: '/' }).waitFor();
    },
    reopen: () => restart(),
    registryId(name) {
      const id = ids.get(name);
      if (id === undefined) throw new Error(`There is no registry ${name} on the stage.`);
      return id;
    },
    async addRegistries() {
      // In a file, so that they outlive the restarts of the pictures.
      await call('tokens.move', { way: 'passphrase', passphrase: PASSPHRASE, unreadable: 'keep' });
      for (const { name, colour, url, index = '', production = false, token } of registriesOf(servers)) {
        const profile = { name, colour, url, index, family: 'auto', production, allowPlainHttp: false };
        const { id } = await call('registries.add', profile);
        ids.set(name, id);
        if (token !== undefined) await call('tokens.set', { registryId: id, token });
      }
      const { registryId } = await call('localRegistry.start', undefined);
      if (registryId !== undefined) ids.set('Local', registryId);
    },
    async close() {
      await page.close();
      await host.stop();
      await Promise.all([servers.public.close(), servers.staging.close(), servers.tiny.close(), servers.slow.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

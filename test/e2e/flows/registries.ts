import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type ElbaHome, prepareElbaHome } from '../../support/elbaHome.ts';
import { type FaultyRegistry, startFaultyRegistry } from '../../support/faultyRegistry.ts';
import { indexLine, writeIndex } from '../../support/indexFolder.ts';
import type { OpenProgram, Program } from '../../support/program.ts';
import { expectNoBarriers } from './pages.ts';
import { goTo } from './steps.ts';
import { withProgram } from './withProgram.ts';

const ELBAS = 'token-that-elba-keeps';
const GOOD = 'token-of-the-guide';
const WRONG = 'token-of-somebody-else';

interface Surroundings {
  readonly folder: string;
  readonly home: ElbaHome;
  readonly orchid: FaultyRegistry;
  readonly guide: FaultyRegistry;
  readonly indexOnly: string;
  remove(): Promise<void>;
}

/** A computer with elba on it, a registry of each family, and an index that names no registry. */
async function surroundings(): Promise<Surroundings> {
  const folder = await mkdtemp(join(tmpdir(), 'elba-registries-'));
  const orchid = await startFaultyRegistry({ tokens: [ELBAS] });
  const guide = await startFaultyRegistry({ tokens: [GOOD], families: ['documented'] });
  const index = join(folder, 'orchid-index');
  await writeIndex(index, [indexLine('alice/pretty', '1.0.0')], orchid.url);
  const indexOnly = join(folder, 'archive');
  await writeIndex(indexOnly, [indexLine('bob/lens', '2.0.0')]);
  const home = await prepareElbaHome(
    join(folder, 'home'),
    { orchid: `index+dir+${index}` },
    { [`index+dir+${index}`]: ELBAS, 'index+dir+/elsewhere': 'another-token' },
  );
  return {
    folder,
    home,
    orchid,
    guide,
    indexOnly,
    remove: async () => {
      await Promise.all([orchid.close(), guide.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const registryNames = async (page: Page): Promise<(string | null)[]> => {
  const links = await page.getByRole('list', { name: 'Registries' }).getByRole('link').all();
  return Promise.all(links.map((link) => link.getAttribute('aria-label')));
};

async function importFromElba(page: Page, { home, orchid }: Surroundings): Promise<void> {
  await page.getByRole('checkbox', { name: 'Import Elsewhere' }).uncheck();
  await page.getByRole('checkbox', { name: /Then delete its line/ }).check();
  await expectNoBarriers(page, 'Set up');
  await page.getByRole('button', { name: 'Import 1 registry' }).click();
  await page.getByRole('list', { name: 'Registries' }).getByRole('link', { name: 'Orchid' }).click();
  await expect(page.getByText(/Last accepted by Orchid/)).toBeVisible();
  expect(await readFile(home.logins, 'utf8')).toBe('# kept by elba\n"index+dir+/elsewhere" = "another-token"\n');
  expect(orchid.requests.some(({ token }) => token === ELBAS)).toBe(true);
}

async function look(page: Page, address: string): Promise<void> {
  await page.getByRole('button', { name: 'Add registry…' }).first().click();
  await page.getByRole('textbox', { name: 'Registry or index address' }).fill(address);
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Look again' })).toBeVisible();
}

async function add(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: `Add ${name}`, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

/** One that is refused is kept and said to be; another one takes its place. */
async function replaceRefusedToken(page: Page): Promise<void> {
  await page.getByLabel('Token', { exact: true }).fill(WRONG);
  await page.getByRole('button', { name: 'Save token' }).click();
  await expect(page.getByText('Token rejected').first()).toBeVisible();
  await page.getByRole('button', { name: 'Replace' }).click();
  await page.getByLabel('Token', { exact: true }).fill(GOOD);
  await page.getByRole('button', { name: 'Save token' }).click();
  await expect(page.getByText(/Last accepted by Guide/)).toBeVisible();
}

/** The window knows where a dropped index lies; a browser does not tell, and says so. */
async function dropIndex({ host, page, drop }: Program, folder: string): Promise<void> {
  await drop(folder);
  await expect(page.getByRole('heading', { level: 1, name: 'Add registry' })).toBeVisible();
  if (host === 'web') {
    await expect(page.getByText(/archive is an index of packages/)).toBeVisible();
    await page.getByRole('textbox', { name: 'Registry or index address' }).fill(folder);
    await page.getByRole('button', { name: 'Look', exact: true }).click();
  }
  await expect(page.getByRole('list', { name: 'What was found' })).toContainText('It names no registry');
}

/**
 * Three registries, one of each family and one that is only an index: imported from elba, added by address, dropped; with a token that
 * is taken over, one that is refused and one that replaces it.
 */
export function describeRegistries(openIn: (env: Readonly<Record<string, string>>) => OpenProgram): void {
  test('three registries come in their three ways, and each token goes to its own registry alone', async () => {
    const around = await surroundings();
    const { guide, orchid, home, indexOnly } = around;
    const open = openIn({ HOME: home.folder, XDG_CONFIG_HOME: '', XDG_DATA_HOME: '' });
    await withProgram(open, async (program) => {
      await importFromElba(program.page, around);
      await look(program.page, guide.url);
      await expect(program.page.getByRole('list', { name: 'What was found' })).toContainText('Documented routes');
      await expectNoBarriers(program.page, 'Add registry');
      await add(program.page, 'Guide');
      await replaceRefusedToken(program.page);
      await dropIndex(program, indexOnly);
      await add(program.page, 'Archive');
      await program.page.getByRole('link', { name: 'Show packages' }).click();
      await expect(program.page.getByRole('main')).toContainText('bob/lens');
      await program.page.getByRole('list', { name: 'Registries' }).getByRole('link', { name: 'Archive' }).focus();
      await program.page.keyboard.press('Alt+ArrowUp');
      await expect.poll(() => registryNames(program.page)).toEqual(['Orchid', 'Archive', 'Guide']);
      await program.restart();
      await expect.poll(() => registryNames(program.page)).toEqual(['Orchid', 'Archive', 'Guide']);
      await goTo(program.page, 'Settings');
      await expectNoBarriers(program.page, 'Settings');
    });
    const tokensAt = (registry: FaultyRegistry) => new Set(registry.requests.flatMap(({ token }) => token ?? []));
    expect(tokensAt(orchid)).toEqual(new Set([ELBAS]));
    expect(tokensAt(guide)).toEqual(new Set([WRONG, GOOD]));
    await around.remove();
  });
}

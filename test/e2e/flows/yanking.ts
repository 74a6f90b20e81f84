import { appendFile, readFile } from 'node:fs/promises';
import { expect, type Locator, type Page, test } from '@playwright/test';
import * as z from 'zod';
import { type FilledVersion, fillLocalRegistry, indexFileOf } from '../../support/filledRegistry.ts';
import type { OpenProgram } from '../../support/program.ts';
import { expectNoBarriers } from './pages.ts';
import { announced, goTo, openPackage, startLocalRegistry, versionSwitch } from './steps.ts';
import { withProgram } from './withProgram.ts';

const NAME = 'acme/json-tools';
const VERSIONS = [
  '0.9.0-beta.1',
  '1.0.0',
  '1.0.1',
  '1.1.0',
  '1.1.4',
  '1.1.7',
  '1.1.8',
  '1.1.9',
  '1.2.0-rc.1',
  '1.2.0-rc.2',
  '1.2.0',
  '1.3.0',
];
const DEPENDENTS: readonly FilledVersion[] = [
  { name: 'tiny/rest-client', version: '0.7.0', needs: { [NAME]: '>= 1.2.0 < 1.3.0' } },
  { name: 'acme/config-loader', version: '0.4.2', needs: { [NAME]: '>= 1.1.0 < 1.3.0' } },
  { name: 'orchid/ledger-types', version: '1.8.2', needs: { [NAME]: '1.1.0' } },
];
/** A version that the index names and the registry does not have, as a failed write can leave it behind. */
const GHOST = '1.3.1';

const Line = z.object({ version: z.string(), yanked: z.boolean() });

/** The versions that the index on disk says are yanked. */
async function yankedOnDisk(dataFolder: string): Promise<string[]> {
  const text = await readFile(indexFileOf(dataFolder, NAME), 'utf8');
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => Line.parse(JSON.parse(line))).flatMap(({ version, yanked }) => (yanked ? [version] : []));
}

async function addGhost(dataFolder: string): Promise<void> {
  const file = indexFileOf(dataFolder, NAME);
  const last = (await readFile(file, 'utf8')).trimEnd().split('\n').at(-1) ?? '';
  await appendFile(file, `${last.replaceAll('1.3.0', GHOST)}\n`);
}

const rowWith = (part: Locator, text: string): Locator => part.getByRole('row').filter({ hasText: text });

async function yankOneAndUndo(page: Page, registry: string, dataFolder: string): Promise<void> {
  const grid = await openPackage(page, NAME);
  await versionSwitch(grid, '1.2.0').click();
  const dialog = page.getByRole('dialog', { name: `Yank ${NAME} 1.2.0 from ${registry}?` });
  await expect(dialog).toContainText(`3 packages on ${registry} require json-tools`);
  await expect(rowWith(dialog, 'rest-client')).toContainText('no match');
  await expect(rowWith(dialog, 'config-loader')).toContainText('1.1.9');
  await expect(rowWith(dialog, 'ledger-types')).toContainText('unchanged');
  await expectNoBarriers(page, 'What a yank would do');
  const yes = dialog.getByRole('button', { name: `Yank 1.2.0 from ${registry}` });
  await expect(yes).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('checkbox', { name: 'I accept that tiny/rest-client 0.7.0 stops building' }).check();
  await yes.click();
  await expect(versionSwitch(grid, '1.2.0')).not.toBeChecked();
  expect(await yankedOnDisk(dataFolder)).toEqual(['1.2.0']);

  await announced(page, 'status', `${NAME} 1.2.0 is yanked`).getByRole('button', { name: 'Undo' }).click();
  await expect(versionSwitch(grid, '1.2.0')).toBeChecked();
  expect(await yankedOnDisk(dataFolder)).toEqual([]);
}

async function yankFive(page: Page, registry: string, dataFolder: string): Promise<void> {
  await addGhost(dataFolder);
  await page.getByRole('button', { name: 'Read again' }).click();
  const grid = page.getByRole('grid', { name: `Versions of ${NAME}` });
  const choose = (version: string): Locator => grid.getByRole('checkbox', { name: `Select ${version}`, exact: true });
  await choose('1.1.9').check();
  await choose('1.1.7').click({ modifiers: ['Shift'] });
  await choose('1.0.1').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await choose(GHOST).check();
  const bar = page.getByRole('toolbar', { name: 'Selected versions' });
  await expect(bar).toContainText('5 selected');
  await expectNoBarriers(page, 'Chosen versions');
  await bar.getByRole('button', { name: 'Yank 5…' }).click();
  const dialog = page.getByRole('dialog', { name: `Yank 5 versions of ${NAME} from ${registry}?` });
  await dialog.getByRole('button', { name: `Yank 5 versions from ${registry}` }).click();

  const run = page.getByRole('dialog', { name: `Yank 5 versions of ${NAME} from ${registry}` });
  await expect(run.getByRole('status')).toContainText('4 of 5 versions of acme/json-tools are yanked');
  const outcomes = run.getByRole('region', { name: 'Versions and their outcomes' });
  await expect(outcomes.getByRole('listitem').filter({ hasText: GHOST })).toContainText('Refused');
  await expect(outcomes.getByRole('listitem').filter({ hasText: '1.0.0' })).toContainText('Yanked');
  await expect(run.getByRole('button', { name: 'Retry 1 failed' })).toBeVisible();
  await expectNoBarriers(page, 'Versions and their outcomes');
  await run.getByRole('button', { name: 'Done' }).click();
}

/** What a yank does to others is seen before, undone after, and done to many of which one is refused. */
export function describeYanking(open: OpenProgram): void {
  test('a yank shows who it breaks, can be undone, and goes on where one of many is refused', async () => {
    await withProgram(open, async (program) => {
      const { dataFolder } = program;
      await fillLocalRegistry(dataFolder, [...VERSIONS.map((version) => ({ name: NAME, version })), ...DEPENDENTS]);
      const registry = await startLocalRegistry(program.page);
      await yankOneAndUndo(program.page, registry, dataFolder);
      await yankFive(program.page, registry, dataFolder);
      const yanked = ['1.0.0', '1.1.7', '1.1.8', '1.1.9'];
      expect(await yankedOnDisk(dataFolder)).toEqual(yanked);

      await program.restart();
      const grid = await openPackage(program.page, NAME);
      for (const version of VERSIONS)
        await expect(versionSwitch(grid, version)).toBeChecked({ checked: !yanked.includes(version) });
      expect(await yankedOnDisk(dataFolder)).toEqual(yanked);
      await goTo(program.page, 'Activity');
      await expect(program.page.getByRole('main')).toContainText('Rejected');
    });
  });
}

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { findBarriers } from '../../support/axe.ts';
import { findLostControls } from '../../support/lostControls.ts';
import type { OpenProgram, Program } from '../../support/program.ts';
import { makeProject } from '../../support/sampleProject.ts';
import {
  announced,
  chooseTarget,
  expectReview,
  goTo,
  openPackage,
  publish,
  publishButton,
  startLocalRegistry,
  versionSwitch,
} from './steps.ts';
import { withProgram } from './withProgram.ts';

const NAME = 'alice/pretty';
const MOST_KEYS = 80;

const hasFocus = async (locator: Locator): Promise<boolean> =>
  (await locator.and(locator.page().locator(':focus')).count()) > 0;

/** Presses one key until the focus is there, as a person does who looks where it goes. */
async function pressUntil(page: Page, key: string, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let count = 0; count < MOST_KEYS; count += 1) {
    if (await hasFocus(wanted)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${MOST_KEYS} times ${key} did not lead to ${String(wanted)}.`);
}

async function pressOn(page: Page, wanted: Locator, key: string): Promise<void> {
  await pressUntil(page, 'Tab', wanted);
  await page.keyboard.press(key);
}

function keyboard(open: OpenProgram): void {
  test('by the keyboard alone a project is published and its version yanked', async () => {
    const project = await makeProject(NAME, '0.1.0');
    await withProgram(
      open,
      async ({ page }) => {
        await expectReview(page, NAME, '0.1.0');
        await page.keyboard.press('Control+1');
        await pressOn(page, page.getByRole('button', { name: 'Start local registry' }), 'Enter');
        const registries = page.getByRole('list', { name: 'Registries' }).getByRole('link');
        await expect(registries).toHaveCount(1);
        const registry = (await registries.getAttribute('aria-label')) ?? '';
        await page.keyboard.press('Control+1');
        await pressOn(page, page.getByRole('link', { name: /Continue/ }), 'Enter');
        await expectReview(page, NAME, '0.1.0');
        const target = page.getByRole('checkbox', { name: `Publish to ${registry}` });
        await pressOn(page, target, 'Space');
        await expect(target).toBeChecked();
        const button = publishButton(page, '0.1.0', registry);
        await expect(button).not.toHaveAttribute('aria-disabled', 'true');
        await pressOn(page, button, 'Enter');
        await expect(announced(page, 'status', /published/i).first()).toBeVisible();
        await page.keyboard.press('Control+2');
        const list = page.getByRole('listbox', { name: 'Packages' });
        await expect(list.getByRole('option')).toHaveCount(1);
        await pressOn(page, list, 'Enter');
        const grid = page.getByRole('grid', { name: `Versions of ${NAME}` });
        const available = versionSwitch(grid, '0.1.0');
        await expect(available).toBeChecked();
        await pressUntil(page, 'Tab', grid.locator('[tabindex="0"]').first());
        await page.keyboard.press('ArrowDown');
        await pressUntil(page, 'ArrowRight', available);
        await page.keyboard.press('Space');
        const dialog = page.getByRole('dialog', { name: `Yank ${NAME} 0.1.0 from ${registry}?` });
        await pressOn(page, dialog.getByRole('button', { name: `Yank 0.1.0 from ${registry}` }), 'Enter');
        await expect(available).not.toBeChecked();
      },
      project.folder,
    );
    await project.remove();
  });
}

function start(open: OpenProgram): void {
  test('by the keyboard alone a program that could not start is tried again; what a newer version wrote is left as it is', async () => {
    const mark = '{"v":2,"writtenBy":"9.0.0"}';
    const program = await open(undefined, (folder) => writeFile(join(folder, 'format.json'), mark));
    const { page, dataFolder } = program;
    try {
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('The program could not start');
      await expect(page.getByRole('alert')).toContainText('was written by version 9.0.0 of this program');
      expect(await findBarriers(page)).toEqual([]);
      // What the window's process says before it is listened to is lost.
      if (program.host === 'web') expect(program.output()).toContain('was written by version 9.0.0 of this program');
      expect((await readdir(dataFolder)).filter((name) => name !== 'window')).toEqual(['format.json']);
      expect(await readFile(join(dataFolder, 'format.json'), 'utf8')).toBe(mark);
      await rm(join(dataFolder, 'format.json'));
      await pressOn(page, page.getByRole('button', { name: 'Try again' }), 'Enter');
      await expect(page.getByRole('button', { name: 'Start local registry' })).toBeVisible();
      expect(program.complaints).toEqual([]);
    } finally {
      await program.close();
    }
  });
}

interface Sizable extends Program {
  /** Makes the window so large, and its page so much larger than usual. */
  resize(width: number, height: number, zoom: number): Promise<void>;
}

/** A browser's zoom makes its page see a smaller window; there is no other difference. */
const sizable = (program: Program): Sizable =>
  Object.assign(program, {
    resize: (width: number, height: number, zoom: number) =>
      program.page.setViewportSize({ width: Math.round(width / zoom), height: Math.round(height / zoom) }),
  });

/** The pages in turn, each with what is on it once it is drawn. */
async function throughPages(page: Page, registry: string, look: (what: string) => Promise<void>): Promise<void> {
  const heading = page.getByRole('heading', { level: 1 });
  const show = async (hash: string, title: string | RegExp): Promise<void> => {
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await expect(heading).toContainText(title);
    await expect(page.getByText('Reading')).toHaveCount(0);
    await look(hash);
  };
  await look('review');
  await show('#/publish', 'Publish');
  await show('#/packages', 'Packages');
  await show('#/activity', 'Activity');
  await show('#/settings', 'Settings');
  await show('#/help', 'Help');
  await show('#/registries/new', 'Add registry');
  const link = page.getByRole('list', { name: 'Registries' }).getByRole('link', { name: registry });
  await show((await link.getAttribute('href')) ?? '', registry);
}

function looks(open: OpenProgram): void {
  test('no control is lost in the smallest window, nor at twice the size in it; in forced colours and without motion all is there', async () => {
    const project = await makeProject(NAME, '0.1.0');
    await withProgram(open, async (program) => {
      const { page } = program;
      const { resize } = sizable(program);
      const registry = await startLocalRegistry(page);
      await program.drop(project.folder);
      await expectReview(page, NAME, '0.1.0');
      await chooseTarget(page, registry);
      for (const zoom of [1, 2]) {
        await resize(900, 600, zoom);
        await page.goBack().catch(() => undefined);
        await page.goForward().catch(() => undefined);
        await throughPages(page, registry, async (what) =>
          expect.soft(await findLostControls(page), `${what} at ${zoom * 100} %`).toEqual([]),
        );
        await goTo(page, 'Publish');
        await page.getByRole('link', { name: /Continue/ }).click();
        await expectReview(page, NAME, '0.1.0');
      }
      await resize(1180, 760, 1);
      await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
      await publish(page, '0.1.0', registry);
      await expect(announced(page, 'status', /published/i).first()).toBeVisible();
      const grid = await openPackage(page, NAME);
      await versionSwitch(grid, '0.1.0').click();
      await expect(page.getByRole('dialog')).toBeVisible();
      const moving = `document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 1).length`;
      expect(await page.evaluate(moving)).toBe(0);
      await page.keyboard.press('Escape');
      const current = page.getByRole('link', { name: 'Packages' });
      const look = (what: string): Promise<string> =>
        page.evaluate(`getComputedStyle(document.querySelector('nav [aria-current]')).${what}`);
      await expect(current).toHaveAttribute('aria-current', 'page');
      expect(await look('backgroundColor')).not.toBe(await look('color'));
      expect(await findLostControls(page)).toEqual([]);
    });
    await project.remove();
  });
}

function palettes(open: OpenProgram): void {
  test('axe finds no barrier in the command palette, on the help page or in a context menu', async () => {
    await withProgram(open, async ({ page, host }) => {
      const registry = await startLocalRegistry(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.keyboard.press('Control+K');
        await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
        await page.keyboard.type(registry.slice(0, 3));
        await expect(page.getByRole('menuitem', { name: `Packages of ${registry}` })).toBeVisible();
        expect(await findBarriers(page), `Command palette, ${colorScheme}`).toEqual([]);
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toBeHidden();
        await page.keyboard.press('F1');
        await expect(page.getByRole('heading', { level: 1, name: 'Help' })).toBeVisible();
        await expect(page.getByText('Larger').or(page.getByText('Check the project')).first()).toBeVisible();
        expect(await findBarriers(page), `Help, ${colorScheme}`).toEqual([]);
        if (host === 'electron') continue;
        await page.getByRole('link', { name: registry }).click({ button: 'right' });
        await expect(page.getByRole('menu', { name: 'Actions' })).toBeVisible();
        expect(await findBarriers(page), `Context menu, ${colorScheme}`).toEqual([]);
        await page.keyboard.press('Escape');
      }
    });
  });
}

/** Without a mouse, with large letters, few pixels, few colours or no motion. */
export function describeAccess(open: OpenProgram): void {
  keyboard(open);
  start(open);
  looks(open);
  palettes(open);
}

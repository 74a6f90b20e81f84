import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { SCREENS } from '../test/demo/screens.ts';
import { setStage } from '../test/demo/stage.ts';
import { browserArguments, prepareBrowser } from '../test/support/browser.ts';
import { ensureBuilt } from './build.ts';
import { repository, say } from './run.ts';

const folder = join(repository, 'screenshots');
const SIZES = [
  { name: '', width: 1180, height: 760 },
  { name: '-900', width: 900, height: 600 },
] as const;
const SCHEMES = [
  { name: '', scheme: 'light' },
  { name: '-dark', scheme: 'dark' },
] as const;

/** The pictures that the guide and the README show, by the screen that they are taken of. */
const IN_DOCS: Readonly<Record<string, string>> = {
  '02-publish-home': 'home',
  '04b-review-clean': 'review',
  '05b-result': 'result',
  '06a-packages': 'packages',
  '07-yank': 'yank',
  '10-settings': 'settings',
};

/** The page as it is now, in both themes and both sizes. */
async function takePictures(page: Page, name: string): Promise<void> {
  for (const { name: size, width, height } of SIZES)
    for (const { name: theme, scheme } of SCHEMES) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      // A frame after the change of size, so that what is measured and windowed has followed.
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      await page.screenshot({ path: join(folder, `${name}${theme}${size}.png`), animations: 'disabled' });
    }
  const [{ width, height }] = SIZES;
  await page.setViewportSize({ width, height });
}

/** Draws every screen, or those whose names begin with one of `wanted`; those before are gone through without a picture. */
async function drawScreens(executablePath: string, wanted: readonly string[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: [...browserArguments] });
  const stage = await setStage(browser);
  try {
    stage.page.setDefaultTimeout(20_000);
    for (const screen of SCREENS) {
      await screen.show(stage);
      if (wanted.length === 0 || wanted.some((name) => screen.name.startsWith(name))) {
        await takePictures(stage.page, screen.name);
        say(screen.name);
      }
    }
  } finally {
    await stage.close();
    await browser.close();
  }
}

const browser = prepareBrowser(say);
if (browser === null || !(await ensureBuilt())) {
  say('Pictures need a build and Chrome or Chromium, and one of them is missing.');
  process.exit(1);
}
const asked = process.argv.slice(2);
await drawScreens(
  browser,
  asked.filter((name) => name !== '--docs'),
);
if (asked.includes('--docs'))
  for (const [screen, name] of Object.entries(IN_DOCS))
    await copyFile(join(folder, `${screen}.png`), join(repository, 'docs', 'pictures', `${name}.png`));

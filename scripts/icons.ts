import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { browserArguments, prepareBrowser } from '../test/support/browser.ts';
import { type IconPicture, macIcon, windowsIcon } from './iconFiles.ts';
import { repository, say } from './run.ts';

const folder = join(repository, 'build');
const SIZES = [16, 24, 32, 48, 64, 96, 128, 256, 512, 1024];

async function draw(browser: Browser, svg: string, size: number): Promise<IconPicture> {
  const page = await browser.newPage({ viewport: { width: size, height: size }, deviceScaleFactor: 1 });
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  await page.setContent(
    `<style>html,body{margin:0}img{display:block}</style><img width="${size}" height="${size}" src="${source}">`,
    { waitUntil: 'load' },
  );
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  return { size, png };
}

/** Draws build/icon.svg in every size that a system asks for: PNG for Linux, one .ico for Windows, one .icns for macOS. */
async function drawIcons(executablePath: string): Promise<void> {
  const browser = await chromium.launch({ executablePath, args: [...browserArguments] });
  try {
    const svg = await readFile(join(folder, 'icon.svg'), 'utf8');
    const pictures: IconPicture[] = [];
    for (const size of SIZES) pictures.push(await draw(browser, svg, size));
    await mkdir(join(folder, 'icons'), { recursive: true });
    for (const { size, png } of pictures.filter(({ size }) => size <= 512))
      await writeFile(join(folder, 'icons', `${size}x${size}.png`), png);
    await writeFile(join(folder, 'icon.ico'), windowsIcon(pictures.filter(({ size }) => size <= 256)));
    await writeFile(join(folder, 'icon.icns'), macIcon(pictures));
  } finally {
    await browser.close();
  }
}

const executable = prepareBrowser(say);
if (executable === null) {
  say('The icons are drawn by Chrome or Chromium, and there is none here.');
  process.exit(1);
}
await drawIcons(executable);

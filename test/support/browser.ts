import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const isRoot = process.getuid?.() === 0;

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];

const ELSEWHERE: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** An installed Chrome or Chromium, else the one that Playwright keeps; null where there is none. */
export function findBrowser(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const installed = [
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...(ELSEWHERE[process.platform] ?? []),
  ];
  return [...installed, chromium.executablePath()].find(canRun) ?? null;
}

function installFromDebian(): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['-qq', 'update'], { stdio: ['ignore', 2, 2], env });
  spawnSync('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', 'chromium'], {
    stdio: ['ignore', 2, 2],
    env,
  });
}

/**
 * A browser for the tests: a found one, else Debian's `chromium` where this is root on Debian, else a download by Playwright. Null
 * when none could be had.
 */
export function prepareBrowser(say: (line: string) => void): string | null {
  const found = process.env.E2E_BROWSER ?? findBrowser();
  if (found !== null) return found;
  if (isRoot && canRun('/usr/bin/apt-get')) {
    say('Installing chromium for the tests.');
    installFromDebian();
  } else {
    say("Fetching Playwright's chromium for the tests.");
    const cli = join(import.meta.dirname, '../../node_modules/@playwright/test/cli.js');
    spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: ['ignore', 2, 2] });
  }
  return findBrowser();
}

/** What the browser is started with: no sandbox for root, where it has none, and nothing that calls home. */
export const browserArguments: readonly string[] = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

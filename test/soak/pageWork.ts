import { join } from 'node:path';
import { type CDPSession, chromium, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../support/browser.ts';
import { startWebHost } from '../support/webProgram.ts';
import type { Allowed, Sample } from './samples.ts';

export const allowedOfPage: Allowed = { 'heap MB': 2, 'DOM nodes': 200, listeners: 50 };

const pages = ['publish', 'packages', 'activity', 'settings'];

const show = async (page: Page, at: number): Promise<void> => {
  const address = `#/${pages[at % pages.length]}`;
  await page.evaluate(`location.hash = ${JSON.stringify(address)}`);
  await page.locator(`a[aria-current="page"][href="${address}"]`).waitFor();
  await page.locator('main h1').first().waitFor();
};

const takeSample = async (done: number, cdp: CDPSession): Promise<Sample> => {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return {
    done,
    values: { 'heap MB': of('JSHeapUsedSize') / 1e6, 'DOM nodes': of('Nodes'), listeners: of('JSEventListeners') },
  };
};

/** Goes from page to page in a browser; null where there is no browser. */
export const workInPage = async (
  folder: string,
  switches: number,
  log: (line: string) => void,
): Promise<readonly Sample[] | null> => {
  const executablePath = findBrowser();
  if (executablePath === null) return null;
  const host = await startWebHost(join(folder, 'page-data'));
  const browser = await chromium.launch({ executablePath, args: [...browserArguments] });
  try {
    const page = await browser.newPage();
    await page.goto(host.url);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    const samples: Sample[] = [];
    const every = Math.max(1, Math.floor(switches / 50));
    for (let at = 0; at < switches; at++) {
      await show(page, at);
      // Always on the same page, so that the same things are there to be counted.
      if (at % (every * pages.length) === 0) samples.push(await takeSample((at + 1) / switches, cdp));
      if (at % 250 === 249) log(`${at + 1} of ${switches} page switches`);
    }
    return samples;
  } finally {
    await browser.close();
    await host.stop();
  }
};

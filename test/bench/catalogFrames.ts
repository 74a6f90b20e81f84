import { type Browser, chromium, type Page } from '@playwright/test';
import * as z from 'zod';
import { nameOf } from '../support/bigIndex.ts';
import { browserArguments, findBrowser } from '../support/browser.ts';
import { startWebHost } from '../support/webProgram.ts';
import { type Asked, type BenchOptions, type Figure, skippedFigure, valueFigure } from './figure.ts';
import { median } from './measure.ts';

/** The longest a frame took, in milliseconds, while something was scrolled from its beginning to its end. */
interface Frames {
  readonly list: number;
  readonly versions: number;
  /** The most processor time that the page needed at a stretch, in milliseconds: what else the computer does is not in it. */
  readonly task: number;
}

const FIGURES: Readonly<Record<keyof Frames, Asked>> = {
  list: { name: 'longest frame: scrolling all packages', unit: 'ms', limit: 50, better: 'lower' },
  versions: { name: 'longest frame: scrolling 10,000 versions', unit: 'ms', limit: 50, better: 'lower' },
  task: { name: 'most processor time in one frame of both', unit: 'ms', limit: 50, better: 'lower' },
};

const STEPS = 100;
const PASSES = 5;

/** Counts frames in the page, as text: what runs there knows nothing of this file. */
const COUNT = `(() => {
  const frames = { last: performance.now(), longest: 0, on: true };
  window.countedFrames = frames;
  const next = (now) => {
    frames.longest = Math.max(frames.longest, now - frames.last);
    frames.last = now;
    if (frames.on) requestAnimationFrame(next);
  };
  requestAnimationFrame((now) => { frames.last = now; requestAnimationFrame(next); });
})()`;

/** Scrolls with the wheel over an element: a screenful a step, and then far jumps, as one drags the bar. */
async function scroll(page: Page, selector: string): Promise<number> {
  await page.locator(selector).hover();
  await page.locator(selector).evaluate('(it) => { it.scrollTop = 0; }');
  await page.evaluate(COUNT);
  for (let step = 0; step < STEPS; step += 1) {
    await page.mouse.wheel(0, 600);
    await page.evaluate('new Promise(requestAnimationFrame)');
  }
  for (let part = 1; part <= 20; part += 1) {
    const jump = `(() => { const it = document.querySelector(${JSON.stringify(selector)}); it.scrollTop = it.scrollHeight * ${part / 20}; })()`;
    await page.evaluate(jump);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  }
  return page.evaluate<number>('(window.countedFrames.on = false, window.countedFrames.longest)');
}

const Trace = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      tdur: z.number().optional(),
      args: z.object({ name: z.unknown().optional() }).optional(),
    }),
  ),
});

/** The most processor time of one task of the page's main thread while `work` is done, in milliseconds. */
async function longestTask(browser: Browser, page: Page, work: () => Promise<unknown>): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await work();
  const { traceEvents } = Trace.parse(JSON.parse((await browser.stopTracing()).toString('utf8')));
  const threadOf = ({ pid, tid }: { pid: number; tid: number }): string => `${pid} ${tid}`;
  const named = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const threads = new Set(named.map(threadOf));
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && threads.has(threadOf(event)));
  if (tasks.length === 0) throw new Error('The browser told of no tasks.');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

async function measure(dataFolder: string, registryId: string, browserPath: string): Promise<Frames> {
  const host = await startWebHost(dataFolder);
  const browser = await chromium.launch({ executablePath: browserPath, args: [...browserArguments] });
  try {
    const page = await (await browser.newContext({ viewport: { width: 1180, height: 760 } })).newPage();
    await page.goto(host.url);
    const [group, name] = nameOf(0).split('/');
    await page.evaluate(`location.hash = ${JSON.stringify(`#/packages/${registryId}/${group}/${name}`)}`);
    await page.getByRole('grid').getByRole('row').nth(3).waitFor();
    await page.getByRole('listbox', { name: 'Packages' }).getByRole('option').nth(3).waitFor();
    // What else the computer does shows in single frames: the median of several passes leaves that out.
    const list: number[] = [];
    const versions: number[] = [];
    for (let pass = 0; pass < PASSES; pass += 1) {
      list.push(await scroll(page, '[role=listbox][aria-label=Packages]'));
      versions.push(await scroll(page, '[role=grid]'));
    }
    const task = await longestTask(browser, page, async () => {
      await scroll(page, '[role=listbox][aria-label=Packages]');
      await scroll(page, '[role=grid]');
    });
    return { list: median(list), versions: median(versions), task };
  } finally {
    await browser.close();
    await host.stop();
  }
}

/** The frames of the packages page in a headless browser, with the index that the data folder has. */
export async function frameFigures(dataFolder: string, registryId: string, { log }: BenchOptions): Promise<Figure[]> {
  const browser = process.env.E2E_BROWSER ?? findBrowser();
  if (browser === null) return Object.values(FIGURES).map((asked) => skippedFigure(asked, 'There is no browser here.'));
  log('Scrolling the packages page in a headless browser');
  const frames = await measure(dataFolder, registryId, browser);
  return [
    valueFigure(FIGURES.list, frames.list),
    valueFigure(FIGURES.versions, frames.versions),
    valueFigure(FIGURES.task, frames.task),
  ];
}

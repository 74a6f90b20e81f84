import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { dropOn, listen, type Program } from './program.ts';

interface Running {
  readonly child: ChildProcess;
  readonly browser: Browser;
  readonly page: Page;
}

/** The address at which Chromium lets itself be driven, which it says once it listens. */
function debuggerOf(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((done, fail) => {
    const look = (): void => {
      const address = /DevTools listening on (ws:\S+)/.exec(said())?.[1];
      if (address !== undefined) done(address);
    };
    child.stderr?.on('data', look);
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`The program ended with ${code}: ${said()}`)));
  });
}

async function firstPage(browser: Browser): Promise<Page> {
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('The program has no window.');
  return context.pages()[0] ?? context.waitForEvent('page');
}

async function stop({ child, browser }: Running): Promise<void> {
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  await browser.close();
  child.kill('SIGTERM');
  await ended;
}

/**
 * Opens the packaged program as a person starts it. Its fuses keep Playwright's own way into Electron shut, so its page is driven
 * through Chromium's debugging port.
 */
export const packagedProgram =
  (binary: string) =>
  async (folder?: string): Promise<Program> => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'elba-packaged-'));
    const complaints: string[] = [];
    let written = '';
    const start = async (...more: string[]): Promise<Running> => {
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      let said = '';
      const child = spawn(binary, ['--remote-debugging-port=0', ...sandbox, `--data=${dataFolder}`, ...more], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (text: Buffer) => {
          written += text.toString('utf8');
          said += text.toString('utf8');
        });
      const browser = await chromium.connectOverCDP(await debuggerOf(child, () => said), { noDefaults: true });
      const page = await firstPage(browser);
      listen(page, complaints);
      return { child, browser, page };
    };
    let running = await start(...(folder === undefined ? [] : [folder]));
    return {
      host: 'electron',
      get page() {
        return running.page;
      },
      dataFolder,
      complaints,
      output: () => written,
      drop: (path) => dropOn(running.page, path),
      async choose() {
        throw new Error("The packaged program's dialogs can't be answered from outside.");
      },
      async restart() {
        await stop(running);
        running = await start();
      },
      async close() {
        await stop(running);
        await rm(dataFolder, { recursive: true, force: true });
      },
    };
  };

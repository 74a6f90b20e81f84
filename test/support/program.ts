import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type Browser, type BrowserContext, type ElectronApplication, type Page } from '@playwright/test';
import { type RunningHost, startWebHostIn } from './webProgram.ts';

const repository = resolve(import.meta.dirname, '../..');

/** The program with its one page, in either host, as a person uses it. */
export interface Program {
  readonly host: 'web' | 'electron';
  /** The page that is open now; another one after a restart. */
  readonly page: Page;
  readonly dataFolder: string;
  /** What the page's console reported as an error, a refusal by its own policy included. */
  readonly complaints: readonly string[];
  /** Everything that the program wrote to stdout and stderr since it was first started. */
  output(): string;
  /** Drops a file or folder of the disk onto the window, as the system does it. */
  drop(path: string): Promise<void>;
  /** Presses Choose folder… and picks this one in what the host shows. */
  choose(folder: string): Promise<void>;
  /** Ends the program and starts it again on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The window, with the part of the program that the page does not see. */
export interface WindowProgram extends Program {
  readonly app: ElectronApplication;
  /** Starts the program again on the same data, after it was closed. */
  start(): Promise<void>;
}

/** Puts something into the data folder before the program is started for the first time. */
export type Prepare = (dataFolder: string) => Promise<void>;

export type OpenProgram = (folder?: string, prepare?: Prepare) => Promise<Program>;

/** Collects what the console of a page reports as an error. */
export function listen(page: Page, complaints: string[]): void {
  page.setDefaultTimeout(20_000);
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
}

const definedOf = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Drops a file or folder of the disk onto a page, as the system does it. */
export async function dropOn(page: Page, path: string): Promise<void> {
  // Before there is a page, nobody hears of what is dropped.
  await page.getByRole('heading', { level: 1 }).waitFor();
  const cdp = await page.context().newCDPSession(page);
  const size = await page.evaluate<Size>('({ width: innerWidth, height: innerHeight })');
  const at = {
    x: size.width / 2,
    y: size.height / 2,
    data: { items: [], files: [path], dragOperationsMask: 1 },
  };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', { type, ...at });
  await cdp.detach();
}

const chooseButton = (page: Page) => page.getByRole('button', { name: 'Choose folder…' });

/** Opens the page of the built web host in a browser, each time in a context of its own; `env` is added to the environment. */
export const webProgram =
  (browser: () => Browser, env: Readonly<Record<string, string>> = {}): OpenProgram =>
  async (folder, prepare) => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'elba-web-'));
    await prepare?.(dataFolder);
    const complaints: string[] = [];
    let written = '';
    let host: RunningHost;
    let context: BrowserContext;
    let page: Page;
    const start = async (...more: string[]): Promise<void> => {
      host = await startWebHostIn(env, dataFolder, ...more);
      context = await browser().newContext();
      page = await context.newPage();
      listen(page, complaints);
      await page.goto(host.url);
    };
    const stop = async (): Promise<void> => {
      await context.close();
      const code = await host.stop();
      written += host.stdout() + host.stderr();
      if (code !== 0) throw new Error(`The program ended with ${code}: ${host.stderr()}`);
    };
    await start(...(folder === undefined ? [] : [folder]));
    return {
      host: 'web',
      get page() {
        return page;
      },
      dataFolder,
      complaints,
      output: () => written + host.stdout() + host.stderr(),
      drop: (path) => dropOn(page, path),
      async choose(path) {
        const chooser = page.waitForEvent('filechooser');
        await chooseButton(page).click();
        await (await chooser).setFiles(path);
      },
      async restart() {
        await stop();
        await start();
      },
      async close() {
        await stop();
        await rm(dataFolder, { recursive: true, force: true });
      },
    };
  };

/** Opens the built program in an Electron binary, under Playwright; `env` is added to the environment. */
export const electronProgram =
  (binary: string, env: Readonly<Record<string, string>> = {}) =>
  async (folder?: string, prepare?: Prepare): Promise<WindowProgram> => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'elba-window-'));
    await prepare?.(dataFolder);
    const complaints: string[] = [];
    let written = '';
    let app: ElectronApplication;
    let page: Page;
    const start = async (...more: string[]): Promise<void> => {
      const isRoot = process.getuid?.() === 0;
      app = await _electron.launch({
        executablePath: binary,
        args: [repository, `--data=${dataFolder}`, ...more],
        chromiumSandbox: !isRoot,
        cwd: repository,
        env: { ...definedOf(process.env), ...env },
      });
      for (const stream of [app.process().stdout, app.process().stderr])
        stream?.on('data', (text: Buffer) => {
          written += text.toString('utf8');
        });
      page = await app.firstWindow();
      listen(page, complaints);
    };
    await start(...(folder === undefined ? [] : [folder]));
    return {
      host: 'electron',
      get app() {
        return app;
      },
      get page() {
        return page;
      },
      dataFolder,
      complaints,
      output: () => written,
      drop: (path) => dropOn(page, path),
      async choose(path) {
        await app.evaluate(({ dialog }, chosen) => {
          dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
        }, path);
        await chooseButton(page).click();
      },
      start: () => start(),
      async restart() {
        await app.close();
        await start();
      },
      async close() {
        await app.close();
        await rm(dataFolder, { recursive: true, force: true });
      },
    };
  };

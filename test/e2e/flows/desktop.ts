import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { type FaultyRegistry, startFaultyRegistry } from '../../support/faultyRegistry.ts';
import type { WindowProgram } from '../../support/program.ts';
import { makeProject } from '../../support/sampleProject.ts';
import { addRegistry, chooseTarget, expectReview, goTo, publish, startLocalRegistry } from './steps.ts';
import { tellingWhatWasShown } from './withProgram.ts';

type OpenWindow = (folder?: string) => Promise<WindowProgram>;

const NAME = 'alice/pretty';
const TOKEN = 'a token';

/** Opens the window for one test and closes it after; nothing may keep it from closing then. */
async function withWindow(open: OpenWindow, use: (program: WindowProgram) => Promise<void>): Promise<void> {
  const program = await open();
  try {
    await expect(program.page.getByRole('heading', { level: 1 })).toBeVisible();
    await tellingWhatWasShown(
      () => program.page,
      () => use(program),
    );
  } finally {
    await answerQuestions(program.app, 1).catch(() => undefined);
    await program.close();
  }
}

interface Asked {
  readonly message: string;
  readonly buttons: readonly string[];
}

/** Answers every dialog of the system with its nth button from now on, and keeps what they said. */
const answerQuestions = (app: ElectronApplication, button: number): Promise<void> =>
  app.evaluate(({ dialog }, response) => {
    const kept = globalThis as unknown as { asked?: unknown[] };
    kept.asked ??= [];
    const { asked } = kept;
    dialog.showMessageBox = (async (...args: unknown[]) => {
      asked.push(args.at(-1));
      return { response, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  }, button);

const questions = (app: ElectronApplication): Promise<Asked[]> =>
  app.evaluate(() => (globalThis as unknown as { asked?: Asked[] }).asked ?? []);

const click = (app: ElectronApplication, item: string): Promise<void> =>
  app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), item);

function menu(open: OpenWindow): void {
  test('every item of the menu does what it says', async () => {
    await withWindow(open, async ({ app, page }) => {
      await startLocalRegistry(page);
      const heading = page.getByRole('heading', { level: 1 });
      for (const [item, title] of [
        ['go-packages', 'Packages'],
        ['go-activity', 'Activity'],
        ['go-publish', 'Publish'],
        ['add-registry', 'Add registry'],
        ['settings', 'Settings'],
        ['help', 'Help'],
      ] as const) {
        await click(app, item);
        await expect(heading).toHaveText(title);
      }
      await click(app, 'go-packages');
      await expect(heading).toHaveText('Packages');
      await expect(page.locator('input[data-search]')).toBeVisible();
      await click(app, 'find');
      await expect(page.locator('input[data-search]')).toBeFocused();
      await click(app, 'palette');
      await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
      await click(app, 'settings');
      await click(app, 'go-publish');
      await expect(page.getByRole('dialog')).toBeVisible();
      await expect(page).toHaveTitle(/^Packages/);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
      await expect(heading).toHaveText('Packages');
    });
  });

  test('a row brings the system menu with what can be done with it, and does what is chosen', async () => {
    await withWindow(open, async ({ app, page }) => {
      const registry = await startLocalRegistry(page);
      await app.evaluate(({ Menu }) => {
        Menu.prototype.popup = function popup(options) {
          (globalThis as unknown as { labels: string[] }).labels = this.items.map(({ label }) => label);
          this.getMenuItemById('packages')?.click();
          options?.callback?.();
        };
      });
      await page.getByRole('link', { name: registry }).focus();
      await page.keyboard.press('Shift+F10');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Packages');
      expect(await app.evaluate(() => (globalThis as unknown as { labels: string[] }).labels)).toEqual(
        expect.arrayContaining([`Packages of ${registry}`, 'Check now', 'Copy URL']),
      );
    });
  });
}

const bounds = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());

function place(open: OpenWindow): void {
  test('the window opens where it was left, and in sight when that place is gone', async () => {
    await withWindow(open, async (program) => {
      const wanted = { x: 40, y: 30, width: 1010, height: 640 };
      await program.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), wanted);
      await program.restart();
      expect(await bounds(program.app)).toEqual(wanted);
      const smallest = await program.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.getMinimumSize(),
      );
      expect(smallest).toEqual([900, 600]);
      await program.app.close();
      const file = join(program.dataFolder, 'window.json');
      const left: unknown = JSON.parse(await readFile(file, 'utf8'));
      await writeFile(file, JSON.stringify({ ...(left as object), x: 40_000 }));
      await program.start();
      const found = await bounds(program.app);
      expect(found).toMatchObject({ width: 1010, height: 640 });
      expect(found?.x).toBeLessThan(4000);
    });
  });

  test('the theme is followed by the page, the ground and the window buttons, whoever changes it', async () => {
    await withWindow(open, async ({ app, page }) => {
      const ground = (): Promise<string> =>
        page.evaluate('getComputedStyle(document.querySelector("main")).backgroundColor');
      await goTo(page, 'Settings');
      await page.getByRole('radio', { name: 'Dark' }).click();
      await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
      await expect.poll(ground).toBe('rgb(31, 32, 35)');
      const ofMain = () =>
        app.evaluate(({ BrowserWindow, nativeTheme }) => ({
          source: nativeTheme.themeSource,
          ground: BrowserWindow.getAllWindows()[0]?.getBackgroundColor().toLowerCase(),
        }));
      await expect.poll(ofMain).toEqual({ source: 'dark', ground: '#1f2023' });
      await page.getByRole('radio', { name: 'Light' }).click();
      await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();
      await expect.poll(ofMain).toEqual({ source: 'light', ground: '#ffffff' });
      await expect.poll(ground).toBe('rgb(255, 255, 255)');
    });
  });
}

/** What the registry does with the upload: it takes the first bytes and waits for ever, or takes its time for all of them. */
const FAULTS = { stuck: { kind: 'stall_at', byte: 10 }, slow: { kind: 'slow', bytesPerSecond: 80 } } as const;

interface UnderWay extends WindowProgram {
  readonly registry: FaultyRegistry;
}

async function withUploadUnderWay(
  open: OpenWindow,
  fault: keyof typeof FAULTS,
  use: (program: UnderWay) => Promise<void>,
): Promise<void> {
  const registry = await startFaultyRegistry({ tokens: [TOKEN] });
  registry.scenario = { publish: FAULTS[fault] };
  const project = await makeProject(NAME, '0.1.0');
  await withWindow(open, async (program) => {
    const { page } = program;
    await addRegistry(page, 'Elsewhere', registry.url, TOKEN);
    await goTo(page, 'Publish');
    await program.drop(project.folder);
    await expectReview(page, NAME, '0.1.0');
    await chooseTarget(page, 'Elsewhere');
    await publish(page, '0.1.0', 'Elsewhere');
    await expect(page.getByRole('region', { name: /Job in progress/ })).toBeVisible();
    await use(Object.assign(program, { registry }));
  });
  await Promise.all([project.remove(), registry.close()]);
}

function work(open: OpenWindow): void {
  test('quitting asks while something is being sent, stays on a no, and goes in order on a yes', async () => {
    await withUploadUnderWay(open, 'stuck', async (program) => {
      const { app, page, registry } = program;
      await answerQuestions(app, 0);
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      await expect.poll(() => questions(app)).toHaveLength(1);
      const [asked] = await questions(app);
      expect(asked).toMatchObject({
        message: `Publishing ${NAME} 0.1.0 is not finished.`,
        buttons: ['Keep running', 'Quit'],
      });
      await expect(page.getByRole('region', { name: /Job in progress/ })).toBeVisible();
      await answerQuestions(app, 1);
      const gone = new Promise((done) => app.process().once('exit', done));
      await app.evaluate(({ app: electron }) => electron.quit());
      expect(await gone).toBe(0);
      registry.scenario = {};
      await program.start();
      await goTo(program.page, 'Activity');
      await expect(program.page.getByRole('table', { name: 'Activity' })).toContainText(NAME);
      expect(registry.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    });
  });

  test('an upload shows on the taskbar and keeps the computer awake until it ends, and its end is told where nobody looks', async () => {
    await withUploadUnderWay(open, 'slow', async ({ app, page }) => {
      const isAwake = () =>
        app.evaluate(({ powerSaveBlocker }) => [0, 1, 2, 3].some((id) => powerSaveBlocker.isStarted(id)));
      await expect.poll(isAwake).toBe(true);
      await app.evaluate(({ BrowserWindow, Notification }) => {
        const kept = globalThis as unknown as { told: { title: string; body: string }[]; bars: number[] };
        Object.assign(kept, { told: [], bars: [] });
        const window = BrowserWindow.getAllWindows()[0];
        if (window === undefined) throw new Error('There is no window.');
        window.isFocused = () => false;
        window.setProgressBar = (value) => void kept.bars.push(value);
        Notification.isSupported = () => true;
        // What shows a notification belongs to each of them; what hears its click belongs to all.
        const all = Notification.prototype as unknown as { on: unknown };
        all.on = function on(this: Electron.Notification, name: string, listener: () => void) {
          if (name === 'click') {
            kept.told.push({ title: this.title, body: this.body });
            setImmediate(listener);
          }
          return this;
        };
      });
      await goTo(page, 'Activity');
      const told = () => app.evaluate(() => (globalThis as unknown as { told: { title: string }[] }).told);
      await expect
        .poll(told)
        .toEqual([expect.objectContaining({ title: expect.stringContaining(`${NAME} 0.1.0, Elsewhere`) })]);
      await expect.poll(isAwake).toBe(false);
      const bar = () => app.evaluate(() => (globalThis as unknown as { bars: number[] }).bars.at(-1));
      await expect.poll(bar).toBe(-1);
      await expect(page).toHaveURL(/#\/job\//);
    });
  });

  test('a page whose process is gone comes back where it was, and the upload went on without it', async () => {
    await withUploadUnderWay(open, 'stuck', async ({ app, page }) => {
      await goTo(page, 'Activity');
      await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
      );
      const drawn = (): Promise<string> =>
        app.evaluate(async ({ BrowserWindow }) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          const script =
            '[document.querySelector("h1")?.textContent, document.querySelectorAll("section.job").length].join()';
          // A page that is not there yet may never answer.
          const late = new Promise((done) => setTimeout(done, 500, ''));
          return String(await Promise.race([contents?.executeJavaScript(script), late]).catch(() => ''));
        });
      await expect.poll(drawn).toBe('Activity,1');
    });
  });
}

function faults(open: OpenWindow): void {
  test('a fault of main is shown, written to the log, and ends nothing', async () => {
    await withWindow(open, async ({ app, page, dataFolder }) => {
      await app.evaluate(() => void setTimeout(() => Promise.reject(new Error('a wheel came off'))));
      const note = page.getByRole('alert').filter({ hasText: 'Something went wrong inside the program' });
      await expect(note).toBeVisible();
      const log = () => readFile(join(dataFolder, 'logs', 'main.log'), 'utf8');
      await expect.poll(log).toContain('a wheel came off');
      await note.getByRole('button', { name: 'Dismiss' }).click();
      await startLocalRegistry(page);
    });
  });

  test('without a network it starts, shows what it knows, and says who does not answer', async () => {
    const registry = await startFaultyRegistry({ tokens: [TOKEN] });
    await withWindow(open, async (program) => {
      await addRegistry(program.page, 'Elsewhere', registry.url, TOKEN);
      await registry.close();
      await program.restart();
      await program.app.evaluate(({ session }) => session.defaultSession.enableNetworkEmulation({ offline: true }));
      await goTo(program.page, 'Publish');
      await expect(program.page.getByRole('button', { name: 'Choose folder…' })).toBeVisible();
      const link = program.page.getByRole('list', { name: 'Registries' }).getByRole('link', { name: 'Elsewhere' });
      await expect(link).toContainText('Offline');
    });
  });
}

/** The window as a part of the desktop: its menu, its place, its theme, what it does behind the person's back, and how it ends. */
export function describeDesktop(open: OpenWindow): void {
  menu(open);
  place(open);
  work(open);
  faults(open);
}

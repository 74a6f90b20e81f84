import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { expect, test } from '@playwright/test';
import type { WindowProgram } from '../../support/program.ts';
import { makeProject } from '../../support/sampleProject.ts';
import { expectReview } from './steps.ts';

type OpenWindow = (folder?: string) => Promise<WindowProgram>;

async function withWindow(open: OpenWindow, use: (program: WindowProgram) => Promise<void>): Promise<void> {
  const program = await open();
  try {
    await expect(program.page.getByRole('heading', { level: 1 })).toBeVisible();
    await use(program);
  } finally {
    await program.close();
  }
}

/** A server that counts who came to it. */
async function countVisits(): Promise<{ url: string; visits: () => number; close: () => Promise<void> }> {
  let visits = 0;
  const server = createServer((_request, response) => {
    visits += 1;
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('<!doctype html><title>elsewhere</title>');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    visits: () => visits,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function isolation(open: OpenWindow): void {
  test('the page has nothing of Node, makes no request and stays where it is', async () => {
    const elsewhere = await countVisits();
    await withWindow(open, async ({ app, page }) => {
      expect(await page.evaluate('[typeof require, typeof process, typeof module, typeof Buffer].join()')).toBe(
        'undefined,undefined,undefined,undefined',
      );
      expect(await page.evaluate('Object.keys(window.elba).sort().join()')).toBe('invoke,on,pathForFile');
      const refused = (script: string): Promise<unknown> =>
        page.evaluate(`(${script}).then(() => 'done', () => 'refused')`);
      expect(await refused(`fetch(${JSON.stringify(elsewhere.url)})`)).toBe('refused');
      expect(await refused(`fetch('app://elba/index.html')`)).toBe('refused');
      expect(await refused(`navigator.mediaDevices.getUserMedia({ audio: true })`)).toBe('refused');
      expect(await page.evaluate(`window.open(${JSON.stringify(elsewhere.url)}) === null`)).toBe(true);
      await page.evaluate(
        `document.body.append(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(elsewhere.url)} }))`,
      );
      const prevented = app.evaluate(
        ({ BrowserWindow }) =>
          new Promise((done) => {
            const contents = BrowserWindow.getAllWindows()[0]?.webContents;
            contents?.once('will-navigate', (event) => done(event.defaultPrevented));
          }),
      );
      await page.evaluate(`location.href = ${JSON.stringify(elsewhere.url)}`);
      expect(await prevented).toBe(true);
      expect(await page.evaluate('location.origin')).toBe('app://elba');
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
      expect(elsewhere.visits()).toBe(0);
    });
    await elsewhere.close();
  });

  test('the preload refuses what the contract does not name', async () => {
    await withWindow(open, async ({ page }) => {
      const answer = await page.evaluate(`window.elba.invoke('app.nothing', undefined)`);
      expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    });
  });
}

function folders(open: OpenWindow, binary: () => Promise<string>): void {
  test('Publish folder… in the menu opens a review', async () => {
    const project = await makeProject('alice/pretty', '0.1.0');
    await withWindow(open, async ({ app, page }) => {
      await app.evaluate(({ dialog, Menu }, folder) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] });
        Menu.getApplicationMenu()?.getMenuItemById('publish-folder')?.click();
      }, project.folder);
      await expectReview(page, 'alice/pretty', '0.1.0');
    });
    await project.remove();
  });

  test('started a second time with a folder, it shows the review in the window that is there', async () => {
    const project = await makeProject('alice/pretty', '0.1.0');
    const path = await binary();
    await withWindow(open, async ({ app, page, dataFolder }) => {
      const appPath = await app.evaluate(({ app: electron }) => electron.getAppPath());
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      const second = spawn(path, [appPath, ...sandbox, `--data=${dataFolder}`, project.folder], { stdio: 'ignore' });
      expect(await new Promise((done) => second.once('exit', done))).toBe(0);
      await expectReview(page, 'alice/pretty', '0.1.0');
    });
    await project.remove();
  });
}

/** What only the window has: its isolation, its menu, and that there is one of it. */
export function describeWindow(open: OpenWindow, binary: () => Promise<string>): void {
  isolation(open);
  folders(open, binary);
}

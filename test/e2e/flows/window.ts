import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import type { WindowProgram } from '../../support/program.ts';
import { makeProject } from '../../support/sampleProject.ts';
import { countVisitors } from '../../support/visitors.ts';
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

/** Each way in which a script that got into the page could reach the network or run more; `OUTSIDE` is an address outside. */
const REACHES: Readonly<Record<string, string>> = {
  fetch: "fetch('OUTSIDE')",
  'a file of its own': "fetch('app://elba/index.html')",
  'a file of the disk': "fetch('file:///etc/passwd')",
  XMLHttpRequest:
    "new Promise((done, fail) => { const r = new XMLHttpRequest(); r.onload = done; r.onerror = fail; r.open('GET', 'OUTSIDE'); r.send(); })",
  WebSocket:
    "new Promise((done, fail) => { const s = new WebSocket('OUTSIDE'.replace('http', 'ws')); s.onopen = done; s.onerror = fail; })",
  EventSource:
    "new Promise((done, fail) => { const s = new EventSource('OUTSIDE'); s.onopen = done; s.onerror = fail; })",
  image: "new Promise((done, fail) => Object.assign(new Image(), { onload: done, onerror: fail, src: 'OUTSIDE' }))",
  style:
    "new Promise((done, fail) => document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'OUTSIDE', onload: done, onerror: fail })))",
  script: "Promise.reject(document.head.append(Object.assign(document.createElement('script'), { src: 'OUTSIDE' })))",
  'script in line':
    "Promise.resolve(document.head.append(Object.assign(document.createElement('script'), { text: '1' })))",
  module: "import('OUTSIDE')",
  'module of text': "import('data:text/javascript,export default 1')",
  worker: "Promise.resolve(new Worker('OUTSIDE'))",
  'worker of text': "Promise.resolve(new Worker(URL.createObjectURL(new Blob(['1']))))",
  'service worker': "navigator.serviceWorker.register('OUTSIDE')",
  // In a task of its own: the debugger that runs these lines may evaluate text.
  eval: "new Promise((done) => setTimeout(done)).then(() => window.eval('1'))",
  markup: "Promise.resolve(document.body.insertAdjacentHTML('beforeend', '<img src=OUTSIDE>'))",
  microphone: 'navigator.mediaDevices.getUserMedia({ audio: true })',
  screen: 'navigator.mediaDevices.getDisplayMedia({ video: true })',
  'reading what was copied': 'navigator.clipboard.readText()',
};

/** What does not say whether it went through: it is seen outside. */
const QUIETLY = `(async () => {
  navigator.sendBeacon('OUTSIDE', 'told');
  document.body.append(Object.assign(document.createElement('iframe'), { src: 'OUTSIDE' }));
  document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: 'OUTSIDE' }));
  const form = Object.assign(document.createElement('form'), { action: 'OUTSIDE', method: 'post' });
  document.body.append(form);
  form.submit();
  document.body.append(Object.assign(document.createElement('webview'), { src: 'OUTSIDE' }));
  const peer = new RTCPeerConnection({ iceServers: [{ urls: 'STUN' }] });
  peer.createDataChannel('told');
  await peer.setLocalDescription(await peer.createOffer());
  await new Promise((done) => {
    peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done();
    if (peer.iceGatheringState === 'complete') done();
  });
  return window.open('OUTSIDE') === null;
})()`;

function isolation(open: OpenWindow): void {
  test('a script that got into the page would find no Node, no network and no way out of it', async () => {
    const outside = await countVisitors();
    const to = (script: string): string => script.replaceAll('STUN', outside.stun).replaceAll('OUTSIDE', outside.url);
    await withWindow(open, async ({ app, page }) => {
      expect(await page.evaluate('[typeof require, typeof process, typeof module, typeof Buffer].join()')).toBe(
        'undefined,undefined,undefined,undefined',
      );
      expect(await page.evaluate('Object.keys(window.elba).sort().join()')).toBe('invoke,on,pathForFile');
      for (const [what, script] of Object.entries(REACHES)) {
        const tried = `(async () => ${to(script)})().then(() => 'done', () => 'refused')`;
        expect(await page.evaluate(tried), what).toBe('refused');
      }
      expect(await page.evaluate(to(QUIETLY))).toBe(true);
      // The listener has to be there before the page leaves, which the answer of this call says.
      const navigations = await app.evaluateHandle(({ BrowserWindow }) => {
        const seen: boolean[] = [];
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.on('will-navigate', (event) => seen.push(event.defaultPrevented));
        return seen;
      });
      await page.evaluate(`location.href = ${JSON.stringify(outside.url)}`);
      await expect.poll(() => navigations.jsonValue()).toEqual([true]);
      expect(await page.evaluate('location.origin')).toBe('app://elba');
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
      expect(outside.count()).toBe(0);
    });
    await outside.close();
  });

  test('the window is sandboxed, isolated and without Node, and has a preload of its own alone', async () => {
    await withWindow(open, async ({ app }) => {
      const found = await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map(({ webContents }) => {
          // Electron gives out what a window was made with, and its types leave it out.
          const made = webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
          return made.getLastWebPreferences();
        }),
      );
      expect(found).toEqual([
        expect.objectContaining({
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          nodeIntegrationInSubFrames: false,
          webSecurity: true,
          webviewTag: false,
          allowRunningInsecureContent: false,
          experimentalFeatures: false,
        }),
      ]);
    });
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

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { makeProject } from '../support/sampleProject.ts';
import { signIn } from '../support/transports.ts';
import { type RunningHost, startAndReadUrl, startWebHost } from '../support/webProgram.ts';

const startScript = resolve(import.meta.dirname, '../../scripts/start.ts');

/** The environment without a display, where no window can be opened. */
const { DISPLAY: _x, WAYLAND_DISPLAY: _w, ...noDisplay } = process.env;

let dataFolder: string;
let running: RunningHost[];

test.beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'elba-start-'));
  running = [];
});
test.afterEach(async () => {
  for (const host of running) await host.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

const start = async (...args: string[]): Promise<RunningHost> => {
  const host = await startAndReadUrl(
    process.execPath,
    [startScript, '--no-open', '--data', dataFolder, ...args],
    noDisplay,
  );
  running.push(host);
  return host;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('The server had no port.');
  return address.port;
}

async function snapshotOf(host: RunningHost): Promise<unknown> {
  const { origin, cookie } = await signIn(host.url);
  const answer = await fetch(`${origin}/call/app.snapshot`, {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/json' },
    body: '{}',
  });
  return answer.json();
}

test('--web prints exactly one line, once it answers, and keeps the key out of everything else', async () => {
  const port = await freePort();
  const host = await start('--web', '--port', String(port));
  expect(host.url).toContain(`http://127.0.0.1:${port}/?key=`);
  expect(await snapshotOf(host)).toMatchObject({ ok: true, value: { info: { host: 'web', folders: 'staging' } } });
  expect(await host.stop()).toBe(0);
  expect(host.stdout()).toBe(`Elba Registry Manager: ${host.url}\n`);
  expect(host.stderr()).not.toContain(new URL(host.url).searchParams.get('key'));
});

test('a folder on the command line is open when the page asks', async () => {
  const project = await makeProject('alice/pretty', '0.1.0');
  const host = await start('--web', project.folder);
  await expect.poll(() => snapshotOf(host)).toMatchObject({ ok: true, value: { opened: expect.any(String) } });
  await project.remove();
});

test('without a display it says so in one line and opens the page instead', async () => {
  test.skip(process.platform !== 'linux', 'Only Linux can be without a display.');
  const host = await start();
  expect(await snapshotOf(host)).toMatchObject({ ok: true });
  expect(host.stderr()).toMatch(/^There is no display here, so the program opens as a page in your browser\.\n/);
});

test('its data is for its owner alone, and another program on it is refused in a sentence', async () => {
  await start('--web');
  expect((await stat(dataFolder)).mode & 0o777).toBe(0o700);
  await expect(startWebHost(dataFolder)).rejects.toThrow(/already runs with the data folder/);
});

test('a taken port and a wrong argument are refused in a sentence', async () => {
  const first = await start('--web');
  const { port } = new URL(first.url);
  const other = await mkdtemp(join(tmpdir(), 'elba-start-'));
  await expect(startWebHost(other, '--port', port)).rejects.toThrow(`Port ${port} is taken by another program.`);
  await expect(startWebHost(other, '--prot', '1')).rejects.toThrow(/npm start -- --web \[--port N\]/);
  await rm(other, { recursive: true });
});

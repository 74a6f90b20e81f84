import { spawnSync } from 'node:child_process';
import { prepareBrowser } from '../test/support/browser.ts';
import { ensureBuilt } from './build.ts';
import { findElectron } from './electronBinary.ts';
import { run, say, tool } from './run.ts';

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
const hasXvfb = (): boolean => spawnSync('xvfb-run', ['--help'], { stdio: 'ignore' }).status === 0;

if (!(await ensureBuilt())) {
  say('The program could not be built, so nothing was tried end to end.');
  process.exit(1);
}
const browser = prepareBrowser(say);
if (browser === null) {
  say('There is no Chrome or Chromium here and none could be installed. Install one, then run the tests again.');
  process.exit(1);
}
const canShowWindow = hasDisplay || hasXvfb();
if (!canShowWindow) say('There is no display and no xvfb-run here, so the flows in the window are skipped.');
else if ((await findElectron()) === null) say("Electron's binary is not here, so the flows in the window are skipped.");

const playwright = [process.execPath, tool('@playwright/test/cli.js'), 'test', ...process.argv.slice(2)];
const [command = '', ...args] = hasDisplay || !canShowWindow ? playwright : ['xvfb-run', '-a', ...playwright];
process.exit(await run(command, args, { env: { ...process.env, E2E_BROWSER: browser } }));

import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { packagedProgram } from '../support/packagedProgram.ts';
import { makeProject } from '../support/sampleProject.ts';
import { describeMainJob } from './flows/flows.ts';
import { expectReview } from './flows/steps.ts';
import { withProgram } from './flows/withProgram.ts';

/** The program that `npm run package:dir` made. */
const binary = process.env.PACKAGED_PROGRAM ?? '';
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

test.beforeEach(() => {
  test.skip(binary === '', 'PACKAGED_PROGRAM names no packaged program: npm run package:dir makes one in release/.');
  test.skip(!hasDisplay, 'There is no display for a window: install xvfb, or run the tests where there is one.');
});

const open = packagedProgram(binary);

describeMainJob(open);

test('a folder on the command line opens its review, also when the program runs already', async () => {
  const first = await makeProject('alice/pretty', '0.1.0');
  const second = await makeProject('alice/plain', '0.2.0');
  await withProgram(
    open,
    async (program) => {
      await expectReview(program.page, 'alice/pretty', '0.1.0');
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      const again = spawn(binary, [...sandbox, `--data=${program.dataFolder}`, second.folder], { stdio: 'ignore' });
      expect(await new Promise((done) => again.once('exit', done))).toBe(0);
      await expectReview(program.page, 'alice/plain', '0.2.0');
    },
    first.folder,
  );
  await Promise.all([first.remove(), second.remove()]);
});

test('no variable or switch turns the packaged program into a Node.js for other code', async () => {
  const child = spawn(binary, ['-p', '6 * 7'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--eval=console.log(6*7)' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString('utf8');
  });
  await new Promise((done) => child.once('exit', done));
  expect(said).not.toContain('42');
});

import { type Browser, chromium, test } from '@playwright/test';
import { browserArguments, findBrowser } from '../support/browser.ts';
import { webProgram } from '../support/program.ts';
import { describeAccess } from './flows/access.ts';
import { describeAttacks } from './flows/attacks.ts';
import { describeFlows } from './flows/flows.ts';
import { describeHostile } from './flows/hostile.ts';
import { describeIndices } from './flows/indices.ts';
import { describePages } from './flows/pages.ts';
import { describeRegistries } from './flows/registries.ts';
import { describeTokens } from './flows/tokens.ts';
import { describeVault } from './flows/vault.ts';
import { describeYanking } from './flows/yanking.ts';

let browser: Browser;

test.beforeAll(async () => {
  const executablePath = process.env.E2E_BROWSER ?? findBrowser();
  if (executablePath === null) throw new Error('There is no Chrome or Chromium. `npm run test:e2e` installs one.');
  browser = await chromium.launch({
    executablePath,
    args: [...browserArguments],
    chromiumSandbox: process.getuid?.() !== 0,
  });
});
test.afterAll(() => browser.close());

const open = webProgram(() => browser);

describeFlows(open);
describePages(open);
describeTokens(open);
describeRegistries((env) => webProgram(() => browser, env));
describeVault(open);
describeAttacks(open);
describeIndices(open);
describeYanking(open);
describeHostile(open);
describeAccess(open);

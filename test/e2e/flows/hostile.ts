import { expect, type Page, test } from '@playwright/test';
import { startFaultyRegistry } from '../../support/faultyRegistry.ts';
import type { OpenProgram } from '../../support/program.ts';
import { makeProject, manifestOf, type SampleProject } from '../../support/sampleProject.ts';
import { countVisitors, type Visitors } from '../../support/visitors.ts';
import {
  addRegistry,
  announced,
  chooseTarget,
  expectReview,
  goTo,
  openPackage,
  publish,
  startLocalRegistry,
} from './steps.ts';
import { withProgram } from './withProgram.ts';

const NAME = 'mallory/pretty';
const TOKEN = 'a token of mallory';

/** What a text has to say to run something, load something or lead away, in as many ways as HTML and Markdown have. */
const attacks = (outside: string): string[] => [
  `<img src="${outside}img" onerror="window.hacked = 1">`,
  `<script>window.hacked = 2; fetch('${outside}script')</script>`,
  `<svg onload="window.hacked = 3"><image href="${outside}svg"/></svg>`,
  `<iframe src="${outside}frame" srcdoc="<script>parent.hacked = 4</script>"></iframe>`,
  `<meta http-equiv="refresh" content="0;url=${outside}meta">`,
  `<link rel="stylesheet" href="${outside}style"><base href="${outside}">`,
  `<form action="${outside}form"><button>Publish 9.9.9 to Public</button></form>`,
  `<webview src="${outside}view" preload="file:///etc/passwd" nodeintegration></webview>`,
  `![picture](${outside}markdown)`,
  `[script](javascript:window.hacked=5)`,
  `[data](data:text/html,<script>window.hacked=6</script>)`,
  `[file](file:///etc/passwd)`,
  `[program](app://elba/index.html)`,
  `[plain](${outside}link)`,
  `<${outside}auto>`,
];

const hostileManifest = (outside: string): string =>
  manifestOf(NAME, '0.1.0').replace(
    '"Text that lays itself out"',
    `'<b>x</b><img src=${outside}desc onerror=window.hacked=7> [a](javascript:window.hacked=8)'`,
  );

interface Found {
  readonly hacked: string;
  readonly address: string;
  readonly foreign: string[];
  readonly preload: string;
}

/** What would be there if any of it had worked. */
async function expectUnharmed(page: Page, outside: Visitors, origin: string): Promise<void> {
  const found = await page.evaluate<Found>(`({
    hacked: typeof window.hacked,
    address: location.origin,
    foreign: [...document.querySelectorAll('body :is(img, iframe, script, object, embed, webview, form, meta, base, link, image)')]
      .map((one) => one.outerHTML)
      .filter((html) => !html.includes('src="./') && !/^<script type="module"[^>]* src="[./]*assets/.test(html)),
    preload: Object.keys(window.elba ?? {}).sort().join(),
  })`);
  expect(found.hacked).toBe('undefined');
  expect(found.address).toBe(origin);
  expect(found.foreign).toEqual([]);
  expect(['', 'invoke,on,pathForFile']).toContain(found.preload);
  expect(outside.count()).toBe(0);
}

async function readReview(page: Page): Promise<void> {
  await expectReview(page, NAME, '0.1.0');
  await page.getByRole('tab', { name: 'README' }).click();
  const readme = page.getByRole('article');
  await expect(readme).toContainText('the end of it');
  for (const word of ['script', 'data', 'file', 'program', 'plain'])
    await readme.getByText(word, { exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function refusedBy(page: Page, project: SampleProject, outside: Visitors): Promise<void> {
  const registry = await startFaultyRegistry({ tokens: [TOKEN] });
  const body = JSON.stringify({ error: 'invalid_manifest', description: attacks(outside.url).join(' ') });
  registry.scenario = { publish: { kind: 'answer', status: 400, body } };
  await addRegistry(page, '<img src=x onerror=alert(1)>', registry.url, TOKEN);
  await goTo(page, 'Publish');
  await page.getByRole('link', { name: /Continue/ }).click();
  await expectReview(page, NAME, '0.1.0');
  await chooseTarget(page, '<img src=x onerror=alert(1)>');
  await publish(page, '0.1.0', '<img src=x onerror=alert(1)>');
  await expect(
    announced(page, 'alert', /window\.hacked/)
      .or(page.getByText('window.hacked').first())
      .first(),
  ).toBeAttached();
  await registry.close();
  await project.write({ 'elba.toml': manifestOf(`<img src=${outside.url}name onerror=window.hacked=9>/x`, '0.1.0') });
}

/** What others wrote is shown and does nothing: READMEs, descriptions, names, the words of a registry. */
export function describeHostile(open: OpenProgram): void {
  test('a hostile README, description, name and answer of a registry run nothing, load nothing and lead nowhere', async () => {
    const outside = await countVisitors();
    const project = await makeProject(NAME, '0.1.0');
    await project.write({
      'elba.toml': hostileManifest(outside.url),
      'README.md': `${attacks(outside.url).join('\n\n')}\n\nthe end of it\n`,
    });
    await withProgram(open, async (program) => {
      const { page } = program;
      const origin = await page.evaluate<string>('location.origin');
      const local = await startLocalRegistry(page);
      await program.drop(project.folder);
      await readReview(page);
      await expectUnharmed(page, outside, origin);
      await chooseTarget(page, local);
      await publish(page, '0.1.0', local);
      await expect(announced(page, 'status', /published/i)).toBeVisible();
      await openPackage(page, NAME);
      await expectUnharmed(page, outside, origin);
      await goTo(page, 'Publish');
      await program.drop(project.folder);
      await expectReview(page, NAME, '0.1.0');
      await refusedBy(page, project, outside);
      await expectUnharmed(page, outside, origin);
      await goTo(page, 'Publish');
      await program.drop(project.folder);
      await expect(page.getByRole('list', { name: 'Checks' })).toContainText(
        'The name has a form that no registry takes',
      );
      await page.getByRole('tab', { name: /elba.toml|Manifest/ }).click();
      await expect(page.getByRole('main')).toContainText('window.hacked=9');
      await expectUnharmed(page, outside, origin);
    });
    await Promise.all([project.remove(), outside.close()]);
  });
}

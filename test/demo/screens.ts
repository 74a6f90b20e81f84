import { expect } from '@playwright/test';
import { expectReview, goTo, openPackage } from '../e2e/flows/steps.ts';
import type { Stage } from './stage.ts';

/** A picture of the program: its name is that of the design's screen, `show` brings the stage there from the one before. */
export interface Screen {
  readonly name: string;
  show(stage: Stage): Promise<void>;
}

const targetOf = ({ page }: Stage, registry: string) =>
  page.getByRole('group', { name: 'Publish to' }).getByRole('checkbox', { name: `Publish to ${registry}` });

/** Chooses a registry once it can be: while it is asked, its row says so instead. */
async function chooseRegistry(stage: Stage, registry: string): Promise<void> {
  const target = targetOf(stage, registry);
  await expect(target).toBeEnabled();
  await expect(target).not.toHaveAttribute('aria-disabled', 'true');
  await target.press('Space');
  await expect(target).toBeChecked();
}

async function review(stage: Stage, path: string, name: string, version: string): Promise<void> {
  await stage.openFolder(path);
  await expectReview(stage.page, name, version);
}

/** What is dragged over the window without being dropped. */
async function drag({ page, projects }: Stage, type: 'dragEnter' | 'dragOver'): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [], files: [projects.clean], dragOperationsMask: 1 };
  await cdp.send('Input.dispatchDragEvent', { type, x: 600, y: 300, data });
  await cdp.detach();
}

const tab = ({ page }: Stage, name: RegExp) => page.getByRole('tab', { name }).click();

const home: Screen[] = [
  {
    name: '01-first-run',
    show: async (stage) => {
      await expect(stage.page.getByRole('button', { name: 'Start local registry' })).toBeVisible();
    },
  },
  {
    name: '02-publish-home',
    show: async (stage) => {
      for (const path of [...stage.projects.small, stage.projects.clean]) await stage.openFolder(path);
      await stage.reopen();
      await stage.addRegistries();
      await expect(stage.page.getByRole('main')).toContainText('~/Projects/json-tools');
      await expect(stage.page.getByRole('main')).toContainText('1.2.0');
    },
  },
  {
    name: '03-drop-overlay',
    show: async (stage) => {
      await drag(stage, 'dragEnter');
      await drag(stage, 'dragOver');
      await expect(stage.page.getByText('Drop to review this folder')).toBeVisible();
    },
  },
];

const reviews: Screen[] = [
  {
    name: '04a-review-errors',
    show: async (stage) => {
      // The protocol's own way to end a drag tells the page nothing.
      await stage.page.evaluate(`window.dispatchEvent(new DragEvent('dragleave'))`);
      await review(stage, stage.projects.faulty, 'acme/json-tools', '1.3.1');
      await chooseRegistry(stage, 'Staging');
      await expect(stage.page.getByRole('list', { name: 'Checks' })).toContainText('.env');
    },
  },
  {
    name: '04b-review-clean',
    show: async (stage) => {
      await review(stage, stage.projects.clean, 'acme/json-tools', '1.3.0');
      await chooseRegistry(stage, 'Staging');
      await expect(stage.page.getByRole('button', { name: 'Publish 1.3.0 to Staging' })).toBeEnabled();
    },
  },
  {
    name: '04b-review-changes',
    show: async (stage) => {
      await tab(stage, /Changes/);
      await expect(stage.page.getByRole('tabpanel')).toContainText('Json');
    },
  },
  {
    name: '04c-review-readme',
    show: async (stage) => {
      await tab(stage, /README/);
      await expect(stage.page.getByRole('tabpanel')).toContainText('Errors name the line');
    },
  },
  {
    name: '04d-review-manifest',
    show: async (stage) => {
      await tab(stage, /Manifest/);
      await expect(stage.page.getByRole('tabpanel')).toContainText('acme/text-lexer');
    },
  },
];

const publishing: Screen[] = [
  {
    name: '05a-publishing',
    show: async (stage) => {
      await review(stage, stage.projects.clean, 'acme/json-tools', '1.3.0');
      stage.slow.scenario = { publish: { kind: 'never_answers', commit: false } };
      await chooseRegistry(stage, 'Orchid');
      await chooseRegistry(stage, 'Staging');
      await stage.page.getByRole('checkbox', { name: 'I have read the warning' }).check();
      await stage.page.getByRole('button', { name: /^Publish 1.3.0 to 2 registries/ }).click();
      await expect(stage.page.getByRole('progressbar', { name: 'Upload to Orchid' })).toBeVisible();
    },
  },
  {
    name: '05b-result',
    show: async (stage) => {
      stage.slow.scenario = {};
      await stage.page
        .getByRole('button', { name: /^Cancel/ })
        .first()
        .click();
      // The registry is asked several times before it is said that the version is not there.
      await expect(stage.page.getByRole('button', { name: 'Cancel all' })).toHaveCount(0, { timeout: 90_000 });
    },
  },
];

const packages: Screen[] = [
  {
    name: '06a-packages',
    show: async (stage) => {
      await stage.page.goto(`${new URL(stage.page.url()).origin}/#/packages/${stage.registryId('Public')}`);
      await openPackage(stage.page, 'acme/json-tools');
    },
  },
  {
    name: '06b-packages-bulk',
    show: async (stage) => {
      const grid = stage.page.getByRole('grid', { name: 'Versions of acme/json-tools' });
      for (const version of ['1.1.0', '1.1.4', '1.1.7'])
        await grid.getByRole('checkbox', { name: `Select ${version}`, exact: true }).click();
    },
  },
  {
    name: '07-yank',
    show: async (stage) => {
      await stage.page.keyboard.press('Escape');
      const grid = stage.page.getByRole('grid', { name: 'Versions of acme/json-tools' });
      await grid.getByRole('switch', { name: '1.2.0 is available' }).click();
      await expect(stage.page.getByRole('dialog')).toContainText('rest-client');
    },
  },
];

const others: Screen[] = [
  {
    name: '08-activity',
    show: async (stage) => {
      await stage.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await goTo(stage.page, 'Activity');
      await expect(stage.page.getByRole('main')).toContainText('Test token');
    },
  },
  {
    name: '09a-registry',
    show: async (stage) => {
      await stage.page.getByRole('list', { name: 'Registries' }).getByRole('link', { name: 'Staging' }).click();
      await expect(stage.page.getByRole('main')).toContainText('Identity');
    },
  },
  {
    name: '09b-add-registry',
    show: async (stage) => {
      await stage.page.goto(`${new URL(stage.page.url()).origin}/#/registries/new`);
      await expect(stage.page.getByRole('main')).toContainText('index');
    },
  },
  {
    name: '10-settings',
    show: async (stage) => {
      await goTo(stage.page, 'Settings');
      await expect(stage.page.getByRole('main')).toContainText('Appearance');
    },
  },
];

/** All screens, in an order in which each can be reached from the one before. */
export const SCREENS: readonly Screen[] = [...home, ...reviews, ...publishing, ...packages, ...others];

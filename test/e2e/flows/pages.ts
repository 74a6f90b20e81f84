import { expect, type Page, test } from '@playwright/test';
import { findBarriers } from '../../support/axe.ts';
import type { OpenProgram } from '../../support/program.ts';
import { makeProject } from '../../support/sampleProject.ts';
import {
  announced,
  chooseTarget,
  expectReview,
  goTo,
  openPackage,
  publish,
  startLocalRegistry,
  versionSwitch,
} from './steps.ts';

const NAME = 'alice/pretty';

/** Fails with what axe finds on the page that is open, in either theme. */
export async function expectNoBarriers(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await findBarriers(page), `${what}, ${colorScheme}`).toEqual([]);
  }
}

/** Each page, light and dark, as axe sees it. */
export function describePages(open: OpenProgram): void {
  test('axe finds no barrier on any page, light or dark', async () => {
    const project = await makeProject(NAME, '0.1.0');
    const program = await open();
    const { page } = program;
    try {
      await expect(page.getByRole('button', { name: 'Start local registry' })).toBeVisible();
      await expectNoBarriers(page, 'Set up');
      const registry = await startLocalRegistry(page);
      await expect(page.getByRole('button', { name: 'Choose folder…' })).toBeVisible();
      await expectNoBarriers(page, 'Publish');
      await program.drop(project.folder);
      await expectReview(page, NAME, '0.1.0');
      await expectNoBarriers(page, 'Review');
      await chooseTarget(page, registry);
      await publish(page, '0.1.0', registry);
      await expect(announced(page, 'status', /published/i).first()).toBeVisible();
      await expectNoBarriers(page, 'Outcome');
      const grid = await openPackage(page, NAME);
      await expect(versionSwitch(grid, '0.1.0')).toBeChecked();
      await expectNoBarriers(page, 'Packages');
      await versionSwitch(grid, '0.1.0').click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectNoBarriers(page, 'Yank');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await goTo(page, 'Activity');
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Activity');
      await expect(page.getByText(NAME).first()).toBeVisible();
      await expectNoBarriers(page, 'Activity');
      await page.getByRole('list', { name: 'Registries' }).getByRole('link', { name: registry }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText(registry);
      await expectNoBarriers(page, 'Registry');
      await page
        .getByRole('link', { name: 'Add registry…' })
        .or(page.getByRole('button', { name: 'Add registry…' }))
        .click();
      await expect(page.getByRole('heading', { level: 1 })).not.toContainText(registry);
      await expectNoBarriers(page, 'Add registry');
      await goTo(page, 'Settings');
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Settings');
      await expectNoBarriers(page, 'Settings');
      expect(program.complaints).toEqual([]);
    } finally {
      await program.close();
      await project.remove();
    }
  });
}

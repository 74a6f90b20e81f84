import { expect, test } from '@playwright/test';
import type { OpenProgram } from '../../support/program.ts';
import { makeFolder, makeProject, manifestOf } from '../../support/sampleProject.ts';
import { describeArchives } from './archives.ts';
import { describeMending } from './mending.ts';
import {
  announced,
  chooseTarget,
  expectArchive,
  expectReview,
  goTo,
  openPackage,
  publish,
  publishButton,
  startLocalRegistry,
  versionSwitch,
} from './steps.ts';
import { withProgram } from './withProgram.ts';

const NAME = 'alice/pretty';

/** The job that the program is there for, from the drop to the version's switch. */
export function describeMainJob(open: OpenProgram): void {
  test('a dropped folder is published, listed, yanked and unyanked, and is still there after a restart', async () => {
    const project = await makeProject(NAME, '0.1.0');
    await withProgram(open, async (program) => {
      const registry = await startLocalRegistry(program.page);
      await program.drop(project.folder);
      await expectReview(program.page, NAME, '0.1.0');
      await expect(program.page.getByRole('list', { name: 'Checks' })).toBeVisible();
      await chooseTarget(program.page, registry);
      await publish(program.page, '0.1.0', registry);
      await expect(announced(program.page, 'status', /published/i)).toBeVisible();

      const grid = await openPackage(program.page, NAME);
      await expectArchive(program.page, 'elba.toml', `name = "${NAME}"`);
      const available = versionSwitch(grid, '0.1.0');
      await expect(available).toBeChecked();
      await available.click();
      const dialog = program.page.getByRole('dialog', { name: `Yank ${NAME} 0.1.0 from ${registry}?` });
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await expect(available).toBeChecked();
      await available.click();
      await dialog.getByRole('button', { name: `Yank 0.1.0 from ${registry}` }).click();
      await expect(available).not.toBeChecked();
      await expect(dialog).toBeHidden();

      await program.restart();
      const again = versionSwitch(await openPackage(program.page, NAME), '0.1.0');
      await expect(again).not.toBeChecked();
      await again.click();
      await expect(again).toBeChecked();
    });
    await project.remove();
  });
}

function review(open: OpenProgram): void {
  test('a review shows what goes in and what stays out', async () => {
    const project = await makeProject(NAME, '0.1.0');
    await withProgram(open, async (program) => {
      await startLocalRegistry(program.page);
      await program.drop(project.folder);
      await expectReview(program.page, NAME, '0.1.0');
      await program.page.getByRole('tab', { name: /Files/ }).click();
      const tree = program.page.getByRole('tree', { name: 'Files' });
      await expect(tree.getByText('elba.toml')).toBeVisible();
      await expect(tree.getByText('Pretty.idr')).toBeVisible();
    });
    await project.remove();
  });

  test('a folder that is chosen opens the same review', async () => {
    const project = await makeProject(NAME, '0.2.0');
    await withProgram(open, async (program) => {
      await startLocalRegistry(program.page);
      await program.choose(project.folder);
      await expectReview(program.page, NAME, '0.2.0');
    });
    await project.remove();
  });

  test('a folder on the command line opens its review', async () => {
    const project = await makeProject(NAME, '0.3.0');
    await withProgram(open, (program) => expectReview(program.page, NAME, '0.3.0'), project.folder);
    await project.remove();
  });

  test('a folder without elba.toml is said to be none, and the page goes on', async () => {
    const folder = await makeFolder({ 'notes.txt': 'nothing here' });
    const project = await makeProject(NAME, '0.1.0');
    await withProgram(open, async (program) => {
      await startLocalRegistry(program.page);
      await program.drop(folder.folder);
      await expect(program.page.getByText('There is no elba.toml in this folder').first()).toBeVisible();
      await program.drop(project.folder);
      await expectReview(program.page, NAME, '0.1.0');
    });
    await Promise.all([folder.remove(), project.remove()]);
  });

  test('a broken manifest is shown by line and column and cannot be published', async () => {
    const project = await makeProject(NAME, '0.1.0');
    await project.write({ 'elba.toml': '[package]\nname = "alice/pretty\n' });
    await withProgram(open, async (program) => {
      await startLocalRegistry(program.page);
      await program.drop(project.folder);
      const checks = program.page.getByRole('list', { name: 'Checks' });
      await expect(checks).toContainText(/elba\.toml.*2/);
      const button = program.page.getByRole('complementary').getByRole('button', { name: /^Publish/ });
      await expect(button).toHaveAttribute('aria-disabled', 'true');
      await project.write({ 'elba.toml': manifestOf(NAME, '0.1.0') });
      await goTo(program.page, 'Publish');
      await program.drop(project.folder);
      await expectReview(program.page, NAME, '0.1.0');
    });
    await project.remove();
  });
}

function existing(open: OpenProgram): void {
  test('a version that is there already cannot be sent again, with the reason, and the next one can', async () => {
    const project = await makeProject(NAME, '0.1.0');
    await withProgram(open, async (program) => {
      const registry = await startLocalRegistry(program.page);
      await program.drop(project.folder);
      await chooseTarget(program.page, registry);
      await publish(program.page, '0.1.0', registry);
      await expect(announced(program.page, 'status', /published/i)).toBeVisible();

      await project.write({ 'README.md': '# Another one\n' });
      await goTo(program.page, 'Publish');
      await program.drop(project.folder);
      await expect(program.page.getByRole('list', { name: 'Checks' })).toContainText(/0\.1\.0 .*already/i);
      const button = publishButton(program.page, '0.1.0', registry);
      await expect(button).toHaveAttribute('aria-disabled', 'true');

      await project.write({ 'elba.toml': manifestOf(NAME, '0.1.1') });
      await goTo(program.page, 'Publish');
      await program.drop(project.folder);
      await publish(program.page, '0.1.1', registry);
      await expect(announced(program.page, 'status', /published/i)).toBeVisible();
      const grid = await openPackage(program.page, NAME);
      await expect(versionSwitch(grid, '0.1.1')).toBeChecked();
      await expect(versionSwitch(grid, '0.1.0')).toBeChecked();
    });
    await project.remove();
  });
}

/** Every flow that a person goes through, the same for each host. */
export function describeFlows(open: OpenProgram): void {
  describeMainJob(open);
  review(open);
  existing(open);
  describeMending(open);
  describeArchives(open);
}

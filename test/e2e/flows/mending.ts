import { expect, test } from '@playwright/test';
import { startFaultyRegistry } from '../../support/faultyRegistry.ts';
import type { OpenProgram } from '../../support/program.ts';
import { makeProject, manifestOf } from '../../support/sampleProject.ts';
import { addRegistry, announced, chooseTarget, expectReview, goTo, startLocalRegistry } from './steps.ts';
import { withProgram } from './withProgram.ts';

const NAME = 'alice/pretty';
const TOKEN = 'a"b%c+d é';
const REFUSAL =
  '{"error":"no_permission","description":"You have no permission to create package under group `alice`"}';
// Put together here, so that nothing that looks like a secret stands in the repository.
const SECRET = ['AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYzzzzzzzKEY'].join('/');

/** A project is mended in place while its review is open, then goes to two registries, of which one refuses. */
export function describeMending(open: OpenProgram): void {
  test('two errors and a secret are mended in place; of two registries one takes the version and one refuses', async () => {
    const refusing = await startFaultyRegistry({ tokens: [TOKEN] });
    refusing.scenario = { publish: { kind: 'answer', status: 400, body: REFUSAL } };
    const project = await makeProject(NAME, '0.1.0');
    const broken = manifestOf(NAME, '0.1').replace('"MIT"', '"AGPL-3.0-only"');
    await project.write({ 'elba.toml': broken, '.env': `${SECRET}\n` });
    await withProgram(
      open,
      async (program) => {
        const { page } = program;
        const checks = page.getByRole('list', { name: 'Checks' });
        await expect(checks).toContainText('.env looks like a secret');
        await expect(checks).toContainText('The license is too long');
        await expect(checks).toContainText('The version has a form that no registry takes');
        await expect(checks).not.toContainText('wJalrXUtnFEMI');

        await goTo(page, 'Publish');
        const local = await startLocalRegistry(page);
        await addRegistry(page, 'Elsewhere', refusing.url, TOKEN);
        await goTo(page, 'Publish');
        await page.getByRole('link', { name: /Continue/ }).click();
        await project.write({ 'elba.toml': manifestOf(NAME, '0.1.0'), '.gitignore': '*.ibc\n.env\n' });
        await expectReview(page, NAME, '0.1.0');
        await expect(checks).not.toContainText('The license is too long');
        await expect(checks).not.toContainText('.env looks like a secret');
        await chooseTarget(page, local);
        await chooseTarget(page, 'Elsewhere');
        const button = page.getByRole('button', { name: 'Publish 0.1.0 to 2 registries' });
        await expect(button).not.toHaveAttribute('aria-disabled', 'true');
        await button.click();
        await expect(announced(page, 'alert', /group alice/i)).toBeVisible();
        await expect(announced(page, 'status', /published/i)).toBeVisible();
        await goTo(page, 'Activity');
        await expect(page.getByRole('main')).toContainText('Rejected');
        expect(program.output()).not.toContain(TOKEN);
      },
      project.folder,
    );
    await Promise.all([project.remove(), refusing.close()]);
  });
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { sha256Of } from '../../support/hash.ts';
import type { OpenProgram } from '../../support/program.ts';
import { makeProject, type SampleProject } from '../../support/sampleProject.ts';
import { announced, chooseTarget, expectReview, publish, startLocalRegistry } from './steps.ts';
import { withProgram } from './withProgram.ts';

const NAME = 'alice/pretty';

/** Packs a project as another tool does it, and gives the file. */
function packElsewhere(project: SampleProject, name: string): string {
  const file = join(project.folder, name);
  execFileSync('tar', ['-czf', file, '-C', project.folder, 'src/Pretty.idr', 'README.md', 'elba.toml']);
  return file;
}

/** Archives that were packed before are reviewed and published byte for byte. */
export function describeArchives(open: OpenProgram): void {
  test('a dropped archive is reviewed and published byte for byte; any other file is no package', async () => {
    const project = await makeProject(NAME, '0.4.0');
    const file = packElsewhere(project, 'alice_pretty-0.4.0.tar.gz');
    const sha256 = sha256Of(readFileSync(file));
    await withProgram(open, async (program) => {
      const { page } = program;
      const registry = await startLocalRegistry(page);
      await program.drop(join(project.folder, 'README.md'));
      await expect(announced(page, 'alert', 'This is not a package. Drop the folder with elba.toml.')).toBeVisible();
      await program.drop(file);
      await expectReview(page, NAME, '0.4.0');
      await expect(page.getByText(/published as it is/)).toBeVisible();
      await expect(page.getByTitle(sha256)).toBeVisible();
      await chooseTarget(page, registry);
      await publish(page, '0.4.0', registry);
      await expect(announced(page, 'status', /published/i)).toBeVisible();
      await expect(page.getByText(/byte for byte the one you reviewed/)).toBeVisible();
    });
    await project.remove();
  });

  test('a broken archive on the command line is reviewed, says what is wrong and cannot be published', async () => {
    const project = await makeProject(NAME, '0.4.0');
    const file = packElsewhere(project, 'alice_pretty-0.4.0.tar.gz');
    execFileSync('truncate', ['--size=-20', file]);
    await withProgram(
      open,
      async ({ page }) => {
        await expect(page.getByRole('list', { name: 'Checks' })).toContainText('The archive is cut off');
        await expect(page.getByRole('complementary').getByText('Fix 1 error first')).toBeVisible();
      },
      file,
    );
    await project.remove();
  });
}

import { expect, test } from '@playwright/test';
import { startFaultyRegistry } from '../../support/faultyRegistry.ts';
import type { OpenProgram } from '../../support/program.ts';
import { makeProject } from '../../support/sampleProject.ts';
import { addRegistry, announced, chooseTarget, expectReview, goTo, publish } from './steps.ts';
import { withProgram } from './withProgram.ts';

const NAME = 'alice/pretty';
const PASSPHRASE = 'four words nobody guesses';

/** A vault with a passphrase asks for it when a token is needed, wherever that is, and what waits goes on. */
export function describeVault(open: OpenProgram): void {
  test('a publish after a restart asks for the passphrase of the vault, and then goes on', async () => {
    const project = await makeProject(NAME, '0.1.0');
    const registry = await startFaultyRegistry({ tokens: ['a-good-token'] });
    await withProgram(open, async (program) => {
      await goTo(program.page, 'Settings');
      await program.page.getByRole('radio', { name: /^Vault with a passphrase/ }).check();
      await program.page.getByLabel('New passphrase').fill(PASSPHRASE);
      await program.page.getByLabel('The same again').fill(PASSPHRASE);
      await program.page.getByRole('button', { name: 'Keep tokens in the vault' }).click();
      await expect(program.page.getByRole('button', { name: 'Lock now' })).toBeVisible();
      await addRegistry(program.page, 'Elsewhere', registry.url, 'a-good-token');
      await program.restart();
      const { page } = program;
      await program.drop(project.folder);
      await expectReview(page, NAME, '0.1.0');
      await chooseTarget(page, 'Elsewhere');
      await publish(page, '0.1.0', 'Elsewhere');
      const dialog = page.getByRole('dialog', { name: 'Unlock the token vault?' });
      await expect(dialog).toContainText('Elsewhere waits for its token');
      await dialog.getByLabel('Passphrase').fill('not this one');
      await dialog.getByRole('button', { name: 'Unlock vault' }).click();
      await expect(dialog.getByRole('alert')).toContainText('not the passphrase');
      await dialog.getByLabel('Passphrase').fill(PASSPHRASE);
      await dialog.getByRole('button', { name: 'Unlock vault' }).click();
      await expect(announced(page, 'status', /published/i).first()).toBeVisible();
      expect(registry.store.versions.has(`${NAME} 0.1.0`)).toBe(true);
    });
    await Promise.all([project.remove(), registry.close()]);
  });
}

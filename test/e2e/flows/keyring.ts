import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { startFaultyRegistry } from '../../support/faultyRegistry.ts';
import { startKeyring, whyNoKeyring } from '../../support/keyring.ts';
import { electronProgram } from '../../support/program.ts';
import { addRegistry, announced, goTo } from './steps.ts';
import { withProgram } from './withProgram.ts';

const TOKEN = 'a-token-for-the-keyring';
const keychain = (page: Page) => page.getByRole('radio', { name: /^System keychain/ });

/** The window on a desktop with a real Secret Service, and on one without. */
export function describeKeyring(binary: () => Promise<string>): void {
  test("a desktop's keyring is known as a keychain, and opens a token again after a restart", async () => {
    const reason = whyNoKeyring();
    test.skip(reason !== null, reason ?? '');
    const keyring = await startKeyring();
    const registry = await startFaultyRegistry({ tokens: [TOKEN] });
    try {
      await withProgram(electronProgram(await binary(), keyring.env), async (program) => {
        await goTo(program.page, 'Settings');
        await expect(keychain(program.page)).toBeEnabled();
        await expect(keychain(program.page)).toBeChecked();
        await addRegistry(program.page, 'Elsewhere', registry.url, TOKEN);
        const file = JSON.parse(await readFile(join(program.dataFolder, 'vault.json'), 'utf8'));
        const { by, text } = file.tokens[0].sealed;
        expect(by).toBe('keychain');
        expect(Buffer.from(text, 'base64').subarray(0, 3).toString('latin1')).toBe('v11');
        expect(JSON.stringify(file)).not.toContain(TOKEN);
        await program.restart();
        const { page } = program;
        await page.getByRole('list', { name: 'Registries' }).getByRole('link', { name: 'Elsewhere' }).click();
        await page.getByRole('button', { name: 'Test token' }).click();
        await expect(announced(page, 'status', 'Elsewhere accepted the token.')).toBeVisible();
      });
    } finally {
      await registry.close();
      await keyring.stop();
    }
  });

  test('without a keyring the window says that there is none and offers the vault with a passphrase', async () => {
    const noBus = { DBUS_SESSION_BUS_ADDRESS: 'disabled:', XDG_CURRENT_DESKTOP: '' };
    test.skip(process.platform !== 'linux', 'Other systems always have a keychain.');
    await withProgram(electronProgram(await binary(), noBus), async ({ page }) => {
      await goTo(page, 'Settings');
      await expect(keychain(page)).toBeDisabled();
      await expect(page.getByText('This computer has no keychain service running.')).toBeVisible();
      await expect(page.getByRole('radio', { name: /^Vault with a passphrase/ })).toBeChecked();
      await expect(page.getByLabel('New passphrase')).toBeVisible();
    });
  });
}

import { expect, test } from '@playwright/test';
import { startLoginServer } from '../../support/loginServer.ts';
import type { WindowProgram } from '../../support/program.ts';
import { addRegistryWithoutToken } from './steps.ts';

/** Signing in on a registry in a window of its own, which is kept on the registry and on who vouches for people there. */
export function describeSignIn(open: () => Promise<WindowProgram>): void {
  test('a person signs in in a window of its own, makes a token there and deletes it, and sees nothing of it', async () => {
    const server = await startLoginServer();
    const program = await open();
    try {
      const { page, app } = program;
      await addRegistryWithoutToken(page, 'Elsewhere', server.registry);
      const opened = app.waitForEvent('window');
      await page.getByRole('button', { name: 'Sign in…' }).click();
      const login = await opened;
      await login.waitForURL(`${server.provider}/authorize`);
      expect(
        await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.getTitle())),
      ).toContain(`Sign in to Elsewhere · ${new URL(server.provider).host}`);
      expect(await login.evaluate('typeof window.elba + typeof window.require + typeof window.process')).toBe(
        'undefinedundefinedundefined',
      );
      // Not by Playwright's own click, which waits for a navigation even where it is refused.
      await login.evaluate("document.querySelector('#away').click()");
      expect(login.url()).toBe(`${server.provider}/authorize`);
      const closed = login.waitForEvent('close');
      await login.evaluate("document.querySelector('#in').click()");
      await closed;
      await expect(page.getByText('Signed in as alice')).toBeVisible();
      await page.getByRole('textbox', { name: 'Name of the new token' }).fill('me');
      await page.getByRole('button', { name: 'Create and save token' }).click();
      await expect(page.getByRole('list', { name: 'Tokens that Elsewhere knows' })).toContainText('me');
      await expect(page.getByRole('main').getByText('Token saved')).toBeVisible();
      const seen = (await page.content()) + program.output();
      for (const secret of [...server.tokens.values(), 'cookie-of-alice']) expect(seen).not.toContain(secret);
      expect(await app.evaluate(({ session }) => session.defaultSession.cookies.get({}))).toEqual([]);
      await page.getByRole('button', { name: 'Delete me' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete me' }).click();
      await expect(page.getByRole('main').getByText('No token', { exact: true })).toBeVisible();
      expect(server.tokens.size).toBe(0);
      expect(server.visitorsElsewhere()).toBe(0);
      expect(program.complaints).toEqual([]);
    } finally {
      await program.close();
      await server.close();
    }
  });
}

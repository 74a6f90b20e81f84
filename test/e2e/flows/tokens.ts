import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { canaryForms } from '../../support/canary.ts';
import { startFaultyRegistry } from '../../support/faultyRegistry.ts';
import type { OpenProgram } from '../../support/program.ts';
import { recordMessages } from '../../support/recordMessages.ts';
import { makeProject } from '../../support/sampleProject.ts';
import { addRegistry, announced, chooseTarget, expectReview, goTo, publish } from './steps.ts';
import { withProgram } from './withProgram.ts';

const NAME = 'alice/pretty';
const TOKEN = 'cänary"% that\'s+never=ünseen/€😀';

async function everythingIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
}

/** A token goes to its registry and is seen nowhere else, also when the registry says it aloud. */
export function describeTokens(open: OpenProgram): void {
  test('a token that the registry repeats in its refusal is seen nowhere', async () => {
    const project = await makeProject(NAME, '0.1.0');
    const registry = await startFaultyRegistry({ tokens: [TOKEN] });
    const echo = `{"error":"user_not_found","description":"no user has ${TOKEN}, ${encodeURIComponent(TOKEN)}"}`;
    const page502 = `<title>Bad Gateway</title>${Buffer.from(TOKEN).toString('base64')} ${JSON.stringify(TOKEN)}`;
    await withProgram(open, async (program) => {
      const { page } = program;
      const messages = await recordMessages(program);
      const pages: string[] = [];
      const look = async (): Promise<void> => void pages.push(await page.content());
      await addRegistry(page, 'Elsewhere', registry.url, TOKEN);
      await look();
      registry.scenario = { token_test: { kind: 'answer', status: 502, body: page502 } };
      await page.getByRole('button', { name: 'Test token' }).click();
      await expect(
        page
          .getByRole('alert')
          .filter({ hasText: /502|answer/i })
          .first(),
      ).toBeVisible();
      await look();
      registry.scenario = { publish: { kind: 'answer', status: 400, body: echo } };
      await goTo(page, 'Publish');
      await program.drop(project.folder);
      await expectReview(page, NAME, '0.1.0');
      await chooseTarget(page, 'Elsewhere');
      await publish(page, '0.1.0', 'Elsewhere');
      await expect(announced(page, 'alert', /token/i).first()).toBeVisible();
      await look();
      await goTo(page, 'Activity');
      await expect(page.getByRole('main')).toContainText('Rejected');
      await look();
      await goTo(page, 'Settings');
      await look();
      const written = [program.output(), await everythingIn(program.dataFolder)];
      const seen = [...pages, ...(await messages.all()), ...program.complaints, ...written].join('\n');
      expect(seen).toContain('Elsewhere');
      expect(canaryForms(TOKEN).filter((form) => seen.includes(form))).toEqual([]);
      expect(registry.requests.some(({ token }) => token === TOKEN)).toBe(true);
    });
    await Promise.all([project.remove(), registry.close()]);
  });
}

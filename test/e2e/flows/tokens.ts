import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startFaultyRegistry } from '../../support/faultyRegistry.ts';
import type { OpenProgram } from '../../support/program.ts';
import { makeProject } from '../../support/sampleProject.ts';
import { addRegistry, announced, chooseTarget, expectReview, goTo, publish } from './steps.ts';
import { withProgram } from './withProgram.ts';

const NAME = 'alice/pretty';
const TOKEN = 'a"token% that\'s+never ünseen';

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
    const body = `{"error":"user_not_found","description":"no user has ${TOKEN}"}`;
    registry.scenario = { publish: { kind: 'answer', status: 400, body } };
    await withProgram(open, async (program) => {
      const { page } = program;
      await addRegistry(page, 'Elsewhere', registry.url, TOKEN);
      const pages = [await page.content()];
      await goTo(page, 'Publish');
      await program.drop(project.folder);
      await expectReview(page, NAME, '0.1.0');
      await chooseTarget(page, 'Elsewhere');
      await publish(page, '0.1.0', 'Elsewhere');
      await expect(announced(page, 'alert', /token/i).first()).toBeVisible();
      pages.push(await page.content());
      await goTo(page, 'Activity');
      await expect(page.getByRole('main')).toContainText('Rejected');
      pages.push(await page.content());
      const seen = [...pages, program.output(), ...program.complaints, await everythingIn(program.dataFolder)].join(
        '\n',
      );
      const forms = [TOKEN, encodeURIComponent(TOKEN), JSON.stringify(TOKEN).slice(1, -1), 'never ünseen', 'never%20'];
      for (const form of forms) expect(seen).not.toContain(form);
      expect(registry.requests.some(({ token }) => token === TOKEN)).toBe(true);
    });
    await Promise.all([project.remove(), registry.close()]);
  });
}

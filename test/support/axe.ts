import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: ReadonlyArray<{ readonly html: string; readonly failureSummary?: string }>;
}

const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * Everything that axe finds against the page as it is now, one line for each thing found. The rules come in through the
 * debugger, because the page's own policy lets no script in.
 */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(source, 'utf8'));
  const found = await page.evaluate<{ violations: Violation[] }>('axe.run(document, { resultTypes: ["violations"] })');
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ html, failureSummary = '' }) => `${id}: ${help}\n  ${html}\n  ${failureSummary.replaceAll('\n', ' ')}`,
    ),
  );
}

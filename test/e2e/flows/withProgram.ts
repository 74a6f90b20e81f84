import { expect, type Page, test } from '@playwright/test';
import type { OpenProgram, Program } from '../../support/program.ts';

/** Runs what a test does with a page, and when it fails says what the page showed, as assistive technology sees it. */
export async function tellingWhatWasShown<T>(page: () => Page, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    const shown = await page()
      .locator('body')
      .ariaSnapshot({ timeout: 5000 })
      .catch((reason: unknown) => `nothing that could be read: ${reason}`);
    process.stderr.write(`When "${test.info().title}" failed, the page showed:\n${shown}\n`);
    throw error;
  }
}

/** Opens the program for one test and closes it after, whatever happened. The page must not have complained by then. */
export async function withProgram(
  open: OpenProgram,
  use: (program: Program) => Promise<void>,
  folder?: string,
): Promise<void> {
  const program = await open(folder);
  try {
    await tellingWhatWasShown(
      () => program.page,
      () => use(program),
    );
    expect(program.complaints).toEqual([]);
  } finally {
    await program.close();
  }
}

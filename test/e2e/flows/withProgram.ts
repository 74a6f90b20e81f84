import { expect } from '@playwright/test';
import type { OpenProgram, Program } from '../../support/program.ts';

/** Opens the program for one test and closes it after, whatever happened. The page must not have complained by then. */
export async function withProgram(
  open: OpenProgram,
  use: (program: Program) => Promise<void>,
  folder?: string,
): Promise<void> {
  const program = await open(folder);
  try {
    await use(program);
    expect(program.complaints).toEqual([]);
  } finally {
    await program.close();
  }
}

import { randomUUID } from 'node:crypto';
import { copyFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure } from '../failure.ts';

/** Copies a file to where the person wants it; what was there is replaced only by the whole copy. Throws `disk_failed`. */
export async function saveCopy(source: string, target: string): Promise<void> {
  const temporary = join(dirname(target), `.${randomUUID()}.part`);
  try {
    await copyFile(source, temporary);
    await rename(temporary, target);
  } catch (thrown) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw failure('disk_failed', `${target} could not be saved: ${reason}. Choose another folder.`);
  }
}

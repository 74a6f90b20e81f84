import { createHash, randomUUID } from 'node:crypto';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EditPreview, ManifestEdit } from '../../shared/edit.ts';
import { Sha256 } from '../../shared/ids.ts';
import { diffTexts } from '../archive/textDiff.ts';
import { manifestFile } from '../elba/manifest.ts';
import { editManifest } from '../elba/manifestEdit.ts';
import { failure } from '../failure.ts';
import { syncFolder } from '../journalFile.ts';
import { errorCode } from './entries.ts';
import { readManifestText } from './manifestText.ts';

const hashOf = (text: string): Sha256 => Sha256.parse(createHash('sha256').update(text).digest('hex'));

const readText = async (root: string): Promise<string> => {
  const read = await readManifestText(root);
  if (read.kind === 'text') return read.text;
  const { title, todo } = read.check;
  throw failure('manifest_invalid', [`${title}.`, todo].filter((part) => part !== undefined).join(' '));
};

const edited = (before: string, edit: ManifestEdit): string => {
  const result = editManifest(before, edit);
  if (result.ok) return result.text;
  throw failure('manifest_invalid', `${result.reason}. Change elba.toml in an editor.`);
};

/**
 * What a change would make of the elba.toml in `root`, as it is on disk now. Throws `manifest_invalid` where there is no elba.toml that can be
 * changed (it has to be a plain file) or where the change does not fit.
 */
export const previewEdit = async (root: string, edit: ManifestEdit): Promise<EditPreview> => {
  const before = await readText(root);
  const after = edited(before, edit);
  const diff = diffTexts(Buffer.from(before), Buffer.from(after));
  const hunks = diff.kind === 'hunks' ? diff.hunks.map((hunk) => ({ ...hunk, lines: [...hunk.lines] })) : [];
  return { path: manifestFile, before, after, hunks, beforeSha256: hashOf(before) };
};

const refuseChanged = (text: string, expected: Sha256): void => {
  if (hashOf(text) === expected) return;
  throw failure('folder_changed', 'elba.toml has changed since this was shown. Look at the change again.');
};

const writeWhole = async (file: string, text: string, mode: number): Promise<void> => {
  const handle = await open(file, 'wx', mode);
  try {
    // What the umask took away is given back.
    await handle.chmod(mode);
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const notSaved = (error: unknown): Error =>
  failure(
    'disk_failed',
    `elba.toml could not be saved (${errorCode(error) || 'unknown'}). Make room on the disk, or check who may write to the folder.`,
  );

/**
 * Makes a change that was shown: beside the file, synced, then put in its place with the same mode, so that a kill leaves the old or the
 * new text. Throws `folder_changed` where elba.toml is not the text that `beforeSha256` names, `manifest_invalid` as `previewEdit` does,
 * and `disk_failed`.
 */
export const applyEdit = async (root: string, edit: ManifestEdit, beforeSha256: Sha256): Promise<void> => {
  const before = await readText(root);
  refuseChanged(before, beforeSha256);
  const after = edited(before, edit);
  const file = join(root, manifestFile);
  const temporary = join(root, `.${manifestFile}.${randomUUID()}.tmp`);
  try {
    const { mode } = await lstat(file);
    await writeWhole(temporary, after, mode & 0o7777);
    // Once more, so that what an editor saved meanwhile is not lost.
    refuseChanged(await readText(root), beforeSha256);
    await rename(temporary, file);
    syncFolder(root);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw errorCode(error) === '' ? error : notSaved(error);
  }
};

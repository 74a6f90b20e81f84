import { readdir } from 'node:fs/promises';
import type { Check } from '../../shared/project.ts';
import { manifestFile } from '../elba/manifest.ts';
import { firstBadByte, type ReadFile, readProjectFile } from './readFile.ts';

/** The text of the manifest, or the check that says why there is none. */
export type ManifestText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' | 'unusable'; readonly check: Check };

/** A manifest is read up to so many bytes. */
export const mostManifestBytes = 1024 * 1024;

const unusable = (
  id: string,
  words: Pick<Check, 'title' | 'why' | 'todo'>,
  at: Check['at'] = { file: manifestFile },
): ManifestText => ({
  kind: 'unusable',
  check: { id: `manifest.${id}`, severity: 'error', ...words, ...(at === undefined ? {} : { at }) },
});

const missing = (otherSpelling: string | undefined): ManifestText => ({
  kind: 'missing',
  check: {
    id: 'manifest.missing',
    severity: 'error',
    title: 'There is no elba.toml in this folder',
    why:
      otherSpelling === undefined
        ? 'It names the package and its version, so nothing can be published without it.'
        : `elba takes only this spelling, and the file here is ${otherSpelling}.`,
    todo:
      otherSpelling === undefined
        ? 'Open the folder that has one, or write one here.'
        : `Rename ${otherSpelling} to elba.toml.`,
  },
});

const emptyFolder: ManifestText = {
  kind: 'missing',
  check: {
    id: 'files.none',
    severity: 'error',
    title: 'The folder is empty',
    why: 'There is nothing to publish.',
    todo: 'Open the folder of a project, the one with elba.toml.',
  },
};

/** The text of what was read of `elba.toml`: a plain file, UTF-8, at most 1 MiB. */
export const judgeManifest = (read: ReadFile): ManifestText => {
  if (read.kind === 'missing') return missing(undefined);
  if (read.kind === 'not_a_file') {
    return unusable('not-a-file', {
      title: 'elba.toml is not a plain file',
      why: 'The registry answers a manifest that is a link with an internal error, and links stay out of the archive.',
      todo: 'Put the file itself in its place.',
    });
  }
  if (read.kind === 'unreadable') {
    return unusable('unreadable', {
      title: 'elba.toml cannot be read',
      why: 'This account has no permission to read it.',
      todo: 'Change its permissions.',
    });
  }
  if (read.size > mostManifestBytes) {
    return unusable('too-large', {
      title: 'elba.toml is larger than 1 MiB',
      why: 'No manifest is that large.',
      todo: 'Check whether this is the right file.',
    });
  }
  const bad = firstBadByte(read.bytes);
  if (bad === null) return { kind: 'text', text: read.bytes.toString('utf8') };
  return unusable(
    'not-utf8',
    {
      title: 'elba.toml is not UTF-8',
      why: 'TOML is always UTF-8.',
      todo: `Save it as UTF-8; line ${bad.line} has another encoding.`,
    },
    { file: manifestFile, ...bad },
  );
};

/** Reads `elba.toml` in the root, a file of that exact name. */
export const readManifestText = async (root: string): Promise<ManifestText> => {
  const names = await readdir(root).catch((): string[] | null => null);
  if (names?.length === 0) return emptyFolder;
  if (names !== null && !names.includes(manifestFile)) {
    return missing(names.find((name) => name.toLowerCase() === manifestFile));
  }
  return judgeManifest(await readProjectFile(root, manifestFile, mostManifestBytes + 1));
};

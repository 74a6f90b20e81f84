import type { ProjectFiles, ShownReadme } from '../../shared/project.ts';
import type { ProjectSource } from './projectSource.ts';
import { readProjectText } from './projectText.ts';
import { mostReadmeBytes } from './readme.ts';

const noteOf = (path: string, bytes: number, isBinary: boolean): string | null => {
  if (bytes > mostReadmeBytes) {
    return `${path} is larger than 2 MiB. A registry drops such a README without a word, so its page shows none.`;
  }
  if (isBinary) return `${path} is not UTF-8. A registry refuses a package with such a README.`;
  return null;
};

/**
 * The beginning, at most 1 MiB, of the README at `path`, which a registry is to show of these files, or null where there is none. `note`
 * says what keeps a registry from showing it. Throws as `readProjectText` does.
 */
export const readReadme = async (
  source: Pick<ProjectSource, 'read'>,
  path: string | null,
  { included }: ProjectFiles,
): Promise<ShownReadme | null> => {
  if (path === null) return null;
  const { text, truncated, binary } = await readProjectText(source, path);
  const bytes = included.find((file) => file.path === path)?.bytes ?? 0;
  return { path, text, truncated, note: noteOf(path, bytes, binary) };
};

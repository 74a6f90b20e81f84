import type { Check } from '../../shared/project.ts';
import { manifestFile } from '../elba/manifest.ts';
import { judgeManifest, type ManifestText } from './manifestText.ts';
import type { ReadyArchive } from './readyArchive.ts';

type Words = Pick<Check, 'id' | 'title' | 'why' | 'todo'>;

const packAgain = 'Pack it with elba package, or open the folder of the package here.';

/** Why a registry finds no manifest, by the names that come close to it. */
const missingWords = (names: readonly string[]): Words => {
  if (names.includes(`./${manifestFile}`)) {
    return {
      id: 'manifest.prefix',
      title: 'elba.toml is called ./elba.toml in this archive',
      why: 'A registry finds it by its plain name alone, and refuses this archive as one without a manifest.',
      todo: packAgain,
    };
  }
  const otherCase = names.find((name) => name.toLowerCase() === manifestFile);
  if (otherCase !== undefined) {
    return {
      id: 'manifest.missing',
      title: 'There is no elba.toml in this archive',
      why: `elba takes only this spelling, and the file in it is ${otherCase}.`,
      todo: packAgain,
    };
  }
  const below = names.find((name) => name.split('/').at(-1) === manifestFile);
  if (below !== undefined) {
    return {
      id: 'manifest.below',
      title: `elba.toml is not at the top of this archive, but ${below}`,
      why: 'A registry and elba look for it at the top, and refuse this archive as one without a manifest.',
      todo: packAgain,
    };
  }
  return {
    id: 'manifest.missing',
    title: 'There is no elba.toml in this archive',
    why: 'It names the package and its version, so nothing can be published without it.',
    todo: packAgain,
  };
};

/** Reads `elba.toml` in an archive: the entry of that exact name. */
export const manifestInArchive = ({ listed, byPath }: ReadyArchive): ManifestText => {
  const file = byPath.get(manifestFile);
  if (file?.name === manifestFile) return judgeManifest({ kind: 'read', bytes: file.content, size: file.bytes });
  if (listed.others.some(({ path }) => path === manifestFile)) return judgeManifest({ kind: 'not_a_file' });
  const words = missingWords(listed.files.map(({ name }) => name));
  return { kind: 'missing', check: { severity: 'error', ...words } };
};

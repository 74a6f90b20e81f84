import { readlink, realpath } from 'node:fs/promises';
import type { Check } from '../../shared/project.ts';
import type { RawPath } from './entries.ts';
import { isBelow } from './paths.ts';

/** A symbolic link that would have gone in: where it says it leads, and where that is. */
export type FoundLink = {
  readonly path: string;
  readonly target: string;
  readonly leads: 'inside' | 'outside' | 'nowhere';
};

/** Finds out where a link leads, without opening anything there. `root` is a real path. */
export const followName = async (raw: RawPath, path: string, root: string): Promise<FoundLink> => {
  const target = await readlink(raw).catch(() => '');
  const real = await realpath(raw).catch(() => null);
  if (real === null) return { path, target, leads: 'nowhere' };
  return { path, target, leads: real === root || isBelow(root, real) ? 'inside' : 'outside' };
};

const show = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

/**
 * Says of a link what a person must know: it stays out here, whereas elba follows links and packs copies of what they lead to, even
 * from outside the project. A link that leads outside is an error, because elba has packed whole parent folders through such links.
 */
export const linkCheck = ({ path, target, leads }: FoundLink): Check => {
  const at = { file: path };
  const id = `files.link:${path}`;
  if (leads === 'outside') {
    return {
      id,
      severity: 'error',
      title: `${show(path)} is a link out of the project, to ${show(target)}`,
      why: 'It stays out. elba would follow it and pack what it finds there.',
      todo: 'Remove the link, or add it to exclude in elba.toml.',
      at,
    };
  }
  if (leads === 'nowhere') {
    return {
      id,
      severity: 'warning',
      title: `${show(path)} is a link to nothing`,
      why: `There is no ${show(target)}, so it stays out, as with elba.`,
      todo: 'Remove the link, or add it to exclude in elba.toml.',
      at,
    };
  }
  return {
    id,
    severity: 'warning',
    title: `${show(path)} is a link to ${show(target)} and stays out`,
    why: 'Links are not followed here, whereas elba would pack a copy of what it leads to.',
    todo: 'Put a copy in its place if the package needs it, or add it to exclude in elba.toml.',
    at,
  };
};

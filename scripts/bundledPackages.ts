import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { BundledPackage } from '../shared/licences.ts';

const Manifest = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

/**
 * The folders of the packages that bundled modules belong to, each once, in the order of their names. `modules` are absolute file names
 * as a bundler gives them, with a query or a leading NUL where it made them up; what is not from `node_modules` has no package.
 */
export function packageFolders(modules: Iterable<string>): string[] {
  const folders = new Set<string>();
  for (const id of modules) {
    const match = /^\0?(?<folder>.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(id);
    if (match?.groups?.folder !== undefined) folders.add(match.groups.folder);
  }
  return [...folders].sort();
}

/** What a package says of its licence. Throws where it brings no licence text and names none: it can't be given on then. */
export async function readPackage(folder: string): Promise<BundledPackage> {
  const { name, version, license } = Manifest.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)(\.|-|$)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  if (license === undefined && texts.length === 0) throw new Error(`${name} ${version} names no licence.`);
  return { name, version, license: license ?? 'see text', text: texts.map((text) => text.trim()).join('\n\n') };
}

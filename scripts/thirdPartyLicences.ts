import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { LICENCES_FILE } from './licencesPlugin.ts';

const Packages = z.array(z.object({ name: z.string(), version: z.string(), license: z.string(), text: z.string() }));

/**
 * The licences of everything that is in a build, as one text in the order of the packages' names. Electron and Chromium bring theirs in
 * files of their own. `out` is the folder of the build. Throws where it holds none.
 */
export async function thirdPartyLicences(out: string): Promise<string> {
  const lists = await Promise.all(
    ['main', 'renderer'].map(async (part) =>
      Packages.parse(JSON.parse(await readFile(join(out, part, LICENCES_FILE), 'utf8'))),
    ),
  );
  const byName = new Map(lists.flat().map((one) => [`${one.name} ${one.version}`, one]));
  const sections = [...byName.keys()].sort().map((title) => {
    const { license, text } = byName.get(title) ?? { license: '', text: '' };
    return `${title} (${license})\n\n${text}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return `Elba Registry Manager contains these packages, each under its own licence.\n${rule}${sections.join(rule)}`;
}

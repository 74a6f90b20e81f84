import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundledPackages } from '../main/handlers/licences.ts';
import { LICENCES_FILE } from './licencesPlugin.ts';

/**
 * The licences of everything that is in a build, as one text in the order of the packages' names. Electron and Chromium bring theirs in
 * files of their own. `out` is the folder of the build. Throws where it holds none.
 */
export async function thirdPartyLicences(out: string): Promise<string> {
  const files = ['main', 'renderer'].map((part) => pathToFileURL(join(out, part, LICENCES_FILE)));
  const sections = (await bundledPackages(files)).map(
    ({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text}\n`,
  );
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return `Elba Registry Manager contains these packages, each under its own licence.\n${rule}${sections.join(rule)}`;
}

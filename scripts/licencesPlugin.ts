import type { Plugin } from 'vite';
import type { BundledPackage } from '../shared/licences.ts';
import { packageFolders, readPackage } from './bundledPackages.ts';

/** The file beside the built code that lists the packages in it, as JSON: an array of `BundledPackage`. */
export const LICENCES_FILE = 'licences.json';

/** Writes down, for everything that goes into a build, which packages it came from and under which licence each is given. */
export const licencesPlugin = (): Plugin => ({
  name: 'licences',
  apply: 'build',
  async generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? Object.keys(part.modules) : []));
    const packages: BundledPackage[] = await Promise.all(packageFolders(modules).map(readPackage));
    this.emitFile({ type: 'asset', fileName: LICENCES_FILE, source: JSON.stringify(packages) });
  },
});

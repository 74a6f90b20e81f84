import type { PackageRef } from '../../shared/ids.ts';

/**
 * The name that the client of elba gave an archive, so that a saved one is found again. What a registry calls a package can hold
 * anything; what no file name may hold is a dash here.
 */
export const archiveName = ({ group, name }: PackageRef, version: string): string =>
  `${group}_${name}-${version}.tar.gz`.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '-');

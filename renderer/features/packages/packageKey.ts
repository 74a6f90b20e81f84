import type { PackageRef } from '../../../shared/ids.ts';

/** `group/name` as elba compares it: in lower case, with `_` as `-`. Two spellings of one package have the same key. */
export const packageKey = (ref: PackageRef): string => `${ref.group}/${ref.name}`.toLowerCase().replaceAll('_', '-');

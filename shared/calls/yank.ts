import * as z from 'zod';
import { VersionRow } from '../catalog.ts';
import { JobId, PackageRef, RegistryId, VersionText } from '../ids.ts';
import { call } from './call.ts';

const versionsOf = z.object({
  registryId: RegistryId,
  package: PackageRef,
  versions: z.array(VersionText).min(1).max(1000),
});

/** The calls about versions and their yanked state. */
export const yankCalls = {
  'versions.details': call(versionsOf, z.array(VersionRow)),
  'versions.yank': call(
    versionsOf.extend({
      yanked: z.boolean(),
      note: z.string().max(2000).optional(),
      confirmation: z.string().optional(),
    }),
    JobId,
  ),
} as const;

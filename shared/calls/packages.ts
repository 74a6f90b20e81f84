import * as z from 'zod';
import { PackageDetails, PackageList, PackageRow } from '../catalog.ts';
import { PackageRef, RegistryId } from '../ids.ts';
import { call } from './call.ts';

/** The calls about what a registry holds. */
export const packageCalls = {
  'packages.list': call(z.object({ registryId: RegistryId, refresh: z.boolean() }), PackageList),
  'packages.summaries': call(
    z.object({ registryId: RegistryId, packages: z.array(PackageRef).max(100) }),
    z.array(PackageRow),
  ),
  'packages.details': call(
    z.object({ registryId: RegistryId, package: PackageRef, refresh: z.boolean() }),
    PackageDetails,
  ),
} as const;

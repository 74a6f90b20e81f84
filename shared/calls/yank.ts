import * as z from 'zod';
import { VersionRow } from '../catalog.ts';
import { JobId, PackageRef, RegistryId, VersionText } from '../ids.ts';
import { Impact } from '../impact.ts';
import { call, none, registry } from './call.ts';

const versionsOf = z.object({
  registryId: RegistryId,
  package: PackageRef,
  versions: z.array(VersionText).min(1).max(1000),
});

/** Names a question while it is worked on, so that it can be taken back. */
const ask = z.string().min(1).max(64);

/** Which versions are meant: all below one, pre-releases included, or those that a constraint takes as elba reads it. */
const VersionRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('before'), version: z.string().max(200) }),
  z.object({ kind: z.literal('range'), constraint: z.string().max(200) }),
]);
export type VersionRule = z.infer<typeof VersionRule>;

/** The versions that a rule means. `understoodAs` is the rule as it was read, `misread` why that is not what was written, or null. */
const PickedVersions = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('picked'),
    versions: z.array(VersionText),
    understoodAs: z.string(),
    misread: z.string().nullable(),
  }),
  z.object({ kind: z.literal('refused'), reason: z.string() }),
]);
export type PickedVersions = z.infer<typeof PickedVersions>;

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
  /** Those of `versions` that a rule means, in their order. */
  'versions.pick': call(z.object({ versions: z.array(VersionText).max(50_000), rule: VersionRule }), PickedVersions),
  /** The note of the last yank of each version, as it stands in the activity log of this computer. */
  'yank.notes': call(
    registry.extend({ package: PackageRef }),
    z.array(z.object({ version: VersionText, note: z.string() })),
  ),
  /** What yanking (or unyanking) would do to everything else on the registry. Fails with `cancelled` where it was taken back. */
  'yank.impact': call(
    registry.extend({
      ask,
      changes: z
        .array(z.object({ package: PackageRef, versions: z.array(VersionText).min(1).max(1000) }))
        .min(1)
        .max(100),
      yanked: z.boolean(),
    }),
    Impact,
  ),
  'yank.stopImpact': call(z.object({ ask }), none),
} as const;

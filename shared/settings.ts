import * as z from 'zod';
import { RegistryId } from './ids.ts';
import { NETWORK_DEFAULTS, NetworkSettings } from './network.ts';

/** What a person set for the whole program. */
export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** How much room rows take: two-line rows and controls, or as many rows as fit. */
  density: z.enum(['comfortable', 'compact']),
  /** 0: none was chosen yet, a free one is taken. */
  localRegistryPort: z.number().int().min(0).max(65535),
  /** Whether the local registry starts with the program: as it was when that ended, always or never. */
  localRegistryStart: z.enum(['as_left', 'always', 'never']),
  network: NetworkSettings,
  publishing: z.object({
    /** Chosen for a project that nothing was chosen for yet; never a production one. */
    preselect: RegistryId.nullable(),
    /** After a registry rejected a package it still goes to the others that were chosen. */
    goOnAfterRejection: z.boolean(),
  }),
  /** How long ended entries of the activity log are kept, in days; null is for ever. */
  keepActivityDays: z.number().int().min(1).max(36500).nullable(),
});
export type Settings = z.infer<typeof Settings>;

export const SETTINGS_DEFAULTS: Settings = {
  theme: 'system',
  density: 'comfortable',
  localRegistryPort: 0,
  localRegistryStart: 'as_left',
  network: NETWORK_DEFAULTS,
  publishing: { preselect: null, goOnAfterRejection: true },
  keepActivityDays: null,
};

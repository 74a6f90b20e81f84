import * as z from 'zod';
import { NETWORK_DEFAULTS, NetworkSettings } from './network.ts';

/** What a person set for the whole program. */
export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** How much room rows take: two-line rows and controls, or as many rows as fit. */
  density: z.enum(['comfortable', 'compact']),
  /** 0: none was chosen yet, a free one is taken. */
  localRegistryPort: z.number().int().min(0).max(65535),
  network: NetworkSettings,
});
export type Settings = z.infer<typeof Settings>;

export const SETTINGS_DEFAULTS: Settings = {
  theme: 'system',
  density: 'comfortable',
  localRegistryPort: 0,
  network: NETWORK_DEFAULTS,
};

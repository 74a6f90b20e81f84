import * as z from 'zod';

/** How the host of this run keeps tokens, said as it is on the settings page. */
export const TokenStorage = z.object({ kind: z.enum(['keychain', 'memory']), text: z.string() });
export type TokenStorage = z.infer<typeof TokenStorage>;

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  localRegistryPort: z.number().int().min(0).max(65535),
});
export type Settings = z.infer<typeof Settings>;

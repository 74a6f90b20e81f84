import * as z from 'zod';

/** A package of which something is in the built program. `text` is its licence as the package itself brings it. */
export const BundledPackage = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  text: z.string(),
});
export type BundledPackage = z.infer<typeof BundledPackage>;

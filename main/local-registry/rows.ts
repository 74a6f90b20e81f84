import * as z from 'zod';
import { Instant, Sha256 } from '../../shared/ids.ts';

/** The form of the rows; a row of a higher one was written by a newer program. */
export const rowVersion = 1;

const row = z.object({ v: z.literal(rowVersion), at: Instant });

export const UserAdded = row.extend({ kind: z.literal('user'), id: z.number().int(), name: z.string() });

/** Of the token itself only its hash is kept; `partial` is its first and last four characters, for a person to know it by. */
export const TokenCreated = row.extend({
  kind: z.literal('token'),
  id: z.number().int(),
  userId: z.number().int(),
  sha256: Sha256,
  partial: z.string(),
});

export const TokenDeleted = row.extend({ kind: z.literal('tokenDeleted'), id: z.number().int() });

/** `dependencies` are those of the manifest, as they are written there. `readme` is the path of an entry of the archive. */
export const Published = row.extend({
  kind: z.literal('published'),
  userId: z.number().int(),
  group: z.string(),
  name: z.string(),
  version: z.string(),
  sha256: Sha256,
  bytes: z.number(),
  description: z.string().nullable(),
  homepage: z.string().nullable(),
  repository: z.string().nullable(),
  license: z.string().nullable(),
  keywords: z.array(z.string()),
  readme: z.string().nullable(),
  dependencies: z.array(z.object({ name: z.string(), req: z.string() })),
});
export type Published = z.infer<typeof Published>;

export const YankSet = row.extend({
  kind: z.literal('yank'),
  userId: z.number().int(),
  group: z.string(),
  name: z.string(),
  version: z.string(),
  yanked: z.boolean(),
});

/** Downloads of a version on one day (UTC, `2026-01-31`), to be added to what earlier rows say. */
export const Downloaded = row.extend({
  kind: z.literal('downloads'),
  group: z.string(),
  name: z.string(),
  version: z.string(),
  day: z.string(),
  count: z.number().int(),
});

/** One thing that happened. The journal is the list of all of them; everything else can be made from it again. */
export const Row = z.discriminatedUnion('kind', [
  UserAdded,
  TokenCreated,
  TokenDeleted,
  Published,
  YankSet,
  Downloaded,
]);
export type Row = z.infer<typeof Row>;

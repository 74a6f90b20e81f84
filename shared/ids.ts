import * as z from 'zod';

/** Ids are opaque strings made by main; the brand keeps one kind from being passed for another. */
const id = z.string().min(1).max(64);

export const RegistryId = id.brand('RegistryId');
export type RegistryId = z.infer<typeof RegistryId>;

export const TokenId = id.brand('TokenId');
export type TokenId = z.infer<typeof TokenId>;

export const ProjectId = id.brand('ProjectId');
export type ProjectId = z.infer<typeof ProjectId>;

export const StagingId = id.brand('StagingId');
export type StagingId = z.infer<typeof StagingId>;

export const JobId = id.brand('JobId');
export type JobId = z.infer<typeof JobId>;

export const EntryId = id.brand('EntryId');
export type EntryId = z.infer<typeof EntryId>;

export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand('Sha256');
export type Sha256 = z.infer<typeof Sha256>;

/** An instant, RFC 3339 in UTC. */
export const Instant = z.string().min(20).max(40);
export type Instant = z.infer<typeof Instant>;

/** `group/name` in the spelling it was published with. */
export const PackageRef = z.object({ group: z.string().min(1).max(200), name: z.string().min(1).max(200) });
export type PackageRef = z.infer<typeof PackageRef>;

/** A version as text; its form is checked where it is read from a manifest. */
export const VersionText = z.string().min(1).max(200);

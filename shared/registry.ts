import * as z from 'zod';
import { AppError } from './errors.ts';
import { Instant, RegistryId } from './ids.ts';
import { RegistryNetwork } from './network.ts';
import { SavedToken, TokenState } from './tokens.ts';

/** The eight identity colours of the design; blue is missing because it is the accent. */
export const Colour = z.enum(['crimson', 'orange', 'gold', 'green', 'teal', 'violet', 'magenta', 'graphite']);
export type Colour = z.infer<typeof Colour>;

/** Which routes a registry speaks: `documented` as in elba's Guide, `packages` as the reference registry; `auto` finds out. */
export const RouteFamily = z.enum(['auto', 'documented', 'packages']);
export type RouteFamily = z.infer<typeof RouteFamily>;

/**
 * What a person sets for a registry. `url` is the base that the routes are relative to, with `http` or `https`; it may be
 * empty where only an index is known. `index` is an index resolution such as `index+dir+/path`, or empty.
 */
export const RegistryProfile = z.object({
  name: z.string().trim().min(1).max(40),
  colour: Colour,
  url: z.string().max(2000),
  index: z.string().max(2000),
  family: RouteFamily,
  production: z.boolean(),
  /** The person agreed to send tokens over plain http to this registry, which is not on this computer. */
  allowPlainHttp: z.boolean(),
  /** How it is reached where the settings are not right for it. */
  network: RegistryNetwork.optional(),
  /** Groups whose packages this registry is preselected for, as in elba.toml; never with `production`. */
  groups: z.array(z.string().trim().min(1).max(200)).max(100).optional(),
});
export type RegistryProfile = z.infer<typeof RegistryProfile>;

/** What the last look at a registry found. `family` is null as long as it could not be told. */
export const RegistryStatus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unchecked') }),
  z.object({ kind: z.literal('checking') }),
  z.object({
    kind: z.literal('reachable'),
    checkedAt: Instant,
    milliseconds: z.number(),
    family: z.enum(['documented', 'packages']).nullable(),
  }),
  z.object({ kind: z.literal('offline'), checkedAt: Instant, error: AppError }),
]);
export type RegistryStatus = z.infer<typeof RegistryStatus>;

export const Registry = RegistryProfile.extend({
  id: RegistryId,
  /** Host and port as a person reads them, such as `registry.example` or `127.0.0.1:6480`; empty without a URL. */
  host: z.string(),
  /** The registry that this program itself runs. */
  embedded: z.boolean(),
  /** The token that it is used with. */
  token: TokenState,
  /** All that are saved for it. */
  tokens: z.array(SavedToken),
  status: RegistryStatus,
});
export type Registry = z.infer<typeof Registry>;

/** The embedded registry as the settings page shows it. `users` are accounts of that registry; one of them is in use. */
export const LocalRegistryState = z.object({
  state: z.enum(['stopped', 'starting', 'running', 'stopping', 'failed']),
  url: z.string().optional(),
  port: z.number().int(),
  folder: z.string(),
  /** `index+dir+…`, ready for elba's own configuration. */
  index: z.string(),
  registryId: RegistryId.optional(),
  users: z.array(z.object({ id: z.number().int(), name: z.string(), active: z.boolean() })),
  packages: z.number().int(),
  bytes: z.number(),
  error: AppError.optional(),
});
export type LocalRegistryState = z.infer<typeof LocalRegistryState>;

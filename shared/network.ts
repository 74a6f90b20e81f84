import * as z from 'zod';

/**
 * Which proxy requests go through. `system`: what this computer says for the address; `none`: straight there; `url`: this one, with
 * `http`, `https` or `socks5` and without a user name or password, which are not kept in clear.
 */
export const ProxyChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('system') }),
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('url'), url: z.string().min(1).max(2000) }),
]);
export type ProxyChoice = z.infer<typeof ProxyChoice>;

/** Certificates of authorities that are trusted beside the system's own; `pem` as in the file that was chosen. */
export const Certificates = z.object({
  fileName: z.string().min(1).max(255),
  pem: z.string().min(1).max(131_072),
});
export type Certificates = z.infer<typeof Certificates>;

/** Seconds without a byte moving after which a request is given up. */
export const StallSeconds = z.number().int().min(5).max(600);

/** How one registry is reached where that differs from the settings; what is absent is as the settings say. */
export const RegistryNetwork = z.object({
  proxy: ProxyChoice.optional(),
  certificates: Certificates.optional(),
  stallSeconds: StallSeconds.optional(),
});
export type RegistryNetwork = z.infer<typeof RegistryNetwork>;

/** How every registry is reached that says nothing else. */
export const NetworkSettings = z.object({
  proxy: ProxyChoice,
  certificates: Certificates.optional(),
  stallSeconds: StallSeconds,
});
export type NetworkSettings = z.infer<typeof NetworkSettings>;

export const NETWORK_DEFAULTS: NetworkSettings = { proxy: { kind: 'system' }, stallSeconds: 30 };

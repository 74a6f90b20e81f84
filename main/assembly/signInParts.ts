import { createAccountApi } from '../api/account.ts';
import type { Ground } from '../ground.ts';
import type { Host } from '../host.ts';
import { createSignIn, type SignIn } from '../registries/signIn.ts';
import type { RegistryParts } from './registryParts.ts';

/** Signing in on registries that know accounts. */
export const buildSignIn = (host: Host, { redactor, ending }: Ground, parts: RegistryParts): SignIn =>
  createSignIn({
    registryOf: parts.registries.get,
    apiFor: (registry) =>
      createAccountApi({ registry, send: parts.network.sendFor(registry), redact: redactor.redact }),
    host,
    embeddedSession: parts.embedded.openSession,
    vault: parts.vault,
    redactor,
    signal: ending.signal,
  });

import type { RegistryId } from '../../shared/ids.ts';
import type { Registry } from '../../shared/registry.ts';
import type { Handlers } from '../dispatch.ts';
import { Failure, failure } from '../failure.ts';
import { originOf } from '../registries/profileForm.ts';
import type { Registries } from '../registries/profiles.ts';
import type { Vault } from '../tokens/vault.ts';

export interface TokenHandlerParts {
  readonly registries: Registries;
  readonly vault: Vault;
  testToken(registryId: RegistryId, signal: AbortSignal): Promise<void>;
  readonly signal: AbortSignal;
}

type Calls = 'tokens.set' | 'tokens.test' | 'tokens.remove';

/** How long saving a token waits for the registry to say whether it is good. */
const TEST_ON_SAVING_MS = 10_000;

/** Saves the token, then tests it. A registry that refuses it, or that is not there, does not undo the saving. */
async function saveToken(parts: TokenHandlerParts, registryId: RegistryId, token: string): Promise<Registry> {
  const registry = parts.registries.get(registryId);
  if (registry.url === '') {
    throw failure('invalid_input', `${registry.name} has no URL, so a token has nowhere to go. Add its URL first.`);
  }
  await parts.vault.set(registryId, originOf(registry.url), token);
  const enough = AbortSignal.any([parts.signal, AbortSignal.timeout(TEST_ON_SAVING_MS)]);
  try {
    await parts.testToken(registryId, enough);
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
  }
  return parts.registries.get(registryId);
}

/** The calls about tokens. None of them answers one. */
export function tokenHandlers(parts: TokenHandlerParts): Pick<Handlers, Calls> {
  const { registries, vault } = parts;
  return {
    'tokens.set': ({ registryId, token }) => saveToken(parts, registryId, token),
    'tokens.test': async ({ registryId }) => {
      await parts.testToken(registryId, parts.signal);
      return registries.get(registryId);
    },
    'tokens.remove': async ({ registryId }) => {
      registries.get(registryId);
      await vault.remove(registryId);
      return registries.get(registryId);
    },
  };
}

import type { RegistryId } from '../../shared/ids.ts';
import type { Registry } from '../../shared/registry.ts';
import type { Handlers } from '../dispatch.ts';
import { Failure, failure } from '../failure.ts';
import type { Embedded } from '../registries/embedded.ts';
import { ignoreGone } from '../registries/ignoreGone.ts';
import type { Probe } from '../registries/probe.ts';
import { originOf } from '../registries/profileForm.ts';
import type { Registries } from '../registries/profiles.ts';
import type { Vault } from '../tokens/vault.ts';

export interface RegistryHandlerParts {
  readonly registries: Registries;
  readonly vault: Vault;
  readonly probe: Probe;
  readonly embedded: Embedded;
  testToken(registryId: RegistryId, signal: AbortSignal): Promise<void>;
  /** Runs what nobody waits for; its failure is logged. */
  background(what: string, run: () => Promise<unknown>): void;
  readonly signal: AbortSignal;
}

type Calls =
  | 'registries.add'
  | 'registries.update'
  | 'registries.remove'
  | 'registries.check'
  | 'tokens.set'
  | 'tokens.test'
  | 'tokens.remove'
  | 'localRegistry.start'
  | 'localRegistry.stop'
  | 'localRegistry.addUser'
  | 'localRegistry.actAs';

/** How long saving a token waits for the registry to say whether it is good. */
const TEST_ON_SAVING_MS = 10_000;

/** Saves the token, then tests it. A registry that refuses it, or that is not there, does not undo the saving. */
async function saveToken(parts: RegistryHandlerParts, registryId: RegistryId, token: string): Promise<Registry> {
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

/** The calls about registries, their tokens and the registry that the program itself runs. */
export function registryHandlers(parts: RegistryHandlerParts): Pick<Handlers, Calls> {
  const { registries, vault, probe, embedded } = parts;
  const lookAt = (registry: Registry): Registry => {
    parts.background('Looking at a registry', () => probe.check(registry.id).catch(ignoreGone));
    return registry;
  };
  return {
    'registries.add': (profile) => lookAt(registries.add(profile)),
    'registries.update': async ({ registryId, profile }) => lookAt(await registries.update(registryId, profile)),
    'registries.remove': ({ registryId }) => {
      embedded.assertRemovable(registryId);
      return registries.remove(registryId);
    },
    'registries.check': ({ registryId }) => probe.check(registryId),
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
    'localRegistry.start': () => embedded.start(),
    'localRegistry.stop': () => embedded.stop(),
    'localRegistry.addUser': ({ name }) => embedded.addUser(name),
    'localRegistry.actAs': ({ userId }) => embedded.actAs(userId),
  };
}

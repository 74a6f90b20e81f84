import type { RegistryId, TokenId } from '../../shared/ids.ts';
import type { Registry } from '../../shared/registry.ts';
import type { Handlers } from '../dispatch.ts';
import { Failure, failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Redactor } from '../redact.ts';
import { originOf } from '../registries/profileForm.ts';
import type { Registries } from '../registries/profiles.ts';
import type { Vault } from '../tokens/vault.ts';
import type { SaveOptions } from '../tokens/vaultChange.ts';

export interface TokenHandlerParts {
  readonly registries: Pick<Registries, 'get'>;
  readonly vault: Vault;
  readonly redactor: Pick<Redactor, 'add'>;
  readonly clipboard: Host['clipboard'];
  testToken(registryId: RegistryId, signal: AbortSignal, tokenId?: TokenId): Promise<void>;
  readonly signal: AbortSignal;
}

type Calls =
  | 'tokens.set'
  | 'tokens.setFromClipboard'
  | 'tokens.test'
  | 'tokens.remove'
  | 'tokens.change'
  | 'tokens.activate'
  | 'tokens.unlock'
  | 'tokens.giveUp'
  | 'tokens.lock'
  | 'tokens.lockAfter'
  | 'tokens.move'
  | 'tokens.changePassphrase';

/** How long saving a token waits for the registry to say whether it is good. */
const TEST_ON_SAVING_MS = 10_000;

/** Saves the token, then tests it. A registry that refuses it, or that is not there, does not undo the saving. */
async function saveToken(
  parts: TokenHandlerParts,
  registryId: RegistryId,
  token: string,
  options: Pick<SaveOptions, 'name' | 'expiresOn'>,
): Promise<Registry> {
  parts.redactor.add(token);
  const registry = parts.registries.get(registryId);
  if (registry.url === '') {
    throw failure('invalid_input', `${registry.name} has no URL, so a token has nowhere to go. Add its URL first.`);
  }
  const tokenId = await parts.vault.set(registryId, originOf(registry.url), token, options);
  const enough = AbortSignal.any([parts.signal, AbortSignal.timeout(TEST_ON_SAVING_MS)]);
  try {
    await parts.testToken(registryId, enough, tokenId);
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
  }
  return parts.registries.get(registryId);
}

/** What was copied is a token when it is one line of some length; anything else was copied for another purpose. */
const LONGEST = 4096;

async function saveCopied(
  parts: TokenHandlerParts,
  registryId: RegistryId,
  options: Pick<SaveOptions, 'name' | 'expiresOn'>,
): Promise<Registry> {
  const { clipboard } = parts;
  if (clipboard === null)
    throw failure('not_supported_here', 'Only the page can read the clipboard here. Paste the token into the field.');
  const copied = await clipboard.read();
  const token = copied.trim();
  if (token === '')
    throw failure('invalid_input', 'There is no text in the clipboard. Copy the token where the registry shows it.');
  if (token.length > LONGEST || /[\r\n]/.test(token))
    throw failure('invalid_input', 'What is in the clipboard is more than one line, so it is no token. Copy it again.');
  const registry = await saveToken(parts, registryId, token, options);
  await clipboard.clear(copied);
  return registry;
}

/** The calls about tokens. None of them answers one. */
export function tokenHandlers(parts: TokenHandlerParts): Pick<Handlers, Calls> {
  const { registries, vault } = parts;
  const activeOf = (registryId: RegistryId): TokenId | undefined => {
    const { tokens } = registries.get(registryId);
    return tokens.find(({ active }) => active)?.id;
  };
  return {
    'tokens.set': ({ registryId, token, ...options }) => saveToken(parts, registryId, token, options),
    'tokens.setFromClipboard': ({ registryId, ...options }) => saveCopied(parts, registryId, options),
    'tokens.test': async ({ registryId, tokenId }) => {
      await parts.testToken(registryId, parts.signal, tokenId);
      return registries.get(registryId);
    },
    'tokens.remove': async ({ registryId, tokenId }) => {
      await vault.remove(registryId, tokenId ?? activeOf(registryId));
      return registries.get(registryId);
    },
    'tokens.change': async ({ registryId, tokenId, ...what }) => {
      registries.get(registryId);
      await vault.change(registryId, tokenId, what);
      return registries.get(registryId);
    },
    'tokens.activate': async ({ registryId, tokenId }) => {
      registries.get(registryId);
      await vault.activate(registryId, tokenId);
      return registries.get(registryId);
    },
    'tokens.unlock': async ({ passphrase }) => {
      await vault.unlock(passphrase);
      return vault.storage();
    },
    'tokens.giveUp': () => vault.giveUp(),
    'tokens.lock': () => {
      vault.lock();
      return vault.storage();
    },
    'tokens.lockAfter': async ({ minutes }) => {
      await vault.lockAfter(minutes);
      return vault.storage();
    },
    'tokens.move': ({ way, passphrase, unreadable }) => vault.move(way, passphrase, unreadable),
    'tokens.changePassphrase': ({ current, next, unreadable }) => vault.changePassphrase(current, next, unreadable),
  };
}

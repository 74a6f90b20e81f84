import type { RegistryId, TokenId } from '../../shared/ids.ts';
import type { Registry } from '../../shared/registry.ts';
import { type Client, createClient } from '../api/client.ts';
import type { Send } from '../api/transport.ts';
import type { Vault } from '../tokens/vault.ts';
import { originOf } from './profileForm.ts';
import type { Registries } from './profiles.ts';

export interface ClientsParts {
  readonly registries: Pick<Registries, 'get'>;
  readonly vault: Pick<Vault, 'use'>;
  redact(text: string): string;
  /** What requests to a registry go out through. */
  sendFor(registry: Registry): Send;
}

export interface Clients {
  /**
   * The client of a registry, one for as long as its profile stays; it uses the registry's token in use. With a token it is one
   * for that token alone, which is not kept. Throws `not_found`.
   */
  clientFor(registryId: RegistryId, tokenId?: TokenId): Client;
  /** A client that knows nothing of the routes yet, for looking again. It takes the other's place where nobody set the routes. */
  freshFor(registryId: RegistryId): Client;
  /** Drops the client of a registry that was removed, or whose address changed. */
  forget(registryId: RegistryId): void;
}

/** What a client was made from; it is made anew when any of it changes. */
const keyOf = ({ name, url, family, allowPlainHttp, network }: Registry): string =>
  JSON.stringify([name, url, family, allowPlainHttp, network]);

/** Makes and keeps the clients. A token is lent to a client for the origin that its own requests go to, and for no other. */
export function createClients({ registries, vault, redact, sendFor }: ClientsParts): Clients {
  const clients = new Map<RegistryId, { key: string; client: Client }>();

  const make = (registry: Registry, family: Registry['family'], tokenId?: TokenId): Client => {
    const { id, name, url, allowPlainHttp } = registry;
    const client = createClient({
      registry: { id, name, url, family, allowPlainHttp },
      useToken: (fn) => vault.use(id, originOf(url), fn, tokenId),
      redact,
      send: sendFor(registry),
    });
    if (tokenId === undefined && family === registry.family) clients.set(id, { key: keyOf(registry), client });
    return client;
  };
  return {
    clientFor: (registryId, tokenId) => {
      const registry = registries.get(registryId);
      if (tokenId !== undefined) return make(registry, registry.family, tokenId);
      const kept = clients.get(registryId);
      return kept?.key === keyOf(registry) ? kept.client : make(registry, registry.family);
    },
    freshFor: (registryId) => make(registries.get(registryId), 'auto'),
    forget: (registryId) => void clients.delete(registryId),
  };
}

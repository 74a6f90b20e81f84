import { randomUUID } from 'node:crypto';
import { TokenId } from '../../shared/ids.ts';
import type { Ground } from '../ground.ts';
import type { Host } from '../host.ts';
import { createVault, type Vault } from '../tokens/vault.ts';

/** The tokens of all registries. It locks when the computer goes to sleep, and tells the page how tokens are kept after every change. */
export function buildVault(host: Host, ground: Ground, changed: () => void): Vault {
  const { background, events, redactor, now, ending } = ground;
  const tell = async (): Promise<void> => events.emit('tokens.storageChanged', await vault.storage());
  const vault = createVault({
    cipher: () => host.cipher(),
    document: host.document('vault'),
    attempts: host.document('vault-attempts'),
    redactor,
    now,
    newId: () => TokenId.parse(randomUUID()),
    changed,
    storageChanged: () => background.start('Telling how tokens are kept', tell),
  });
  const stopListening = host.onSleep(() => vault.lock());
  ending.signal.addEventListener('abort', stopListening, { once: true });
  return vault;
}

import type { Registry } from '../../shared/registry.ts';
import type { Handlers } from '../dispatch.ts';
import type { Host } from '../host.ts';
import type { Embedded } from '../registries/embedded.ts';
import { ignoreGone } from '../registries/ignoreGone.ts';
import type { Probe } from '../registries/probe.ts';
import type { Registries } from '../registries/profiles.ts';
import { createShareFile } from '../registries/shareFile.ts';

export interface RegistryHandlerParts {
  readonly registries: Registries;
  readonly probe: Probe;
  readonly embedded: Embedded;
  readonly host: Pick<Host, 'openFolder'>;
  /** Runs what nobody waits for; its failure is logged. */
  background(what: string, run: () => Promise<unknown>): void;
}

type Calls =
  | 'registries.add'
  | 'registries.update'
  | 'registries.remove'
  | 'registries.check'
  | 'registries.duplicate'
  | 'registries.reorder'
  | 'registries.exportFile'
  | 'registries.readFile'
  | 'registries.importFile'
  | 'localRegistry.start'
  | 'localRegistry.stop'
  | 'localRegistry.reset'
  | 'localRegistry.openFolder'
  | 'localRegistry.addUser'
  | 'localRegistry.actAs';

/** The calls about registries and the one that the program itself runs. */
export function registryHandlers(parts: RegistryHandlerParts): Pick<Handlers, Calls> {
  const { registries, probe, embedded } = parts;
  const share = createShareFile(registries);
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
    'registries.duplicate': ({ registryId }) => lookAt(registries.duplicate(registryId)),
    'registries.exportFile': () => share.export(),
    'registries.readFile': ({ text }) => share.read(text),
    'registries.importFile': ({ text, chosen }) => {
      const done = share.import(text, chosen);
      for (const { registry } of done) if (registry !== undefined) lookAt(registry);
      return done;
    },
    'registries.reorder': ({ registryIds }) => registries.reorder(registryIds),
    'localRegistry.start': () => embedded.start(),
    'localRegistry.stop': () => embedded.stop(),
    'localRegistry.reset': () => embedded.reset(),
    'localRegistry.openFolder': () => parts.host.openFolder(embedded.state().folder),
    'localRegistry.addUser': ({ name }) => embedded.addUser(name),
    'localRegistry.actAs': ({ userId }) => embedded.actAs(userId),
  };
}

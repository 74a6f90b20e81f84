import * as z from 'zod';
import { RegistryId } from '../ids.ts';
import { LocalRegistryState, Registry, RegistryProfile } from '../registry.ts';
import { call, none, registry } from './call.ts';

/** The calls about registries, the one on this computer included. */
export const registryCalls = {
  'registries.add': call(RegistryProfile, Registry),
  'registries.update': call(z.object({ registryId: RegistryId, profile: RegistryProfile }), Registry),
  'registries.remove': call(registry, none),
  'registries.check': call(registry, Registry),
  'localRegistry.start': call(none, LocalRegistryState),
  'localRegistry.stop': call(none, LocalRegistryState),
  'localRegistry.addUser': call(z.object({ name: z.string().trim().min(1).max(40) }), LocalRegistryState),
  'localRegistry.actAs': call(z.object({ userId: z.number().int() }), LocalRegistryState),
} as const;

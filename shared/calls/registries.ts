import * as z from 'zod';
import { ElbaChoice, ElbaFound, ElbaImported, IndexText } from '../elba.ts';
import { RegistryId } from '../ids.ts';
import { LookReport, LookWish } from '../look.ts';
import { LocalRegistryState, Registry, RegistryProfile } from '../registry.ts';
import { SharedRegistry, ShareImported, ShareText } from '../share.ts';
import { call, none, registry } from './call.ts';

/** The calls about registries, the one on this computer included. */
export const registryCalls = {
  'registries.add': call(RegistryProfile, Registry),
  'registries.update': call(z.object({ registryId: RegistryId, profile: RegistryProfile }), Registry),
  'registries.remove': call(registry, none),
  'registries.check': call(registry, Registry),
  /** Looks at an address before anything is saved; `look.changed` tells how far it is. */
  'registries.look': call(LookWish, LookReport),
  'registries.stopLooking': call(z.object({ lookId: z.string().min(1).max(64) }), none),
  /** Duplicates have their own name and no token. */
  'registries.duplicate': call(registry, Registry),
  /** The whole list in its new order. */
  'registries.reorder': call(z.object({ registryIds: z.array(RegistryId).max(1000) }), none),
  /** The list as a file for others, without tokens. */
  'registries.exportFile': call(none, z.object({ name: z.string(), text: z.string() })),
  'registries.readFile': call(z.object({ text: ShareText }), z.array(SharedRegistry)),
  /** Adds those at some places of the file. */
  'registries.importFile': call(
    z.object({ text: ShareText, chosen: z.array(z.number().int().min(0)).min(1).max(1000) }),
    z.array(ShareImported),
  ),
  /** Host and port of the proxy that this computer names for https; null for none. */
  'network.systemProxy': call(none, z.object({ proxy: z.string().nullable() })),
  'elba.find': call(none, ElbaFound),
  /** With `deleteLogins`, elba's own copy of each token goes once it is kept here. */
  'elba.import': call(
    z.object({ choices: z.array(ElbaChoice).min(1).max(100), deleteLogins: z.boolean() }),
    z.array(ElbaImported),
  ),
  'elba.importToken': call(registry, Registry),
  /** Takes the token of an index out of elba's own file. */
  'elba.deleteLogin': call(z.object({ index: IndexText }), ElbaFound),
  'localRegistry.start': call(none, LocalRegistryState),
  'localRegistry.stop': call(none, LocalRegistryState),
  /** Deletes its packages, accounts and token. */
  'localRegistry.reset': call(none, LocalRegistryState),
  /** Shows its folder in the system's file manager. */
  'localRegistry.openFolder': call(none, none),
  'localRegistry.addUser': call(z.object({ name: z.string().trim().min(1).max(40) }), LocalRegistryState),
  'localRegistry.actAs': call(z.object({ userId: z.number().int() }), LocalRegistryState),
} as const;

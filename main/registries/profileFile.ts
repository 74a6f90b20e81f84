import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { RegistryId } from '../../shared/ids.ts';
import { RegistryProfile } from '../../shared/registry.ts';
import type { DocumentStore } from '../host.ts';

/** A registry on disk. `hidden` is the embedded one after it was removed from the list: its id and its data stay. */
export const StoredRegistry = RegistryProfile.extend({ id: RegistryId, embedded: z.boolean(), hidden: z.boolean() });
export type StoredRegistry = z.infer<typeof StoredRegistry>;

const ProfileFile = z.object({ v: z.literal(1), registries: z.array(z.unknown()) });

/** Writes the whole list. Throws `disk_failed`. */
export const writeProfiles = (document: DocumentStore, registries: readonly StoredRegistry[]): void =>
  document.write({ v: 1, registries });

/**
 * Reads the saved registries. A file of another form is set aside and the list is empty; where only some entries are of
 * another form, hold what this version does not know, or an id is there twice, the file is set aside as well and what could be
 * understood goes on in a fresh one.
 */
export function readProfiles(document: DocumentStore): StoredRegistry[] {
  const content = document.read();
  if (content === undefined) return [];
  const file = ProfileFile.safeParse(content);
  if (!file.success) {
    document.setAside('it is not a list of registries of this version');
    return [];
  }
  const good = new Map<string, StoredRegistry>();
  let understood = 0;
  for (const entry of file.data.registries) {
    const stored = StoredRegistry.safeParse(entry);
    if (!stored.success || good.has(stored.data.id)) continue;
    good.set(stored.data.id, stored.data);
    // What a schema leaves out would be gone with the next save.
    if (isDeepStrictEqual(stored.data, entry)) understood += 1;
  }
  const list = [...good.values()];
  if (understood < file.data.registries.length) {
    document.setAside('some of its entries are damaged or of another version; the others were taken over');
    writeProfiles(document, list);
  }
  return list;
}

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
 * another form, or an id is there twice, the file is set aside as well and the good entries go on in a fresh one.
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
  for (const entry of file.data.registries) {
    const stored = StoredRegistry.safeParse(entry);
    if (stored.success && !good.has(stored.data.id)) good.set(stored.data.id, stored.data);
  }
  const list = [...good.values()];
  if (list.length < file.data.registries.length) {
    document.setAside('some of its entries are damaged; the others were taken over');
    writeProfiles(document, list);
  }
  return list;
}

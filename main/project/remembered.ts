import * as z from 'zod';
import { Instant, PackageRef, RegistryId, VersionText } from '../../shared/ids.ts';
import type { DocumentStore } from '../host.ts';

const recent = z.object({
  /** Absolute. */
  folder: z.string().min(1),
  package: PackageRef.extend({ version: VersionText }).nullable(),
  openedAt: Instant,
});
export type Remembered = z.infer<typeof recent>;

const document = z.object({
  recent: z.array(recent),
  /** The targets last chosen, by the key of the project. */
  chosen: z.record(z.string(), z.array(RegistryId)),
});
type Document = z.infer<typeof document>;

const mostRecent = 20;
const mostChosen = 200;

/** What is kept of projects between runs: where they were, and which registries were chosen for them. */
export const createMemory = (store: DocumentStore) => {
  const read = (): Document => {
    const kept = store.read();
    if (kept === undefined) return { recent: [], chosen: {} };
    const parsed = document.safeParse(kept);
    if (parsed.success) return parsed.data;
    store.setAside('it is not a list of projects');
    return { recent: [], chosen: {} };
  };
  return {
    recent: (): readonly Remembered[] => read().recent,
    /** Puts a project first in the list. */
    noteOpened: (entry: Remembered): void => {
      const kept = read();
      const others = kept.recent.filter((other) => other.folder !== entry.folder);
      store.write({ ...kept, recent: [entry, ...others].slice(0, mostRecent) });
    },
    chosen: (key: string): RegistryId[] => {
      const { chosen } = read();
      return Object.hasOwn(chosen, key) ? (chosen[key] ?? []) : [];
    },
    setChosen: (key: string, registryIds: readonly RegistryId[]): void => {
      const kept = read();
      const others = Object.entries(kept.chosen).filter(([other]) => other !== key);
      const entries: [string, RegistryId[]][] = [[key, [...registryIds]], ...others];
      store.write({ ...kept, chosen: Object.fromEntries(entries.slice(0, mostChosen)) });
    },
  };
};
export type Memory = ReturnType<typeof createMemory>;

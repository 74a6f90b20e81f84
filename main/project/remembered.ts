import { randomBytes } from 'node:crypto';
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
  /** The key that ids of secrets are made with, and those that were let pass, by the key of the project. */
  secrets: z
    .object({ key: z.string().regex(/^[0-9a-f]{64}$/), accepted: z.record(z.string(), z.array(z.string())) })
    .optional(),
});
type Document = z.infer<typeof document>;

const mostRecent = 20;
const mostChosen = 200;
const mostAccepted = 1000;

/** Puts a row first; the oldest fall out. */
const withRow = <T>(rows: Readonly<Record<string, T>>, key: string, row: T): Record<string, T> => {
  const others = Object.entries(rows).filter(([other]) => other !== key);
  return Object.fromEntries([[key, row] as const, ...others].slice(0, mostChosen));
};

const rowOf = <T>(rows: Readonly<Record<string, readonly T[]>>, key: string): readonly T[] =>
  Object.hasOwn(rows, key) ? (rows[key] ?? []) : [];

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
  let key: string | null = null;
  return {
    recent: (): readonly Remembered[] => read().recent,
    /** Puts a project first in the list. */
    noteOpened: (entry: Remembered): void => {
      const kept = read();
      const others = kept.recent.filter((other) => other.folder !== entry.folder);
      store.write({ ...kept, recent: [entry, ...others].slice(0, mostRecent) });
    },
    chosen: (key: string): RegistryId[] => [...rowOf(read().chosen, key)],
    setChosen: (key: string, registryIds: readonly RegistryId[]): void => {
      const kept = read();
      store.write({ ...kept, chosen: withRow(kept.chosen, key, [...registryIds]) });
    },
    /** The key for ids of secrets, 64 hexadecimal digits. It is kept once a secret was accepted. */
    secretKey: (): string => {
      key ??= read().secrets?.key ?? randomBytes(32).toString('hex');
      return key;
    },
    /** The ids of the secrets that were let pass. */
    accepted: (project: string): readonly string[] => rowOf(read().secrets?.accepted ?? {}, project),
    accept: (project: string, findingId: string): void => {
      const kept = read();
      key ??= kept.secrets?.key ?? randomBytes(32).toString('hex');
      const before = kept.secrets?.accepted ?? {};
      const ids = [findingId, ...rowOf(before, project).filter((id) => id !== findingId)].slice(0, mostAccepted);
      store.write({ ...kept, secrets: { key, accepted: withRow(before, project, ids) } });
    },
  };
};
export type Memory = ReturnType<typeof createMemory>;

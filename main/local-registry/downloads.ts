import type { RegistryParts } from './registry.ts';
import { rowVersion } from './rows.ts';
import { applyRow, type StoredPackage, type StoredVersion } from './state.ts';

const seasonDays = 90;

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

export const downloadsOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

/** Downloads of the last 90 days, today included. */
export const seasonOf = (counts: ReadonlyMap<string, number>, now: Date): number => {
  const first = dayOf(new Date(now.getTime() - (seasonDays - 1) * 86_400_000));
  return [...counts].reduce((sum, [day, count]) => (day >= first ? sum + count : sum), 0);
};

/** A row for each day with a download, in order. */
export const graphOf = (counts: ReadonlyMap<string, number>): { date: string; downloads: number }[] =>
  [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, downloads]) => ({ date: `${day}T00:00:00+00:00`, downloads }));

type Pending = { readonly of: StoredPackage; readonly version: string; readonly day: string; count: number };

/** Counts downloads. They are true at once and reach the disk a little later: nobody was promised them. */
export type DownloadCounter = {
  count(of: StoredPackage, version: StoredVersion): void;
  flush(): Promise<void>;
};

const flushAfterMs = 5000;

export const createDownloadCounter = (
  parts: Pick<RegistryParts, 'state' | 'journal' | 'now' | 'log'>,
): DownloadCounter => {
  let pending = new Map<string, Pending>();
  let timer: NodeJS.Timeout | null = null;

  const flush = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const rows = [...pending.values()];
    pending = new Map();
    const at = parts.now().toISOString();
    await Promise.all(
      rows.map(({ of: { group, name }, version, day, count }) =>
        parts.journal.append({ v: rowVersion, at, kind: 'downloads', group, name, version, day, count }),
      ),
    ).catch((error: unknown) => parts.log(`Download counts were lost: ${error}`));
  };

  return {
    flush,
    count(of, { version }) {
      const now = parts.now();
      const day = dayOf(now);
      const { group, name } = of;
      applyRow(parts.state, {
        v: rowVersion,
        at: now.toISOString(),
        kind: 'downloads',
        group,
        name,
        version,
        day,
        count: 1,
      });
      const key = `${of.key} ${version} ${day}`;
      const known = pending.get(key);
      if (known === undefined) pending.set(key, { of, version, day, count: 1 });
      else known.count++;
      timer ??= setTimeout(() => void flush(), flushAfterMs).unref();
    },
  };
};

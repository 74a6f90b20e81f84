import type { PackageFilter, PackagePage, PackageRow } from '../../../shared/catalog.ts';
import type { RowRange } from './useWindowedRows.ts';

/** What is searched for in one registry. */
export interface PackageSearch {
  readonly text: string;
  readonly filter: PackageFilter;
}

/** The answer to a search as far as it was read, in parts of `PAGE_ROWS` rows. */
export interface PackagePages {
  /** What the rows answer; null before the first answer. */
  readonly search: PackageSearch | null;
  readonly total: number;
  readonly all: number;
  readonly generation: number;
  /** By their number. A part of an older generation is shown until it was read again. */
  readonly parts: ReadonlyMap<number, { readonly rows: readonly PackageRow[]; readonly generation: number }>;
  /** What the last question ended in, null where it was answered. */
  readonly thrown: unknown;
  readonly isAsking: boolean;
}

/** Rows in one question. */
export const PAGE_ROWS = 100;
/** Parts that are kept; a person who goes through all rows of a large registry leaves the first ones behind. */
const MOST_PARTS = 200;

const EMPTY: PackagePages = {
  search: null,
  total: 0,
  all: 0,
  generation: 0,
  parts: new Map(),
  thrown: null,
  isAsking: false,
};

/** The row at a place of the list, undefined where it was not read yet. */
export const rowAt = ({ parts }: PackagePages, index: number): PackageRow | undefined =>
  parts.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS];

/** Where a row is among those that were read; -1 where it is not. */
export function findRow({ parts }: PackagePages, isIt: (row: PackageRow) => boolean): number {
  for (const [part, { rows }] of parts) {
    const at = rows.findIndex(isIt);
    if (at !== -1) return part * PAGE_ROWS + at;
  }
  return -1;
}

export interface PackagePagesStore {
  get(): PackagePages;
  subscribe(listener: () => void): () => void;
  /** Searches for something else; the old rows stay until the answer is there. */
  search(wanted: PackageSearch): void;
  /** Tells which rows are in view; those that are missing are asked for. */
  show(range: RowRange): void;
  /** Asks again, after a failure or a change; the rows stay until the answer is there. */
  renew(): void;
}

type Ask = (search: PackageSearch, offset: number, limit: number) => Promise<PackagePage>;

const sameSearch = (one: PackageSearch | null, other: PackageSearch): boolean =>
  one !== null &&
  one.text === other.text &&
  one.filter.mine === other.filter.mine &&
  one.filter.hasYanked === other.filter.hasYanked &&
  one.filter.prerelease === other.filter.prerelease;

/** What is known after an answer: parts of another search go, those of an older generation stay until they are read again. */
function withPage(now: PackagePages, search: PackageSearch, part: number, page: PackagePage): PackagePages {
  const kept = sameSearch(now.search, search) ? [...now.parts].filter(([other]) => other !== part) : [];
  const { rows, generation, total, all } = page;
  const parts = new Map([...kept.slice(1 - MOST_PARTS), [part, { rows, generation }] as const]);
  return { search, total, all, generation, parts, thrown: null, isAsking: false };
}

/**
 * Reads a long list in parts while it is looked at. One question is under way at a time; who types faster than the answers come has
 * the last text asked for next.
 */
export function createPackagePages(ask: Ask): PackagePagesStore {
  let pages = EMPTY;
  let wanted: PackageSearch | null = null;
  let range: RowRange = { start: 0, end: 1 };
  /** Grows with each `renew`; an answer to a question from before it is old. */
  let renewals = 0;
  let isOld = false;
  const listeners = new Set<() => void>();

  const set = (next: PackagePages): void => {
    pages = next;
    for (const listener of listeners) listener();
  };

  /** The next part to ask for; null where nothing is missing. */
  const missing = (): number | null => {
    if (wanted === null) return null;
    if (!sameSearch(pages.search, wanted)) return 0;
    const first = Math.floor(range.start / PAGE_ROWS);
    if (isOld) return Math.min(first, Math.max(0, Math.ceil(pages.total / PAGE_ROWS) - 1));
    const last = Math.floor((Math.min(range.end, pages.total) - 1) / PAGE_ROWS);
    for (let part = first; part <= last; part += 1)
      if (pages.parts.get(part)?.generation !== pages.generation) return part;
    return null;
  };

  const next = async (): Promise<void> => {
    const part = missing();
    if (pages.isAsking || part === null || wanted === null) return;
    const [asked, renewal] = [wanted, renewals];
    set({ ...pages, isAsking: true });
    try {
      const page = await ask(asked, part * PAGE_ROWS, PAGE_ROWS);
      isOld = renewal !== renewals;
      set(withPage(pages, asked, part, page));
    } catch (thrown) {
      set({ ...pages, thrown, isAsking: false });
      // A failure is not asked about again by itself, but what was wanted meanwhile is.
      if (renewal === renewals && sameSearch(asked, wanted)) return;
    }
    void next();
  };

  return {
    get: () => pages,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    search(search) {
      if (wanted !== null && sameSearch(wanted, search)) return;
      wanted = search;
      range = { start: 0, end: 1 };
      void next();
    },
    show(inView) {
      range = inView;
      if (pages.thrown === null) void next();
    },
    renew() {
      renewals += 1;
      isOld = true;
      void next();
    },
  };
}

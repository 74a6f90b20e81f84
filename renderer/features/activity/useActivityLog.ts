import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import type { ActivityFilter, ActivityPage } from '../../../shared/activity.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { ActivityEntry } from '../../../shared/job.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';

/** Entries that are read at a time. */
export const PAGE = 200;

/** The entries of the log that fit, as far as they were read. */
export interface ActivityLog {
  /** Newest first. */
  readonly entries: readonly ActivityEntry[];
  /** How many fit, and how many the whole log has. */
  readonly total: number;
  readonly all: number;
  readonly registries: ActivityPage['registries'];
  /** Lines of the file that could not be read. */
  readonly damaged: number;
  /** Why the last reading failed; the entries are then what was read before. */
  readonly error: AppError | null;
  readonly isReading: boolean;
  readonly readMore: () => void;
}

/** Each entry once: while pages were read a new one may have pushed others onto the next page. */
function unique(entries: readonly ActivityEntry[]): readonly ActivityEntry[] {
  const seen = new Set<string>();
  return entries.filter((entry) => !seen.has(entry.id) && seen.add(entry.id));
}

/** What fits a filter, 200 entries at a time, kept true by events; null while the first are read. The whole log is looked through. */
export function useActivityLog(
  filter: ActivityFilter,
): ActivityLog | { readonly failed: Error; readonly retry: () => void } | null {
  const client = useClient();
  const asked = useDeferredValue(filter);
  const query = useInfiniteQuery({
    queryKey: [...keys.activity(), 'pages', asked],
    queryFn: ({ pageParam }) => client.invoke('activity.list', { offset: pageParam, limit: PAGE, filter: asked }),
    placeholderData: keepPreviousData,
    initialPageParam: 0,
    getNextPageParam: (last, _pages, offset) => (offset + PAGE < last.total ? offset + PAGE : undefined),
  });
  if (query.data === undefined)
    return query.error === null ? null : { failed: query.error, retry: () => void query.refetch() };
  const last = query.data.pages.at(-1);
  return {
    entries: unique(query.data.pages.flatMap((page) => page.entries)),
    total: last?.total ?? 0,
    all: last?.all ?? 0,
    registries: last?.registries ?? [],
    damaged: last?.damaged ?? 0,
    error: query.error === null ? null : errorOf(query.error),
    isReading: query.isFetching,
    readMore: () => void query.fetchNextPage(),
  };
}

import { type QueryClient, skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useReducer } from 'react';
import type { ProjectId } from '../../../shared/ids.ts';
import { keys } from '../../bridge/keys.ts';

/** What a person has decided on a review so far. It outlives the page, so that a look at another one loses nothing. */
export interface ReviewDraft {
  /** Registries that were chosen or given up, by id; all others are as they were preselected. */
  readonly targets: Readonly<Record<string, boolean>>;
  /** What was typed to confirm production registries. */
  readonly typed: string;
  /** The warnings that were said to be read, as one key; other warnings have to be read anew. */
  readonly readWarnings: string;
}

const EMPTY: ReviewDraft = { targets: {}, typed: '', readWarnings: '' };

/** Whether something would be lost with the review. */
export function hasDraft(queries: QueryClient, projectId: ProjectId): boolean {
  const draft = queries.getQueryData<ReviewDraft>(keys.draft(projectId)) ?? EMPTY;
  return Object.keys(draft.targets).length > 0 || draft.typed !== '' || draft.readWarnings !== '';
}

export interface DraftHandle {
  readonly draft: ReviewDraft;
  change(part: Partial<ReviewDraft>): void;
  /** Forgets all of it, as after publishing. */
  clear(): void;
}

/** The draft of a review. */
export function useDraft(projectId: ProjectId): DraftHandle {
  const queries = useQueryClient();
  useQuery<ReviewDraft>({ queryKey: keys.draft(projectId), queryFn: skipToken, gcTime: Number.POSITIVE_INFINITY });
  // The store tells of a change only after the event is over. A field that is drawn by then springs back to what it was, and its cursor
  // to the end; so what was changed here is drawn at once.
  const [, draw] = useReducer((times: number) => times + 1, 0);
  return {
    draft: queries.getQueryData<ReviewDraft>(keys.draft(projectId)) ?? EMPTY,
    change: useCallback(
      (part) => {
        queries.setQueryData<ReviewDraft>(keys.draft(projectId), (now) => ({ ...(now ?? EMPTY), ...part }));
        draw();
      },
      [queries, projectId],
    ),
    clear: useCallback(() => queries.setQueryData<ReviewDraft>(keys.draft(projectId), EMPTY), [queries, projectId]),
  };
}

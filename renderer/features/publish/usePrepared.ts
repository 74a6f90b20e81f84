import { useQuery } from '@tanstack/react-query';
import type { AppError } from '../../../shared/errors.ts';
import type { PreparedArchive, ProjectReport } from '../../../shared/project.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';
import { canPrepare } from './reviewRules.ts';

/** The archive of the revision on the page. `none`: it cannot be built yet. */
export type Prepared =
  | { readonly kind: 'none' }
  | { readonly kind: 'building' }
  | { readonly kind: 'failed'; readonly error: AppError; readonly retry: () => void }
  | { readonly kind: 'ready'; readonly archive: PreparedArchive };

/**
 * Has the archive built as soon as the checks allow it, and again for each new revision. An answer for another revision than the
 * one on the page is not shown: those would not be the bytes that were reviewed.
 */
export function usePrepared(report: ProjectReport): Prepared {
  const client = useClient();
  const { projectId, revision } = report;
  const isAllowed = canPrepare(report);
  const prepared = useQuery({
    queryKey: keys.prepared(projectId, revision),
    queryFn: () => client.invoke('publish.prepare', { projectId }),
    enabled: isAllowed,
    gcTime: 0,
  });
  if (!isAllowed) return { kind: 'none' };
  if (prepared.isError) return { kind: 'failed', error: errorOf(prepared.error), retry: () => void prepared.refetch() };
  if (prepared.data?.revision !== revision) return { kind: 'building' };
  return { kind: 'ready', archive: prepared.data };
}

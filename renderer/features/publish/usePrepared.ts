import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { PreparedArchive, PreparingArchive, ProjectReport } from '../../../shared/project.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { canPrepare } from './reviewRules.ts';

/** How far a build is, in bytes of the files' contents. */
export type BuildProgress = Pick<PreparingArchive, 'doneBytes' | 'totalBytes'>;

/** The archive of the revision on the page. `none`: it cannot be built yet. `stopped`: the person stopped it. */
export type Prepared =
  | { readonly kind: 'none' }
  | { readonly kind: 'building'; readonly progress: BuildProgress | null; readonly stop: () => void }
  | { readonly kind: 'stopped'; readonly retry: () => void }
  | { readonly kind: 'failed'; readonly error: AppError; readonly retry: () => void }
  | { readonly kind: 'ready'; readonly archive: PreparedArchive };

/** The progress of the build of this revision, as far as main has told; null before that. */
function useBuildProgress({ projectId, revision }: ProjectReport): BuildProgress | null {
  const client = useClient();
  const [told, setTold] = useState<PreparingArchive | null>(null);
  useEffect(
    () =>
      client.subscribe('publish.preparing', (progress) => {
        if (progress.projectId === projectId) setTold(progress);
      }),
    [client, projectId],
  );
  return told?.revision === revision && told.projectId === projectId ? told : null;
}

/**
 * Has the archive built as soon as the checks allow it, and again for each new revision. An answer for another revision than the
 * one on the page is not shown: those would not be the bytes that were reviewed.
 */
export function usePrepared(report: ProjectReport): Prepared {
  const client = useClient();
  const { projectId, revision } = report;
  const isAllowed = canPrepare(report);
  const progress = useBuildProgress(report);
  const stop = useCall('publish.stopPreparing');
  const prepared = useQuery({
    queryKey: keys.prepared(projectId, revision),
    queryFn: () => client.invoke('publish.prepare', { projectId }),
    enabled: isAllowed,
    gcTime: 0,
  });
  if (!isAllowed) return { kind: 'none' };
  const retry = (): void => void prepared.refetch();
  if (prepared.isError && !prepared.isFetching) {
    const error = errorOf(prepared.error);
    return error.code === 'cancelled' ? { kind: 'stopped', retry } : { kind: 'failed', error, retry };
  }
  if (prepared.data?.revision !== revision)
    return { kind: 'building', progress, stop: () => stop.mutate({ projectId }) };
  return { kind: 'ready', archive: prepared.data };
}

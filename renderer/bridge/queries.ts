import {
  skipToken,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import type { PackageDetails } from '../../shared/catalog.ts';
import type { CallInput, CallName, CallOutput, EventName, EventPayload } from '../../shared/contract.ts';
import type { AppError } from '../../shared/errors.ts';
import type { PackageRef, ProjectId, RegistryId } from '../../shared/ids.ts';
import type { ProjectFiles, ProjectReport, RecentProject } from '../../shared/project.ts';
import { useClient } from './BridgeProvider.tsx';
import { type CallArgs, CallError } from './client.ts';
import { isOvertaken, keepReport } from './invalidation.ts';
import { keys } from './keys.ts';

/** What a call threw, as it is shown. Anything but a `CallError` is a fault of this page. */
export function errorOf(thrown: unknown): AppError {
  if (thrown instanceof CallError) return thrown.error;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message: 'Something went wrong on this page. Try it again.', serverText: detail };
}

/**
 * A call as a mutation: `useCall('tokens.set').mutate(input)`. Its `error` goes through `errorOf` before it is shown.
 * Calls without input take `undefined`.
 */
export function useCall<N extends CallName>(name: N): UseMutationResult<CallOutput<N>, Error, CallInput<N>> {
  const client = useClient();
  return useMutation({
    // The contract's input is the one argument, or there is none: both shapes of `CallArgs` are this tuple.
    mutationFn: (input: CallInput<N>) => client.invoke(name, ...([input] as unknown as CallArgs<N>)),
  });
}

/** Hears an event of main as long as the component is there. */
export function useEvent<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): void {
  const client = useClient();
  useEffect(() => client.subscribe(name, listener), [client, name, listener]);
}

export function useRecentProjects(): UseQueryResult<RecentProject[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.recent(), queryFn: () => client.invoke('projects.recent'), staleTime: 0 });
}

/** A project's report: asked for once, then kept by events. A report that was overtaken on its way is not taken. */
export function useProjectReport(projectId: ProjectId): UseQueryResult<ProjectReport> {
  const client = useClient();
  const queries = useQueryClient();
  return useQuery({
    queryKey: keys.report(projectId),
    queryFn: async () => {
      const report = await client.invoke('projects.report', { projectId });
      const known = queries.getQueryData<ProjectReport>(keys.report(projectId));
      return known !== undefined && isOvertaken(report, known) ? known : report;
    },
  });
}

/** Every file of a project, in and out. */
export function useProjectFiles(projectId: ProjectId): UseQueryResult<ProjectFiles> {
  const client = useClient();
  return useQuery({
    queryKey: keys.files(projectId),
    queryFn: () => client.invoke('projects.files', { projectId }),
    structuralSharing: false,
  });
}

/** Which registries were last chosen for a project. */
export function useChosenRegistries(projectId: ProjectId): UseQueryResult<RegistryId[]> {
  const client = useClient();
  return useQuery({ queryKey: keys.chosen(projectId), queryFn: () => client.invoke('publish.chosen', { projectId }) });
}

/** Looks at the folder again. */
export function useRefreshProject(projectId: ProjectId): UseMutationResult<ProjectReport, Error, void> {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => client.invoke('projects.refresh', { projectId }),
    onSuccess: (report) => keepReport(queries, report),
  });
}

/** One package with its versions; undefined asks nothing. */
export function usePackageDetails(
  registryId: RegistryId | undefined,
  ref: PackageRef | undefined,
): UseQueryResult<PackageDetails> {
  const client = useClient();
  const asked = registryId !== undefined && ref !== undefined ? { registryId, package: ref } : undefined;
  return useQuery({
    queryKey: asked === undefined ? ['packages', 'none', 'details'] : keys.details(asked.registryId, asked.package),
    queryFn: asked === undefined ? skipToken : () => client.invoke('packages.details', { ...asked, refresh: false }),
  });
}

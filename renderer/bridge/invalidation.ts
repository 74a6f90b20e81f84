import type { QueryClient } from '@tanstack/react-query';
import type { ProjectReport } from '../../shared/project.ts';
import type { AppStateStore } from './appState.ts';
import type { Client } from './client.ts';
import { keys } from './keys.ts';

/** Whether a report was overtaken on its way: by a later look at the folder, or by all that the same look found. */
export function isOvertaken(report: ProjectReport, known: ProjectReport | undefined): boolean {
  if (known === undefined || known.revision < report.revision) return false;
  const isUnfinished = (one: ProjectReport): boolean => (one.pending ?? []).length > 0;
  return known.revision > report.revision || (isUnfinished(report) && !isUnfinished(known));
}

/** Takes a report over what is kept of the project, unless that is newer. A new revision makes the file lists old. */
export function keepReport(queries: QueryClient, report: ProjectReport): void {
  const known = queries.getQueryData<ProjectReport>(keys.report(report.projectId));
  if (isOvertaken(report, known)) return;
  queries.setQueryData(keys.report(report.projectId), report);
  if (known !== undefined && known.revision < report.revision)
    void queries.invalidateQueries({ queryKey: keys.files(report.projectId) });
}

/** Keeps the answers true: each event of main makes old what it speaks of. Answers the function that ends it. */
export function followEvents(client: Client, state: AppStateStore, queries: QueryClient): () => void {
  const forget = (queryKey: readonly unknown[]): void => void queries.invalidateQueries({ queryKey });
  const stops = [
    client.subscribe('project.changed', (report) => keepReport(queries, report)),
    client.subscribe('project.opened', (report) => {
      keepReport(queries, report);
      forget(keys.recent());
    }),
    client.subscribe('targets.changed', ({ projectId, revision, targets }) => {
      const report = queries.getQueryData<ProjectReport>(keys.report(projectId));
      if (report === undefined || report.revision <= revision) queries.setQueryData(keys.targets(projectId), targets);
    }),
    client.subscribe('catalog.changed', ({ registryId, package: ref }) => {
      if (ref === undefined) return forget(keys.registryPackages(registryId));
      forget(keys.package(registryId, ref));
      forget([...keys.registryPackages(registryId), 'summaries']);
    }),
    client.subscribe(
      'catalog.stateChanged',
      (now) => void queries.setQueryData(keys.catalogState(now.registryId), now),
    ),
    client.subscribe('activity.changed', () => forget(keys.activity())),
    client.subscribe('jobs.changed', (job) => {
      if (job.kind !== 'publish' || job.state === 'running') return;
      forget(keys.recent());
      forget(keys.chosen(job.projectId));
    }),
    state.onRecovered(() => void queries.invalidateQueries()),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

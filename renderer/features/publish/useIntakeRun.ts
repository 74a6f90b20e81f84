import { useCallback, useRef, useState } from 'react';
import type { ProjectId } from '../../../shared/ids.ts';
import type { ProjectReport } from '../../../shared/project.ts';
import { type Bridge, useBridge } from '../../bridge/BridgeProvider.tsx';
import type { FolderRun } from '../../bridge/folders.ts';
import { keepReport } from '../../bridge/invalidation.ts';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';
import { navigate } from '../shell/router.ts';
import type { IntakeState, OpenReview } from './intake.ts';

/** Opens a project; null when the person thought better of it. */
export type Opener = (run: FolderRun) => Promise<ProjectReport | null>;

export interface IntakeRun {
  readonly state: IntakeState;
  run(name: string, open: Opener): Promise<void>;
  fail(error: Extract<IntakeState, { kind: 'failed' }>['error']): void;
  cancel(): void;
  dismiss(): void;
}

/** Whether something is being sent from a project: it stays open until that has ended. */
const isPublishing = (bridge: Bridge, projectId: ProjectId): boolean => {
  const state = bridge.state.get();
  return (
    state.phase === 'ready' &&
    state.snapshot.jobs.some((job) => job.kind === 'publish' && job.state === 'running' && job.projectId === projectId)
  );
};

/** Closes a project and forgets what was kept of it. One that main has closed already is gone either way. */
function closeProject(bridge: Bridge, projectId: ProjectId): void {
  if (isPublishing(bridge, projectId)) return;
  bridge.client
    .invoke('projects.close', { projectId })
    .catch(() => undefined)
    .finally(() => bridge.queries.removeQueries({ queryKey: keys.project(projectId) }));
}

/**
 * Runs one way in at a time: what comes first is finished or given up before the next begins. The project that was open before,
 * `open`, is closed when the new one is there.
 */
export function useIntakeRun(open: OpenReview | null): IntakeRun {
  const bridge = useBridge();
  const [state, setState] = useState<IntakeState>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  const before = open?.projectId;

  const show = useCallback(
    (report: ProjectReport, name: string): void => {
      const { queries } = bridge;
      if (name !== '') queries.setQueryData(keys.folderName(report.projectId), name);
      keepReport(queries, report);
      void queries.invalidateQueries({ queryKey: keys.recent() });
      navigate({ page: 'review', projectId: report.projectId });
      if (before !== undefined && before !== report.projectId) closeProject(bridge, before);
    },
    [bridge, before],
  );

  const run = useCallback(
    async (name: string, opener: Opener): Promise<void> => {
      if (running.current !== null) return;
      const controller = new AbortController();
      running.current = controller;
      const { signal } = controller;
      setState({ kind: 'idle' });
      try {
        const report = await opener({
          signal,
          onStep: (step) => {
            if (!signal.aborted) setState({ kind: 'busy', name, step });
          },
        });
        if (signal.aborted) {
          if (report !== null && report.projectId !== before) closeProject(bridge, report.projectId);
          return;
        }
        setState({ kind: 'idle' });
        if (report !== null) show(report, name);
      } catch (thrown) {
        if (!signal.aborted) setState({ kind: 'failed', error: errorOf(thrown) });
      } finally {
        if (running.current === controller) running.current = null;
      }
    },
    [bridge, before, show],
  );

  return {
    state,
    run,
    fail: useCallback((error) => setState({ kind: 'failed', error }), []),
    cancel: useCallback(() => {
      running.current?.abort();
      running.current = null;
      setState({ kind: 'idle' });
    }, []),
    dismiss: useCallback(() => setState({ kind: 'idle' }), []),
  };
}

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ProjectId } from '../../../shared/ids.ts';
import type { ProjectReport } from '../../../shared/project.ts';
import { type Bridge, useBridge } from '../../bridge/BridgeProvider.tsx';
import type { FolderRun, FolderStep } from '../../bridge/folders.ts';
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

/** Goes to the review of a project that came in. */
function showReview({ queries }: Bridge, report: ProjectReport, name: string): void {
  if (name !== '') queries.setQueryData(keys.folderName(report.projectId), name);
  keepReport(queries, report);
  void queries.invalidateQueries({ queryKey: keys.recent() });
  navigate({ page: 'review', projectId: report.projectId });
}

/**
 * Projects that nobody looks at: the one that another took the place of, and those that were given up while main read them. They are
 * closed when nothing is on its way in, because the same folder dropped twice is one project.
 */
function useLeftovers(bridge: Bridge, open: OpenReview | null) {
  const shown = useRef<ProjectId | null>(null);
  const leftovers = useRef(new Set<ProjectId>());
  useEffect(() => {
    if (open !== null) shown.current = open.projectId;
  }, [open]);
  return {
    leave: useCallback((projectId: ProjectId) => void leftovers.current.add(projectId), []),
    show: useCallback((projectId: ProjectId) => {
      if (shown.current !== null) leftovers.current.add(shown.current);
      shown.current = projectId;
    }, []),
    sweep: useCallback(() => {
      for (const projectId of leftovers.current) if (projectId !== shown.current) closeProject(bridge, projectId);
      leftovers.current.clear();
    }, [bridge]),
  };
}

/** Runs one way in at a time: a new one gives up the one before. `open` is the review that the person is at. */
export function useIntakeRun(open: OpenReview | null): IntakeRun {
  const bridge = useBridge();
  const [state, setState] = useState<IntakeState>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  const { leave, show, sweep } = useLeftovers(bridge, open);

  const run = useCallback(
    async (name: string, opener: Opener): Promise<void> => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const { signal } = controller;
      setState({ kind: 'idle' });
      try {
        const onStep = (step: FolderStep): void => {
          if (!signal.aborted) setState({ kind: 'busy', name, step });
        };
        const report = await opener({ signal, onStep });
        if (report === null) return;
        if (signal.aborted) return leave(report.projectId);
        setState({ kind: 'idle' });
        show(report.projectId);
        showReview(bridge, report, name);
      } catch (thrown) {
        if (!signal.aborted) setState({ kind: 'failed', error: errorOf(thrown) });
      } finally {
        if (running.current === controller) running.current = null;
        if (running.current === null) sweep();
      }
    },
    [bridge, leave, show, sweep],
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

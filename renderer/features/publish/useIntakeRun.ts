import { useCallback, useRef, useState } from 'react';
import type { ProjectReport } from '../../../shared/project.ts';
import { useBridge } from '../../bridge/BridgeProvider.tsx';
import type { FolderRun } from '../../bridge/folders.ts';
import { keepReport } from '../../bridge/invalidation.ts';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';
import { navigate } from '../shell/router.ts';
import type { IntakeState } from './intake.ts';

/** Opens a project; null when the person thought better of it. */
export type Opener = (run: FolderRun) => Promise<ProjectReport | null>;

export interface IntakeRun {
  readonly state: IntakeState;
  run(name: string, open: Opener): Promise<void>;
  fail(error: Extract<IntakeState, { kind: 'failed' }>['error']): void;
  cancel(): void;
  dismiss(): void;
}

/**
 * Runs one way in at a time: what comes first is finished or given up before the next begins. The project that was open before is
 * closed when the new one is there.
 */
export function useIntakeRun(): IntakeRun {
  const { client, queries } = useBridge();
  const [state, setState] = useState<IntakeState>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  const open = useRef<ProjectReport['projectId'] | null>(null);

  const show = useCallback(
    (report: ProjectReport, name: string): void => {
      if (name !== '') queries.setQueryData(keys.folderName(report.projectId), name);
      keepReport(queries, report);
      void queries.invalidateQueries({ queryKey: keys.recent() });
      const before = open.current;
      open.current = report.projectId;
      navigate({ page: 'review', projectId: report.projectId });
      // A project that main has closed already needs no closing; either way it is gone.
      if (before !== null && before !== report.projectId)
        client.invoke('projects.close', { projectId: before }).catch(() => undefined);
    },
    [client, queries],
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
          if (report !== null) client.invoke('projects.close', { projectId: report.projectId }).catch(() => undefined);
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
    [client, show],
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

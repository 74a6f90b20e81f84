import { useCallback, useEffect, useState } from 'react';
import type { Fault } from '../../../shared/shell.ts';
import { useEvent } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { CopyButton } from '../../components/Copyable.tsx';
import { formatNoun } from '../../components/format.ts';
import { type Problem, problemOf } from './ErrorBoundary.tsx';
import { useShowLog } from './useShowLog.ts';

const MOST_KEPT = 20;
/** What browsers say by an error event when a layout took two frames; nothing is wrong then. */
const LAYOUT_NEWS = 'ResizeObserver loop';
const ON_THE_PAGE = 'Something went wrong on this page that it did not foresee. What is under way goes on.';

const asFault = ({ message, stack }: Problem): Fault => ({
  at: new Date().toISOString(),
  message: ON_THE_PAGE,
  details: stack ?? message,
});

/** Hears the faults of main, and those of the page that none of its parts caught; `report` tells main of the latter. */
function useFaults(report: (problem: Problem) => void): { faults: readonly Fault[]; forget: () => void } {
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const add = useCallback((fault: Fault) => setFaults((before) => [...before, fault].slice(-MOST_KEPT)), []);
  useEvent('app.fault', add);
  useEffect(() => {
    const stop = new AbortController();
    const tell = (thrown: unknown): void => {
      const problem = problemOf(thrown);
      if (problem.message.startsWith(LAYOUT_NEWS)) return;
      report(problem);
      add(asFault(problem));
    };
    const { signal } = stop;
    window.addEventListener('error', (event) => tell(event.error ?? event.message), { signal });
    window.addEventListener('unhandledrejection', (event) => tell(event.reason), { signal });
    return () => stop.abort();
  }, [report, add]);
  return { faults, forget: useCallback(() => setFaults([]), []) };
}

/** Says over every page that something went wrong that nobody foresaw, and hands out what is known of it. */
export function FaultNotice({ report }: { readonly report: (problem: Problem) => void }) {
  const { faults, forget } = useFaults(report);
  const showLog = useShowLog();
  const last = faults.at(-1);
  if (last === undefined) return null;
  const details = faults.map(({ at, details: text }) => `${at} ${text}`).join('\n\n');
  return (
    <div className="notice">
      <Callout
        tone="err"
        role="alert"
        actions={
          <span className="row">
            <CopyButton text={details} what="details" />
            <Button size="sm" variant="ghost" onPress={showLog}>
              Show log
            </Button>
            <Button size="sm" variant="ghost" onPress={forget}>
              Dismiss
            </Button>
          </span>
        }
      >
        <p>
          {last.message} If it happens again, close the program and start it anew.
          {faults.length === 1 ? null : ` It happened ${formatNoun(faults.length, 'time')}.`}
        </p>
      </Callout>
    </div>
  );
}

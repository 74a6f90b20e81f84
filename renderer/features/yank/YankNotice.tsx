import { Undo2 } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import type { PackageRef } from '../../../shared/ids.ts';
import type { Outcome } from '../../../shared/job.ts';
import type { Registry } from '../../../shared/registry.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { ErrorDetails } from '../../components/ErrorNote.tsx';
import { formatCount } from '../../components/format.ts';
import { LookNow } from './LookNow.tsx';
import { type OperationRow, sortRows, type YankOrder } from './operation.ts';
import { manyWords, type OutcomeWords, outcomeWords, subjectText } from './yankWords.ts';

/** The last order and how it stands. */
export interface LastYank {
  readonly order: YankOrder;
  readonly rows: readonly OperationRow[];
  readonly isRunning: boolean;
}

interface NoticeProps {
  readonly registry: Registry;
  readonly package: PackageRef;
  readonly last: LastYank | null;
  readonly onDismiss: () => void;
  /** What a look at an unknown outcome found. */
  readonly onLooked: (version: string, outcome: Outcome) => void;
  readonly onUndo: (versions: readonly string[]) => void;
  /** Shows the rows of an order for many versions. */
  readonly onShow: () => void;
}

const TONES = { ok: 'ok', error: 'err', unknown: 'warn' } as const;

function Undo({ last, onUndo }: { readonly last: LastYank; readonly onUndo: NoticeProps['onUndo'] }) {
  const versions = sortRows(last.rows).undoable.map(({ version }) => version);
  if (versions.length === 0) return null;
  return (
    <Button size="sm" icon={<Undo2 className="i s" aria-hidden="true" />} onPress={() => onUndo(versions)}>
      {last.rows.length === 1 ? 'Undo' : `Undo ${formatCount(versions.length)}`}
    </Button>
  );
}

function Notice(props: {
  readonly words: OutcomeWords;
  readonly actions: ReactNode;
  readonly onDismiss: () => void;
  readonly children?: ReactNode;
}) {
  const { words } = props;
  return (
    <Callout
      tone={TONES[words.tone]}
      title={words.title}
      actions={
        <span className="row top">
          {props.actions}
          <Button size="sm" variant="ghost" onPress={props.onDismiss}>
            Dismiss
          </Button>
        </span>
      }
    >
      {words.text !== '' && <p className="t2">{words.text}</p>}
      {props.children}
    </Callout>
  );
}

type Told = NoticeProps & { readonly last: LastYank; readonly words: OutcomeWords };

function OneNotice(props: Told & { readonly row: OperationRow }) {
  const { registry, last, words, row } = props;
  const { outcome, entryId } = row;
  return (
    <Notice
      words={words}
      onDismiss={props.onDismiss}
      actions={
        <>
          {outcome?.kind === 'unknown' && entryId !== undefined && (
            <LookNow entryId={entryId} onLooked={(found) => props.onLooked(row.version, found)} />
          )}
          <Undo last={last} onUndo={props.onUndo} />
        </>
      }
    >
      {outcome !== undefined && 'error' in outcome && (
        <ErrorDetails error={outcome.error} registryName={registry.name} />
      )}
    </Notice>
  );
}

function ManyNotice(props: Told) {
  const { last, words } = props;
  return (
    <Notice
      words={words}
      onDismiss={props.onDismiss}
      actions={
        <>
          <Button size="sm" onPress={props.onShow}>
            Show versions
          </Button>
          <Undo last={last} onUndo={props.onUndo} />
        </>
      }
    />
  );
}

/** Many versions that go on while their rows are closed. */
function RunningNotice({ last, package: ref, onShow }: Pick<NoticeProps, 'package' | 'onShow'> & { last: LastYank }) {
  const { order, rows } = last;
  const done = rows.length - sortRows(rows).open.length;
  return (
    <Callout
      title={`${order.yanked ? 'Yanking' : 'Unyanking'} ${subjectText(ref, order.versions)}`}
      actions={
        <Button size="sm" onPress={onShow}>
          Show versions
        </Button>
      }
    >
      <p className="t2">
        {formatCount(done)} of {formatCount(rows.length)} done
      </p>
    </Callout>
  );
}

/** How an order ended in words; null while it is under way. */
export function wordsOfLast(registry: Registry, ref: PackageRef, last: LastYank): OutcomeWords | null {
  const { order, rows } = last;
  const { yanked } = order;
  const subject = { package: ref, registryName: registry.name, yanked };
  const [row] = rows;
  if (rows.length === 1 && row !== undefined)
    return row.outcome === undefined ? null : outcomeWords({ ...subject, version: row.version }, row.outcome);
  if (last.isRunning) return null;
  const { reached, failed, stopped, unknown } = sortRows(rows);
  const counts = { reached: reached.length, failed: failed.length, stopped: stopped.length, unknown: unknown.length };
  return manyWords({ ...subject, count: rows.length }, counts);
}

function EndNotice(props: Told) {
  const { rows } = props.last;
  const [row] = rows;
  return rows.length === 1 && row !== undefined ? <OneNotice {...props} row={row} /> : <ManyNotice {...props} />;
}

/**
 * How the last yank or unyank ended, in a live region that is always there: a status for what was reached, an alert for a
 * refusal and for what nobody knows. It takes the focus when the button that had it goes with what it tells.
 */
export function YankNotice(props: NoticeProps) {
  const { registry, package: ref, last } = props;
  const words = last === null ? null : wordsOfLast(registry, ref, last);
  const isAlert = words !== null && words.tone !== 'ok';
  const place = useRef<HTMLElement>(null);
  const told: NoticeProps = {
    ...props,
    onDismiss: () => {
      place.current?.focus();
      props.onDismiss();
    },
    onUndo: (versions) => {
      place.current?.focus();
      props.onUndo(versions);
    },
  };
  const notice = last === null || words === null ? null : <EndNotice {...told} last={last} words={words} />;
  const running = last?.isRunning === true && last.rows.length > 1 && (
    <RunningNotice package={ref} last={last} onShow={props.onShow} />
  );
  return (
    <section
      ref={place}
      aria-label="Last change"
      tabIndex={-1}
      className={notice === null && !running ? undefined : 'vnotice'}
    >
      {running}
      <div role="status">{!isAlert && notice}</div>
      <div role="alert">{isAlert && notice}</div>
    </section>
  );
}

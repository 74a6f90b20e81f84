import { Ban, CircleCheck, CircleQuestionMark, CircleSlash, CircleX, Clock, LoaderCircle } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { PackageRef } from '../../../shared/ids.ts';
import type { Outcome } from '../../../shared/job.ts';
import type { Registry } from '../../../shared/registry.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorDetails } from '../../components/ErrorNote.tsx';
import { formatCount } from '../../components/format.ts';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { StatusText } from '../../components/StatusText.tsx';
import { LookNow } from './LookNow.tsx';
import { type OperationRow, sortRows } from './operation.ts';
import { type LastYank, wordsOfLast } from './YankNotice.tsx';
import { subjectText } from './yankWords.ts';

interface RunProps {
  readonly registry: Registry;
  readonly package: PackageRef;
  readonly last: LastYank;
  readonly onClose: () => void;
  readonly onStop: () => void;
  readonly onAgain: (versions: readonly string[]) => void;
  readonly onUndo: (versions: readonly string[]) => void;
  readonly onLooked: (version: string, outcome: Outcome) => void;
}

interface Look {
  readonly glyph: ReactNode;
  readonly tone: 'ok' | 'warn' | 'err' | 'quiet';
  readonly words: string;
}

function lookOfOutcome(outcome: Outcome): Look {
  switch (outcome.kind) {
    case 'yanked':
    case 'unyanked': {
      const state = outcome.kind === 'yanked' ? 'Yanked' : 'Available';
      const how = outcome.already === true ? ' already' : outcome.confirmed === 'looked' ? ', seen there' : '';
      const glyph = outcome.kind === 'yanked' ? <Ban className="i s" /> : <CircleCheck className="i s" />;
      return { glyph, tone: 'ok', words: `${state}${how}` };
    }
    case 'rejected':
      return { glyph: <CircleX className="i s" />, tone: 'err', words: 'Refused' };
    case 'not_sent':
      return outcome.error.code === 'cancelled'
        ? { glyph: <CircleSlash className="i s" />, tone: 'quiet', words: 'Left alone' }
        : { glyph: <CircleX className="i s" />, tone: 'err', words: 'Not changed' };
    default:
      return { glyph: <CircleQuestionMark className="i s" />, tone: 'warn', words: 'Not known yet' };
  }
}

function lookOf(row: OperationRow, yanked: boolean): Look {
  if (row.outcome !== undefined) return lookOfOutcome(row.outcome);
  if (row.state === 'waiting')
    return { glyph: <Clock className="i s" />, tone: 'quiet', words: row.detail === '' ? 'Waiting' : row.detail };
  const doing = yanked ? 'Yanking…' : 'Unyanking…';
  return { glyph: <LoaderCircle className="i s spin" />, tone: 'quiet', words: row.detail === '' ? doing : row.detail };
}

interface RowProps {
  readonly row: OperationRow;
  readonly yanked: boolean;
  readonly registryName: string;
  readonly onLooked: RunProps['onLooked'];
}

/** Rows are made anew with every event of the job; most of them say what they said before. */
const saysTheSame = ({ row: a }: RowProps, { row: b }: RowProps): boolean =>
  a.state === b.state && a.detail === b.detail && a.outcome?.kind === b.outcome?.kind && a.entryId === b.entryId;

const Row = memo(function Row(props: RowProps) {
  const { row, yanked, registryName, onLooked } = props;
  const { outcome, entryId } = row;
  const { glyph, tone, words } = lookOf(row, yanked);
  const error =
    outcome !== undefined && 'error' in outcome && outcome.error.code !== 'cancelled' ? outcome.error : null;
  return (
    <li className="li runrow">
      <span className="mono ell" title={row.version}>
        {row.version}
      </span>
      <div className="grow">
        <StatusText glyph={glyph} tone={tone}>
          {words}
        </StatusText>
        {error !== null && (
          <>
            <p className="small t2">{error.message}</p>
            <ErrorDetails error={error} registryName={registryName} />
          </>
        )}
      </div>
      {outcome?.kind === 'unknown' && entryId !== undefined && (
        <LookNow entryId={entryId} onLooked={(found) => onLooked(row.version, found)} />
      )}
    </li>
  );
}, saysTheSame);

const versionsOf = (rows: readonly OperationRow[]): string[] => rows.map(({ version }) => version);

function Footer(props: RunProps) {
  const { last, onClose, onAgain, onUndo } = props;
  const { undoable, failed, stopped } = sortRows(last.rows);
  if (last.isRunning)
    return (
      <>
        <span className="small t3 grow">You can close this; it goes on in the sidebar.</span>
        <Button onPress={props.onStop}>Stop</Button>
        <Button onPress={onClose}>Close</Button>
      </>
    );
  return (
    <>
      {undoable.length > 0 && (
        <Button variant="ghost" onPress={() => onUndo(versionsOf(undoable))}>
          Undo {formatCount(undoable.length)}
        </Button>
      )}
      {failed.length > 0 && (
        <Button onPress={() => onAgain(versionsOf(failed))}>Retry {formatCount(failed.length)} failed</Button>
      )}
      {stopped.length > 0 && (
        <Button onPress={() => onAgain(versionsOf(stopped))}>Resume {formatCount(stopped.length)}</Button>
      )}
      <Button variant="primary" onPress={onClose} autoFocus>
        Done
      </Button>
    </>
  );
}

/** Many versions, one after another: a row for each with its own outcome; it can be stopped and taken up again. */
export function YankRunDialog(props: RunProps) {
  const { registry, package: ref, last, onLooked } = props;
  const { rows, order, isRunning } = last;
  const done = rows.length - sortRows(rows).open.length;
  const words = wordsOfLast(registry, ref, last);
  const progress = `${formatCount(done)} of ${formatCount(rows.length)}`;
  return (
    <Dialog
      isOpen
      isWide
      onCancel={props.onClose}
      title={`${order.yanked ? 'Yank' : 'Unyank'} ${subjectText(ref, order.versions)} ${order.yanked ? 'from' : 'on'} ${registry.name}`}
      footer={<Footer {...props} />}
    >
      <div role="status" className="runsum">
        {words === null ? `${progress} done` : `${words.title} ${words.text}`}
      </div>
      {isRunning && (
        <ProgressBar label="Versions done" done={done} total={rows.length} text={progress} colour={registry.colour} />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reachable by keys */}
      <section className="box runbox" tabIndex={0} aria-label="Versions and their outcomes">
        <ul>
          {rows.map((row) => (
            <Row key={row.version} row={row} yanked={order.yanked} registryName={registry.name} onLooked={onLooked} />
          ))}
        </ul>
      </section>
    </Dialog>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { FileChange } from '../../../shared/changes.ts';
import { errorOf } from '../../bridge/queries.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatBytes } from '../../components/format.ts';
import { Skeleton } from '../../components/Skeleton.tsx';
import type { ChangedRow } from './changedRows.ts';
import { DiffView } from './DiffView.tsx';

const NOT_DRAWN: Record<Extract<FileChange, { kind: 'not_drawn' }>['reason'], string> = {
  binary: 'This file is no text, so its lines cannot be compared.',
  too_big: 'This file is over 1 MiB, so its lines are not compared.',
  too_slow: 'The two differ so much that comparing their lines takes too long.',
};

function sizesOf({ before, after }: ChangedRow): string {
  if (before === null && after === null) return '';
  if (before === null) return formatBytes(after ?? 0);
  return after === null ? `was ${formatBytes(before)}` : `${formatBytes(after)}, was ${formatBytes(before)}`;
}

function modeText({ executable }: ChangedRow): string {
  if (executable === null) return '';
  return executable ? 'The file is executable now.' : 'The file is not executable any more.';
}

function Drawn({ change, path }: { readonly change: FileChange; readonly path: string }) {
  if (change.kind === 'not_drawn') return <p className="t2 pad">{NOT_DRAWN[change.reason]}</p>;
  if (change.hunks.length === 0)
    return (
      <p className="t2 pad">{change.lineEndsChanged ? 'Only the line ends differ.' : 'No line of the text differs.'}</p>
    );
  return <DiffView hunks={change.hunks} label={`Change of ${path}`} />;
}

/** How the difference of a file is asked for. */
export interface ChangeSource {
  /** What the two sides are, so that an answer for others is not taken for one of these. */
  readonly key: readonly unknown[];
  read(path: string): Promise<FileChange>;
}

/** The lines of one file that differ. */
export function FileChangePane({ row, source }: { readonly row: ChangedRow; readonly source: ChangeSource }) {
  const change = useQuery({ queryKey: [...source.key, row.path], queryFn: () => source.read(row.path) });
  const mode = modeText(row);
  return (
    <div className="chfile">
      <div className="row fh">
        <h2 className="mono ell" title={row.path}>
          {row.path}
        </h2>
        <span className="push small t2 nw opt2">{sizesOf(row)}</span>
      </div>
      {mode === '' ? null : <p className="t2 pad">{mode}</p>}
      {change.isPending ? <Skeleton label="Comparing the file" /> : null}
      {change.isError ? (
        <div className="pad">
          <ErrorNote error={errorOf(change.error)} isQuiet />
        </div>
      ) : null}
      {change.data === undefined ? null : <Drawn change={change.data} path={row.path} />}
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { CallOutput } from '../../../shared/contract.ts';
import type { ProjectReport } from '../../../shared/project.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatCount } from '../../components/format.ts';
import { Skeleton } from '../../components/Skeleton.tsx';

/** So many lines are drawn, around the one that is to be seen. */
const MOST_LINES = 2000;
/** So much of a line is drawn: one of a megabyte would hold up the window. */
const MOST_CHARACTERS = 2000;

const clip = (line: string): string => (line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line);

function Line(props: { readonly number: number; readonly text: string; readonly isTarget: boolean }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.isTarget) element.current?.scrollIntoView({ block: 'center' });
  }, [props.isTarget]);
  return (
    <div
      className={props.isTarget ? 'ln here' : 'ln'}
      ref={element}
      aria-current={props.isTarget ? 'location' : undefined}
    >
      <b>{props.number}</b>
      <span>{clip(props.text)}</span>
    </div>
  );
}

function Lines({
  text,
  path,
  line,
}: {
  readonly text: string;
  readonly path: string;
  readonly line: number | undefined;
}) {
  const all = text.split(/\r\n|\n|\r/);
  const lines = all.at(-1) === '' ? all.slice(0, -1) : all;
  const wanted = Math.max(0, (line ?? 1) - 1 - MOST_LINES / 2);
  const first = Math.max(0, Math.min(wanted, lines.length - MOST_LINES));
  const shown = lines.slice(first, first + MOST_LINES);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long text that scrolls must be reachable by keyboard */}
      <section className="code fileview" tabIndex={0} aria-label={`Text of ${path}`}>
        {shown.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line of a text has no other name than its number
          <Line key={first + at} number={first + at + 1} text={one} isTarget={line === first + at + 1} />
        ))}
      </section>
      {shown.length === lines.length ? null : (
        <p className="small t2">
          Lines {formatCount(first + 1)} to {formatCount(first + shown.length)} of {formatCount(lines.length)}.
        </p>
      )}
    </>
  );
}

function Content(props: {
  readonly read: CallOutput<'projects.readText'>;
  readonly path: string;
  readonly line: number | undefined;
}) {
  const { read } = props;
  if (read.binary) return <p className="t2">This file is no text, so there is nothing to show.</p>;
  if (read.text === '') return <p className="t2">This file is empty.</p>;
  return (
    <>
      <Lines text={read.text} path={props.path} line={props.line} />
      {read.truncated ? <p className="small t2">Only the beginning of this file is shown.</p> : null}
    </>
  );
}

/** A file of the project as text, at a line. */
export function FileDialog(props: {
  readonly report: ProjectReport;
  readonly path: string;
  readonly line: number | undefined;
  readonly onClose: () => void;
}) {
  const { report, path } = props;
  const client = useClient();
  const read = useQuery({
    queryKey: [...keys.project(report.projectId), 'text', path, report.revision],
    queryFn: () => client.invoke('projects.readText', { projectId: report.projectId, path }),
    gcTime: 0,
  });
  return (
    <Dialog
      isOpen
      isWide
      onCancel={props.onClose}
      title={<span className="mono">{path}</span>}
      footer={
        <Button onPress={props.onClose} autoFocus>
          Close
        </Button>
      }
    >
      {read.isPending ? <Skeleton label="Reading the file" /> : null}
      {read.isError ? <ErrorNote error={errorOf(read.error)} /> : null}
      {read.data === undefined ? null : <Content read={read.data} path={path} line={props.line} />}
    </Dialog>
  );
}

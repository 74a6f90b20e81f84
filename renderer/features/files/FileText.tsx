import { useEffect, useRef } from 'react';
import { formatCount } from '../../components/format.ts';

/** The beginning of a file as text; a `binary` one has none. */
export interface ReadText {
  readonly text: string;
  readonly truncated: boolean;
  readonly binary: boolean;
}

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

/** A file as text with its line numbers; `line` is the one to show. */
export function FileText(props: {
  readonly read: ReadText;
  readonly path: string;
  readonly line?: number | undefined;
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

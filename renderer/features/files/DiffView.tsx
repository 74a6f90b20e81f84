import { Fragment } from 'react';
import type { DiffHunk, DiffLine } from '../../../shared/edit.ts';
import { classNames } from '../../components/classNames.ts';

const LOOKS: Record<DiffLine['kind'], { readonly sign: string; readonly word: string; readonly ground: string }> = {
  same: { sign: '', word: '', ground: '' },
  add: { sign: '+', word: 'Added: ', ground: 'a' },
  del: { sign: '−', word: 'Removed: ', ground: 'd' },
};

const countOf = (hunk: DiffHunk, without: DiffLine['kind']): number =>
  hunk.lines.filter((line) => line.kind !== without).length;

const headOf = (hunk: DiffHunk): string =>
  `@@ -${hunk.oldStart},${countOf(hunk, 'add')} +${hunk.newStart},${countOf(hunk, 'del')} @@`;

function Line({ line }: { readonly line: DiffLine }) {
  const { sign, word, ground } = LOOKS[line.kind];
  return (
    <div className={classNames('ln', ground)}>
      <b>{line.oldLine}</b>
      <b>{line.newLine}</b>
      <em aria-hidden="true">{sign}</em>
      <span>
        {word === '' ? null : <span className="vh">{word}</span>}
        {line.text}
        {line.noNewline === true ? <i className="t3"> (no line end)</i> : null}
      </span>
    </div>
  );
}

/** Changed lines with what stands around them; each line says by sign and word whether it came or went. */
export function DiffView({ hunks, label }: { readonly hunks: readonly DiffHunk[]; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: lines that scroll must be reachable by keyboard
    <section className="diffbox" tabIndex={0} aria-label={label}>
      <div className="code diff">
        {hunks.map((hunk) => (
          <Fragment key={`${hunk.oldStart} ${hunk.newStart}`}>
            <div className="ln h">
              <b />
              <b />
              <em />
              <span>{headOf(hunk)}</span>
            </div>
            {hunk.lines.map((line) => (
              <Line key={`${line.kind} ${line.oldLine ?? ''} ${line.newLine ?? ''}`} line={line} />
            ))}
          </Fragment>
        ))}
      </div>
    </section>
  );
}

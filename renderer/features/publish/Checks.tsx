import {
  Check as CheckIcon,
  ChevronDown,
  ChevronRight,
  CircleCheck,
  CircleX,
  Info,
  LoaderCircle,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { useState } from 'react';
import type { Check } from '../../../shared/project.ts';
import { formatNoun } from '../../components/format.ts';
import { StatusText } from '../../components/StatusText.tsx';
import { type FindingStep, Issue } from './Issue.tsx';
import { bySeverity, type CheckCounts, countChecks } from './reviewRules.ts';

/** The numbers of each kind, worst first. */
export function CheckSummary({ counts }: { readonly counts: CheckCounts }) {
  return (
    <>
      {counts.errors === 0 ? null : (
        <StatusText tone="err" glyph={<CircleX className="i s" />}>
          {formatNoun(counts.errors, 'error')}
        </StatusText>
      )}
      {counts.warnings === 0 ? null : (
        <StatusText tone="warn" glyph={<TriangleAlert className="i s" />}>
          {formatNoun(counts.warnings, 'warning')}
        </StatusText>
      )}
      {counts.hints === 0 ? null : (
        <StatusText tone="quiet" glyph={<Info className="i s" />}>
          {formatNoun(counts.hints, 'hint')}
        </StatusText>
      )}
    </>
  );
}

function Toggle(props: { readonly isOpen: boolean; readonly onToggle: () => void; readonly children: ReactNode }) {
  return (
    <button type="button" className="disclb st t2 push nowrap" aria-expanded={props.isOpen} onClick={props.onToggle}>
      {props.children}
      {props.isOpen ? <ChevronDown className="i xs" /> : <ChevronRight className="i xs" />}
    </button>
  );
}

/** What is still being looked at, one after the other. */
function Pending({ pending }: { readonly pending: readonly string[] }) {
  return (
    <span role="status">
      {pending.length === 0 ? null : (
        <StatusText tone="quiet" glyph={<LoaderCircle className="i s spin" />}>
          {pending.join(' ')}
        </StatusText>
      )}
    </span>
  );
}

/** One line in place of the list: all is well, or the findings have been put aside to make room. */
function OneLine(props: {
  readonly counts: CheckCounts;
  readonly pending: readonly string[];
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const { counts, pending } = props;
  const isClean = counts.errors + counts.warnings + counts.hints === 0;
  return (
    <div className="row">
      <Pending pending={pending} />
      {isClean && pending.length > 0 ? null : isClean ? (
        <StatusText tone="ok" className="med" glyph={<CircleCheck className="i" />}>
          {counts.passed === 0 ? 'Nothing to complain about' : `All ${formatNoun(counts.passed, 'check')} passed`}
        </StatusText>
      ) : (
        <>
          <CheckSummary counts={counts} />
          {counts.passed === 0 ? null : (
            <StatusText tone="quiet" glyph={<CheckIcon className="i s" />}>
              {counts.passed} passed
            </StatusText>
          )}
        </>
      )}
      {isClean && counts.passed === 0 ? null : (
        <Toggle isOpen={props.isOpen} onToggle={props.onToggle}>
          {props.isOpen ? 'Hide' : 'Show'}
        </Toggle>
      )}
    </div>
  );
}

/**
 * What the review found. Errors, warnings and hints stand open, what passed is behind a disclosure; `isCompact` puts all of it behind
 * one line.
 */
export function Checks(props: {
  readonly checks: readonly Check[];
  /** What is still being looked at; as long as there is something, nothing is said to be all right. */
  readonly pending: readonly string[];
  readonly isCompact: boolean;
  /** The list, which can take the focus when one of its findings goes. */
  readonly list: Ref<HTMLUListElement>;
  readonly onStep: (step: FindingStep) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const counts = countChecks(props.checks);
  const sorted = bySeverity(props.checks);
  const hasFindings = counts.errors + counts.warnings + counts.hints > 0;
  const toggle = (): void => setOpen(!isOpen);
  const shown = isOpen ? sorted : sorted.filter((check) => check.severity !== 'passed');
  const issues = (list: readonly Check[]): ReactNode =>
    list.map((check) => <Issue key={check.id} check={check} onStep={props.onStep} />);

  if (!hasFindings || props.isCompact)
    return (
      <div className="checks one">
        <ul ref={props.list} tabIndex={-1} aria-label="Checks" className={isOpen ? 'box' : ''}>
          <li className={isOpen ? 'one-line' : ''}>
            <OneLine counts={counts} pending={props.pending} isOpen={isOpen} onToggle={toggle} />
          </li>
          {isOpen ? issues(sorted) : null}
        </ul>
      </div>
    );
  return (
    <section className="checks" aria-labelledby="checks-heading">
      <div className="row checks-h">
        <h2 id="checks-heading">Checks</h2>
        <CheckSummary counts={counts} />
        <Pending pending={props.pending} />
        {counts.passed === 0 ? null : (
          <Toggle isOpen={isOpen} onToggle={toggle}>
            <CheckIcon className="i s" />
            {counts.passed} passed
          </Toggle>
        )}
      </div>
      <ul ref={props.list} tabIndex={-1} className="box" aria-label="Checks">
        {issues(shown)}
      </ul>
    </section>
  );
}

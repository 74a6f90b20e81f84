import { useQuery } from '@tanstack/react-query';
import { CircleX, Info, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Check, ProjectReport } from '../../../shared/project.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf } from '../../bridge/queries.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatBytes, formatNoun } from '../../components/format.ts';
import { Skeleton } from '../../components/Skeleton.tsx';
import { tokenise } from './tomlTokens.ts';

const MANIFEST = 'elba.toml';
const MOST_LINES = 5000;

/** The manifest's text: from the report, or read by itself when it could not be understood. */
function useManifestText(report: ProjectReport): { text: string | undefined; isPending: boolean; error: unknown } {
  const client = useClient();
  const known = report.manifest?.text;
  const read = useQuery({
    queryKey: ['project', report.projectId, 'text', MANIFEST, report.revision],
    queryFn: () => client.invoke('projects.readText', { projectId: report.projectId, path: MANIFEST }),
    enabled: known === undefined,
  });
  if (known !== undefined) return { text: known, isPending: false, error: null };
  return { text: read.data?.text, isPending: read.isPending, error: read.error };
}

const GLYPHS: Record<'error' | 'warning' | 'hint', ReactNode> = {
  error: <CircleX className="i s" />,
  warning: <TriangleAlert className="i s" />,
  hint: <Info className="i s" />,
};
const TONES = { error: 'err', warning: 'warn', hint: 't2' } as const;

type Finding = Check & { severity: 'error' | 'warning' | 'hint' };
const isFinding = (check: Check): check is Finding => check.severity !== 'passed';

function findingsByLine(checks: readonly Check[]): ReadonlyMap<number, Finding[]> {
  const lines = new Map<number, Finding[]>();
  for (const check of checks) {
    if (check.at?.file !== MANIFEST || check.at.line === undefined || !isFinding(check)) continue;
    lines.set(check.at.line, [...(lines.get(check.at.line) ?? []), check]);
  }
  return lines;
}

function Line(props: {
  readonly number: number;
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly isTarget: boolean;
}) {
  const { findings } = props;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!props.isTarget) return;
    element.current?.scrollIntoView({ block: 'center' });
    element.current?.focus({ preventScroll: true });
  }, [props.isTarget]);
  const isBad = findings.some((finding) => finding.severity === 'error');
  const ground = findings.length === 0 ? '' : isBad ? ' bad' : ' odd';
  return (
    <>
      <div className={`ln${ground}`} ref={element} tabIndex={props.isTarget ? -1 : undefined}>
        <b>{props.number}</b>
        <span>
          {tokenise(props.text).map((token) => (
            <span
              key={token.start}
              className={token.kind === 'header' ? 'strong' : token.kind === 'value' ? 's' : undefined}
            >
              {token.text}
            </span>
          ))}
        </span>
      </div>
      {findings.map((finding) => (
        <div key={finding.id} className={`ann${ground} ${TONES[finding.severity]}`}>
          {GLYPHS[finding.severity]}
          <span>
            {finding.title}
            {finding.todo === undefined ? '' : `. ${finding.todo}`}
          </span>
        </div>
      ))}
    </>
  );
}

/** elba.toml as it is in the folder, each finding below its line. `line` is the one to show. */
export function ManifestTab(props: {
  readonly report: ProjectReport;
  readonly checks: readonly Check[];
  readonly line: number | null;
}) {
  const { text, isPending, error } = useManifestText(props.report);
  if (isPending) return <Skeleton label="Reading elba.toml" />;
  if (text === undefined)
    return error === null ? (
      <EmptyState title="There is no elba.toml in this folder" />
    ) : (
      <div className="pad">
        <ErrorNote error={errorOf(error)} isQuiet />
      </div>
    );
  const lines = text.split(/\r?\n/);
  const shown = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  const findings = findingsByLine(props.checks);
  return (
    <>
      <div className="row fh">
        <span className="mono">{MANIFEST}</span>
        <span className="t3 small">{formatBytes(new TextEncoder().encode(text).byteLength)}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long text that scrolls must be reachable by keyboard */}
      <section className="code man" tabIndex={0} aria-label="Text of elba.toml">
        {shown.slice(0, MOST_LINES).map((line, at) => (
          <Line
            // biome-ignore lint/suspicious/noArrayIndexKey: a line of a text has no other name than its number
            key={at}
            number={at + 1}
            text={line}
            findings={findings.get(at + 1) ?? []}
            isTarget={props.line === at + 1}
          />
        ))}
      </section>
      {shown.length > MOST_LINES ? (
        <p className="small t2 pad">{formatNoun(shown.length - MOST_LINES, 'more line')} not shown.</p>
      ) : null}
    </>
  );
}

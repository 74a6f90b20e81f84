import type { Check, ProjectFiles, ProjectReport } from '../../../shared/project.ts';
import { errorOf, useProjectFiles } from '../../bridge/queries.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatBytes, formatNoun } from '../../components/format.ts';
import { Skeleton } from '../../components/Skeleton.tsx';
import { FileTree } from '../files/FileTree.tsx';
import type { Prepared } from './usePrepared.ts';

const nameOf = (path: string): string => path.split('/').at(-1) ?? path;
const MOST_BIGGEST = 3;

/** The biggest files against all others, as one bar with its legend. */
function Biggest({ report }: { readonly report: ProjectReport }) {
  const biggest = report.biggest.slice(0, MOST_BIGGEST);
  if (biggest.length === 0 || report.bytes === 0) return null;
  const others = report.fileCount - biggest.length;
  const otherBytes = Math.max(0, report.bytes - biggest.reduce((sum, file) => sum + file.bytes, 0));
  const parts = [
    ...biggest.map((file) => ({ key: file.path, label: nameOf(file.path), title: file.path, bytes: file.bytes })),
    ...(others > 0 ? [{ key: '', label: formatNoun(others, 'other'), title: '', bytes: otherBytes }] : []),
  ];
  const text = parts.map((part) => `${part.label} ${formatBytes(part.bytes)}`).join(', ');
  return (
    <div className="big3" role="img" aria-label={`Biggest files: ${text}`}>
      <div className="bars">
        {parts.map((part) => (
          <i key={part.key} style={{ flex: Math.max(part.bytes, 1) }} />
        ))}
      </div>
      <div className="leg small">
        {parts.map((part) => (
          <span key={part.key} title={part.title}>
            <i />
            {part.label} <span className="t3">{formatBytes(part.bytes)}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

function Summary(props: {
  readonly report: ProjectReport;
  readonly prepared: Prepared;
  readonly files: ProjectFiles | undefined;
}) {
  const { report, prepared } = props;
  const packed = prepared.kind === 'ready' ? `, ${formatBytes(prepared.archive.bytes)} compressed` : '';
  return (
    <div className="row fsum">
      <span className="nw">
        <span className="med">{formatNoun(report.fileCount, 'file')}</span>{' '}
        <span className="t2">
          {formatBytes(report.bytes)}
          {packed}
        </span>
      </span>
      {report.leftOutCount === 0 ? null : (
        <>
          <span className="t2">·</span>
          <span className="t2 nw">{report.leftOutCount} left out</span>
        </>
      )}
      <span className="push small t3 opt2">Sorted by folder</span>
    </div>
  );
}

/** What goes into the archive and what stays out. */
export function FilesTab(props: {
  readonly report: ProjectReport;
  readonly prepared: Prepared;
  readonly checks: readonly Check[];
  /** Shows a file that goes in as text. The same function each time. */
  readonly onOpenFile: (path: string) => void;
}) {
  const files = useProjectFiles(props.report.projectId);
  return (
    <>
      <Summary report={props.report} prepared={props.prepared} files={files.data} />
      <Biggest report={props.report} />
      {files.isPending ? <Skeleton label="Reading the list of files" /> : null}
      {files.isError ? (
        <div className="pad">
          <ErrorNote error={errorOf(files.error)} />
        </div>
      ) : null}
      {files.data !== undefined && files.data.included.length + files.data.leftOut.length === 0 ? (
        <EmptyState title="The folder is empty">There is nothing that could go into a package.</EmptyState>
      ) : null}
      {files.data === undefined ? null : (
        <FileTree
          files={files.data}
          totalBytes={props.report.bytes}
          checks={props.checks}
          onOpenFile={props.onOpenFile}
        />
      )}
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { ProjectReport } from '../../../shared/project.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { FileText } from '../files/FileText.tsx';

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
      {read.data === undefined ? null : <FileText read={read.data} path={path} line={props.line} />}
    </Dialog>
  );
}

import type { ProjectReport } from '../../../shared/project.ts';
import { EditDialog } from './EditDialog.tsx';
import { FileDialog } from './FileDialog.tsx';
import type { FindingStep } from './Issue.tsx';
import { KeepDialog } from './KeepDialog.tsx';

/** The dialog of the step that a person chose, if one was. */
export function FindingDialog(props: {
  readonly report: ProjectReport;
  readonly step: FindingStep | null;
  readonly onClose: () => void;
}) {
  const { report, step, onClose } = props;
  if (step === null) return null;
  if (step.kind === 'edit') return <EditDialog report={report} action={step.action} onClose={onClose} />;
  if (step.kind === 'show') return <FileDialog report={report} path={step.path} line={step.line} onClose={onClose} />;
  return <KeepDialog report={report} check={step.check} findingId={step.findingId} onClose={onClose} />;
}

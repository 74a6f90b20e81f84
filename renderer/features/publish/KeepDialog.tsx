import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Check, ProjectReport } from '../../../shared/project.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keepReport } from '../../bridge/invalidation.ts';
import { errorOf } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { announce } from '../../components/LiveRegion.tsx';
import { Excerpt } from './Issue.tsx';

/** Asks once more before what looks like a secret goes into the archive. */
export function KeepDialog(props: {
  readonly report: ProjectReport;
  readonly check: Check;
  readonly findingId: string;
  readonly onClose: () => void;
}) {
  const { report, check, findingId, onClose } = props;
  const client = useClient();
  const queries = useQueryClient();
  const keep = useMutation({
    mutationFn: () => client.invoke('projects.acceptFinding', { projectId: report.projectId, findingId }),
    onSuccess: (changed) => {
      keepReport(queries, changed);
      announce('It is kept in the archive');
      onClose();
    },
  });
  const where = check.at === undefined ? 'this' : check.at.file;
  return (
    <Dialog
      isOpen
      kind="alert"
      onCancel={onClose}
      canCancel={!keep.isPending}
      title={`Keep ${where} in the archive as it is?`}
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            Cancel
          </Button>
          <Button variant="primary" isBusy={keep.isPending} onPress={() => keep.mutate()}>
            Keep it in the archive
          </Button>
        </>
      }
    >
      {keep.isError ? <ErrorNote error={errorOf(keep.error)} /> : null}
      <p>{check.title}.</p>
      <Excerpt check={check} />
      <p className="t2 keepwhy">
        {check.why} Keep it only if it is no secret. Nothing is asked about it again unless it changes.
      </p>
    </Dialog>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CheckAction, EditPreview } from '../../../shared/edit.ts';
import type { ProjectReport } from '../../../shared/project.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keepReport } from '../../bridge/invalidation.ts';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { announce } from '../../components/LiveRegion.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { DiffView } from '../files/DiffView.tsx';

type EditAction = Extract<CheckAction, { kind: 'edit' }>;

interface Props {
  readonly report: ProjectReport;
  readonly action: EditAction;
  readonly onClose: () => void;
}

function useEdit({ report, action, onClose }: Props) {
  const client = useClient();
  const queries = useQueryClient();
  const { projectId, revision } = report;
  const { edit } = action;
  const preview = useQuery({
    queryKey: [...keys.project(projectId), 'edit', edit, revision],
    queryFn: () => client.invoke('projects.previewEdit', { projectId, edit }),
    gcTime: 0,
    staleTime: 0,
  });
  const apply = useMutation({
    mutationFn: ({ beforeSha256 }: EditPreview) =>
      client.invoke('projects.applyEdit', { projectId, edit, beforeSha256 }),
    onSuccess: (changed) => {
      keepReport(queries, changed);
      announce('elba.toml was changed');
      onClose();
    },
    // What was shown is not what is there any more: the change is shown anew before it can be made.
    onError: () => void preview.refetch(),
  });
  return { preview, apply };
}

/** What keeps the change back, if anything does. */
function reasonOf(preview: EditPreview | undefined): string | undefined {
  if (preview === undefined) return 'The change is not known yet.';
  return preview.hunks.length === 0 ? 'elba.toml has this already.' : undefined;
}

/** Shows a change to elba.toml, and makes exactly that one when it is asked for. */
export function EditDialog(props: Props) {
  const { preview, apply } = useEdit(props);
  const error = apply.error ?? preview.error;
  const shown = preview.isError ? undefined : preview.data;
  return (
    <Dialog
      isOpen
      isWide
      onCancel={props.onClose}
      canCancel={!apply.isPending}
      title={`${props.action.label} in elba.toml?`}
      footer={
        <>
          <span className="small t3 grow">Comments and layout stay as they are.</span>
          <Button onPress={props.onClose} autoFocus>
            Cancel
          </Button>
          <Button
            variant="primary"
            isBusy={apply.isPending}
            disabledReason={reasonOf(shown)}
            onPress={() => {
              if (shown !== undefined) apply.mutate(shown);
            }}
          >
            Change elba.toml
          </Button>
        </>
      }
    >
      {error === null ? null : <ErrorNote error={errorOf(error)} />}
      {preview.isPending ? <Skeleton label="Working out the change" rows={2} /> : null}
      {shown === undefined ? null : shown.hunks.length === 0 ? (
        <p className="t2">elba.toml has this already. Nothing is to be changed.</p>
      ) : (
        <DiffView hunks={shown.hunks} label="Change of elba.toml" />
      )}
    </Dialog>
  );
}

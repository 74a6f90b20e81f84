import type { ProjectId, Sha256 } from '../../../shared/ids.ts';
import type { PreparedArchive } from '../../../shared/project.ts';
import type { SavedArchive } from '../../../shared/targets.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { announce } from '../../components/LiveRegion.tsx';
import { DragArchive } from '../files/DragArchive.tsx';

/** A browser fetches the file itself; the window has already written it. */
function finish(saved: SavedArchive): void {
  if (saved.kind === 'saved') announce('The archive was saved');
  if (saved.kind !== 'download') return;
  const link = document.createElement('a');
  link.href = saved.path;
  link.download = saved.name;
  link.click();
}

/** Saves the very file that is sent, under the name that the command for a shell gives it. */
export function SaveArchiveButton({ projectId, sha256 }: { readonly projectId: ProjectId; readonly sha256: Sha256 }) {
  const call = useCall('publish.saveArchive');
  return (
    <>
      <Button
        size="sm"
        isBusy={call.isPending}
        onPress={() => call.mutate({ projectId, archiveSha256: sha256 }, { onSuccess: finish })}
      >
        Save archive…
      </Button>
      {call.error === null ? null : <ErrorNote error={errorOf(call.error)} />}
    </>
  );
}

/** The row of the reviewed archive's file. */
export function SaveArchive({ archive }: { readonly archive: PreparedArchive }) {
  const drag = useCall('publish.dragArchive');
  return (
    <>
      <dt>File</dt>
      <dd className="row wrap">
        <SaveArchiveButton projectId={archive.projectId} sha256={archive.sha256} />
        <DragArchive
          what="the archive"
          onDrag={() => drag.mutate({ projectId: archive.projectId, archiveSha256: archive.sha256 })}
        />
        {drag.error === null ? null : <ErrorNote error={errorOf(drag.error)} />}
      </dd>
    </>
  );
}

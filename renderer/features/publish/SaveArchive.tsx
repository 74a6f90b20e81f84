import type { PreparedArchive } from '../../../shared/project.ts';
import type { SavedArchive } from '../../../shared/targets.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { announce } from '../../components/LiveRegion.tsx';

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
export function SaveArchive({ archive }: { readonly archive: PreparedArchive }) {
  const call = useCall('publish.saveArchive');
  const { projectId, sha256 } = archive;
  return (
    <>
      <dt>File</dt>
      <dd>
        <Button
          size="sm"
          isBusy={call.isPending}
          onPress={() => call.mutate({ projectId, archiveSha256: sha256 }, { onSuccess: finish })}
        >
          Save archive…
        </Button>
        {call.error === null ? null : <ErrorNote error={errorOf(call.error)} />}
      </dd>
    </>
  );
}

import { constants, copyFile } from 'node:fs/promises';
import type { ProjectId, RegistryId, Sha256 } from '../../shared/ids.ts';
import type { CurlCommand, SavedArchive } from '../../shared/targets.ts';
import type { Handlers } from '../dispatch.ts';
import type { DragOut } from '../dragOut.ts';
import { archiveName } from '../elba/archiveName.ts';
import type { Host } from '../host.ts';
import type { Changes } from '../publish/changes.ts';
import type { Publishing } from '../publish/publishing.ts';
import type { Targets } from '../publish/targets.ts';

export interface PublishHandlerParts {
  readonly host: Pick<Host, 'saveFile'>;
  readonly publishing: Pick<Publishing, 'withArchive'>;
  readonly dragOut: DragOut;
  readonly targets: Pick<Targets, 'of'>;
  readonly changes: Changes;
  curl(projectId: ProjectId, registryId: RegistryId): Promise<CurlCommand>;
}

type Calls =
  | 'publish.targets'
  | 'publish.changes'
  | 'publish.fileChange'
  | 'publish.curl'
  | 'publish.saveArchive'
  | 'publish.dragArchive';

/** The very bytes that are sent, under the name that the command for a shell reads. */
const saveArchive = (
  { host, publishing }: Pick<PublishHandlerParts, 'host' | 'publishing'>,
  projectId: ProjectId,
  sha256: Sha256,
): Promise<SavedArchive> =>
  publishing.withArchive(projectId, sha256, async (built) => {
    const name = archiveName(built.package, built.version);
    const saved = await host.saveFile(name, built.file);
    return saved.kind === 'download' ? { ...saved, name } : saved;
  });

const dragArchive = (
  { dragOut, publishing }: Pick<PublishHandlerParts, 'dragOut' | 'publishing'>,
  projectId: ProjectId,
  sha256: Sha256,
): Promise<void> =>
  publishing.withArchive(projectId, sha256, (built) =>
    dragOut(archiveName(built.package, built.version), (file) =>
      copyFile(built.file, file, constants.COPYFILE_FICLONE),
    ),
  );

/** The calls about what the registries would make of a project. */
export const publishHandlers = ({ targets, changes, curl, ...parts }: PublishHandlerParts): Pick<Handlers, Calls> => ({
  'publish.targets': ({ projectId }) => targets.of(projectId),
  'publish.curl': ({ projectId, registryId }) => curl(projectId, registryId),
  'publish.saveArchive': ({ projectId, archiveSha256 }) => saveArchive(parts, projectId, archiveSha256),
  'publish.dragArchive': ({ projectId, archiveSha256 }) => dragArchive(parts, projectId, archiveSha256),
  'publish.changes': ({ projectId, registryId }) => changes.of(projectId, registryId),
  'publish.fileChange': ({ projectId, registryId, path }) => changes.file(projectId, registryId, path),
});

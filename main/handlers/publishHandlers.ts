import type { ProjectId, RegistryId } from '../../shared/ids.ts';
import type { CurlCommand } from '../../shared/targets.ts';
import type { Handlers } from '../dispatch.ts';
import type { Changes } from '../publish/changes.ts';
import type { Targets } from '../publish/targets.ts';

export interface PublishHandlerParts {
  readonly targets: Pick<Targets, 'of'>;
  readonly changes: Changes;
  curl(projectId: ProjectId, registryId: RegistryId): Promise<CurlCommand>;
}

type Calls = 'publish.targets' | 'publish.changes' | 'publish.fileChange' | 'publish.curl';

/** The calls about what the registries would make of a project. */
export const publishHandlers = ({ targets, changes, curl }: PublishHandlerParts): Pick<Handlers, Calls> => ({
  'publish.targets': ({ projectId }) => targets.of(projectId),
  'publish.curl': ({ projectId, registryId }) => curl(projectId, registryId),
  'publish.changes': ({ projectId, registryId }) => changes.of(projectId, registryId),
  'publish.fileChange': ({ projectId, registryId, path }) => changes.file(projectId, registryId, path),
});

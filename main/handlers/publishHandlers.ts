import type { Handlers } from '../dispatch.ts';
import type { Targets } from '../publish/targets.ts';

export interface PublishHandlerParts {
  readonly targets: Pick<Targets, 'of'>;
}

/** The calls about what the registries would make of a project. */
export const publishHandlers = ({ targets }: PublishHandlerParts): Pick<Handlers, 'publish.targets'> => ({
  'publish.targets': ({ projectId }) => targets.of(projectId),
});

import type { JobId, PackageRef, RegistryId } from '../../shared/ids.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Handlers } from '../dispatch.ts';

/** Yanking as the calls need it. */
export interface Yanking {
  start(request: {
    registryId: RegistryId;
    package: PackageRef;
    versions: string[];
    yanked: boolean;
    note?: string | undefined;
    confirmation?: string | undefined;
  }): Promise<JobId> | JobId;
}

type Calls = 'packages.list' | 'packages.summaries' | 'packages.details' | 'versions.details' | 'versions.yank';

/** The calls about what registries hold. */
export const catalogHandlers = (catalog: Catalog, yanking: Yanking): Pick<Handlers, Calls> => ({
  'packages.list': ({ registryId, refresh }) => catalog.list(registryId, refresh),
  'packages.summaries': ({ registryId, packages }) => catalog.summaries(registryId, packages),
  'packages.details': ({ registryId, package: ref, refresh }) => catalog.details(registryId, ref, refresh),
  'versions.details': ({ registryId, package: ref, versions }) => catalog.versionDetails(registryId, ref, versions),
  'versions.yank': (request) => yanking.start(request),
});

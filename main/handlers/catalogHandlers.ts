import type { Catalog } from '../catalog/catalog.ts';
import type { Handlers } from '../dispatch.ts';
import type { Yanking } from '../yank/yanking.ts';

type Calls = 'packages.list' | 'packages.summaries' | 'packages.details' | 'versions.details' | 'versions.yank';

/** The calls about what registries hold. */
export const catalogHandlers = (catalog: Catalog, yanking: Pick<Yanking, 'start'>): Pick<Handlers, Calls> => ({
  'packages.list': ({ registryId, refresh }) => catalog.list(registryId, refresh),
  'packages.summaries': ({ registryId, packages }) => catalog.summaries(registryId, packages),
  'packages.details': ({ registryId, package: ref, refresh }) => catalog.details(registryId, ref, refresh),
  'versions.details': ({ registryId, package: ref, versions }) => catalog.versionDetails(registryId, ref, versions),
  'versions.yank': (request) => yanking.start(request),
});

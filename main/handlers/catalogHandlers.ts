import type { Catalog } from '../catalog/catalog.ts';
import type { Handlers } from '../dispatch.ts';

type Calls =
  | Extract<keyof Handlers, `packages.${'query' | 'summaries' | 'details' | 'readme' | 'dependents' | 'downloadGraph'}`>
  | Extract<keyof Handlers, `catalog.${string}`>
  | 'versions.details';

/** The calls about what registries hold. */
export const catalogHandlers = (catalog: Catalog): Pick<Handlers, Calls> => ({
  'packages.query': ({ registryId, ...wanted }) => catalog.query(registryId, wanted),
  'packages.summaries': ({ registryId, packages }) => catalog.summaries(registryId, packages),
  'packages.details': ({ registryId, package: ref, refresh }) => catalog.details(registryId, ref, refresh),
  'packages.readme': ({ registryId, package: ref, version }) => catalog.readme(registryId, ref, version),
  'packages.dependents': ({ registryId, package: ref, offset, limit }) =>
    catalog.dependents(registryId, ref, offset, limit),
  'packages.downloadGraph': ({ registryId, package: ref }) => catalog.downloadGraph(registryId, ref),
  'catalog.state': ({ registryId }) => catalog.state(registryId),
  'catalog.refresh': ({ registryId }) => catalog.refresh(registryId),
  'catalog.stop': ({ registryId }) => catalog.stop(registryId),
  'catalog.problems': ({ registryId, offset, limit }) => catalog.problems(registryId, offset, limit),
  'versions.details': ({ registryId, package: ref, versions }) => catalog.versionDetails(registryId, ref, versions),
});

import type { Handlers } from '../dispatch.ts';
import type { Inspection } from '../inspect/inspection.ts';

type Calls = 'inspect.open' | 'inspect.readText' | 'inspect.compare' | 'inspect.fileChange';

/** The calls about what published archives hold. */
export const inspectHandlers = (inspection: Inspection): Pick<Handlers, Calls> => ({
  'inspect.open': ({ registryId, package: ref, version }) => inspection.open(registryId, ref, version),
  'inspect.readText': ({ registryId, package: ref, version, path }) =>
    inspection.readText(registryId, ref, version, path),
  'inspect.compare': ({ registryId, package: ref, before, after }) =>
    inspection.compare(registryId, ref, before, after),
  'inspect.fileChange': ({ registryId, package: ref, before, after, path }) =>
    inspection.fileChange(registryId, ref, before, after, path),
});

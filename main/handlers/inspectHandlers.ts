import type { Handlers } from '../dispatch.ts';
import type { DragOut } from '../dragOut.ts';
import { archiveName } from '../elba/archiveName.ts';
import type { Inspection } from '../inspect/inspection.ts';

type Calls = 'inspect.open' | 'inspect.drag' | 'inspect.readText' | 'inspect.compare' | 'inspect.fileChange';

/** The calls about what published archives hold. */
export const inspectHandlers = (inspection: Inspection, dragOut: DragOut): Pick<Handlers, Calls> => ({
  'inspect.open': ({ registryId, package: ref, version }) => inspection.open(registryId, ref, version),
  'inspect.drag': ({ registryId, package: ref, version }) =>
    dragOut(archiveName(ref, version), (file) => inspection.copy(registryId, ref, version, file)),
  'inspect.readText': ({ registryId, package: ref, version, path }) =>
    inspection.readText(registryId, ref, version, path),
  'inspect.compare': ({ registryId, package: ref, before, after }) =>
    inspection.compare(registryId, ref, before, after),
  'inspect.fileChange': ({ registryId, package: ref, before, after, path }) =>
    inspection.fileChange(registryId, ref, before, after, path),
});

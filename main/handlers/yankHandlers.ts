import type { Handlers } from '../dispatch.ts';
import type { Impacts } from '../yank/impact.ts';
import { pickVersions } from '../yank/pickVersions.ts';
import type { Yanking } from '../yank/yanking.ts';

type Calls = 'yank.notes' | 'versions.yank' | 'versions.pick' | 'yank.impact' | 'yank.stopImpact';

/** The calls about yanking: which versions, what it would do, and doing it. */
export const yankHandlers = (yanking: Yanking, impacts: Impacts): Pick<Handlers, Calls> => ({
  'yank.notes': ({ registryId, package: ref }) => yanking.notes(registryId, ref),
  'versions.yank': (request) => yanking.start(request),
  'versions.pick': ({ versions, rule }) => pickVersions(versions, rule),
  'yank.impact': (request) => impacts.of(request),
  'yank.stopImpact': ({ ask }) => impacts.stop(ask),
});

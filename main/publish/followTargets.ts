import type { EventName } from '../../shared/contract.ts';
import { events } from '../../shared/contract.ts';
import type { Targets } from './targets.ts';

/** Tells the targets of what happened in the application; an event that does not bear on them is left alone. */
export function followTargets(targets: Targets, name: EventName, payload: unknown): void {
  switch (name) {
    case 'project.changed':
      targets.projectChanged(events[name].parse(payload));
      break;
    case 'catalog.changed':
      targets.catalogChanged(events[name].parse(payload).registryId);
      break;
    case 'registries.changed':
    case 'activity.changed':
      targets.changed();
      break;
    default:
  }
}

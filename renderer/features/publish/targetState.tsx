import { Check, CircleDashed, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LocalRegistryState, Registry } from '../../../shared/registry.ts';
import type { TargetReport } from '../../../shared/targets.ts';
import { type RegistryMark, registryMark } from '../../components/registryState.tsx';
import type { Route } from '../shell/router.ts';

/** Why a registry cannot be chosen, and the page where that is mended. */
export interface TargetObstacle {
  readonly text: string;
  readonly glyph: ReactNode;
  readonly tone: 'err' | 'warn' | 'ok' | undefined;
  /** Null where there is nothing to mend. */
  readonly fix: Route | null;
  /** What to do there, for a screen reader: "Save a token". */
  readonly action: string;
}

const ACTIONS: Partial<Record<RegistryMark['kind'], string>> = {
  rejected: 'Replace the token of',
  unreadable: 'Save the token again for',
  offline: 'Check',
  noToken: 'Save a token for',
};

const PUBLISHED: TargetObstacle = {
  text: 'Published',
  glyph: <Check className="i s" />,
  tone: 'ok',
  fix: null,
  action: 'Nothing is left to be sent',
};

/** What keeps a registry from being a target; null for one that can be chosen. `state` is what it would make of the project. */
export function obstacleOf(
  registry: Registry,
  local: LocalRegistryState,
  state: TargetReport['state'] | undefined,
): TargetObstacle | null {
  return obstacleOfProfile(registry, local) ?? (state === 'same' ? PUBLISHED : null);
}

function obstacleOfProfile(registry: Registry, local: LocalRegistryState): TargetObstacle | null {
  const page: Route = { page: 'registry', registryId: registry.id };
  if (registry.embedded && local.state !== 'running')
    return {
      text: local.state === 'starting' ? 'Starting…' : 'Not running',
      glyph: <Unplug className="i s" />,
      tone: undefined,
      fix: { page: 'settings' },
      action: `Start ${registry.name}`,
    };
  if (registry.url === '')
    return {
      text: 'No address',
      glyph: <CircleDashed className="i s" />,
      tone: undefined,
      fix: page,
      action: `Give ${registry.name} an address`,
    };
  const mark = registryMark(registry);
  const action = ACTIONS[mark.kind];
  if (action === undefined) return null;
  return { text: mark.text, glyph: mark.glyph, tone: mark.tone, fix: page, action: `${action} ${registry.name}` };
}

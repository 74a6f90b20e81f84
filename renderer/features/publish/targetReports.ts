import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { CheckAction } from '../../../shared/edit.ts';
import type { RegistryId } from '../../../shared/ids.ts';
import type { Check, ProjectReport } from '../../../shared/project.ts';
import type { TargetCheck, TargetReport } from '../../../shared/targets.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';

export type TargetReports = ReadonlyMap<RegistryId, TargetReport>;

/** What each registry would make of a project: asked for once, then kept by events; empty until it is known. */
export function useTargetReports({ projectId }: ProjectReport): TargetReports {
  const client = useClient();
  const queries = useQueryClient();
  const key = keys.targets(projectId);
  const { data = [] } = useQuery({
    queryKey: key,
    queryFn: async () => {
      const before = queries.getQueryData<TargetReport[]>(key);
      const answer = await client.invoke('publish.targets', { projectId });
      const told = queries.getQueryData<TargetReport[]>(key);
      // An event that came while this was asked knows more.
      return told !== undefined && told !== before ? told : answer;
    },
  });
  return new Map(data.map((target) => [target.registryId, target]));
}

/** What a registry could resolve in place of a dependency, offered where elba.toml can be changed from here. */
function actionsOf(check: TargetCheck, origin: ProjectReport['origin']): CheckAction[] {
  const { suggestion, actions = [] } = check;
  if (suggestion === undefined || origin !== 'folder') return actions;
  const { name, constraint } = suggestion;
  return [
    ...actions,
    { kind: 'edit', label: `Write ${constraint}`, edit: { kind: 'set_dependency', name, constraint } },
  ];
}

/** The findings of all registries as they stand among the others: each with a name of its own, and for its registry alone. */
export const checksOfTargets = (targets: TargetReports, { origin }: ProjectReport): Check[] =>
  [...targets.values()].flatMap(({ registryId, checks }) =>
    checks.map((check) => {
      const { suggestion: _suggestion, actions: _actions, ...rest } = check;
      const actions = actionsOf(check, origin);
      const own = { ...rest, id: `${check.id} ${registryId}`, registryIds: [registryId] };
      return actions.length === 0 ? own : { ...own, actions };
    }),
  );

const isOffer = ({ id, todo }: Check): boolean => id.startsWith('target.dependency-offered:') && todo !== undefined;

const isSamePlace = (one: Check['at'], other: Check['at']): boolean =>
  one?.line !== undefined && one.file === other?.file && one.line === other.line;

function withOffers(check: Check, offers: readonly Check[]): Check {
  if (offers.length === 0) return check;
  const made = offers.flatMap(({ actions = [] }) => actions);
  const actions = made.filter(({ label }, at) => made.findIndex((other) => other.label === label) === at);
  const todo = offers.map((offer) => `${offer.title}. ${offer.todo}`).join(' ');
  return { ...check, todo, ...(actions.length === 0 ? {} : { actions }) };
}

/**
 * Lets an error about a dependency that no registry takes say what the chosen ones have in its place and offer to write it, where that
 * would stand far below it as a hint of its own.
 */
export function joinOffers(checks: readonly Check[]): Check[] {
  const offers = checks.filter(isOffer);
  const errors = checks.filter(({ id, severity }) => severity === 'error' && /^manifest\.\w+-dependency:/.test(id));
  const joined = offers.filter(({ at }) => errors.some((error) => isSamePlace(at, error.at)));
  return checks
    .filter((check) => !joined.includes(check))
    .map((check) =>
      errors.includes(check)
        ? withOffers(
            check,
            joined.filter(({ at }) => isSamePlace(at, check.at)),
          )
        : check,
    );
}

/** What speaks against a registry, for its row: the first error; null where there is none. */
export const errorOfTarget = (target: TargetReport | undefined): string | null =>
  target?.checks.find((check) => check.severity === 'error')?.title ?? null;

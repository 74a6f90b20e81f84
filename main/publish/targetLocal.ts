import type { PackageRef } from '../../shared/ids.ts';
import type { Registry } from '../../shared/registry.ts';
import type { TargetCheck } from '../../shared/targets.ts';
import { formatName, samePackage } from '../elba/packageName.ts';
import type { Journal } from '../journal.ts';
import { isPublish } from './find.ts';

const prefix = 'target.token';

/** Whether a check is about the saved token. The upload tests the token itself first, so such a check alone refuses no publish. */
export const isAboutToken = ({ id }: TargetCheck): boolean => id.startsWith(prefix);

function checkToken({ name, token }: Registry): TargetCheck[] {
  if (token.kind === 'none') {
    const title = `No token is saved for ${name}`;
    return [{ id: `${prefix}-none`, severity: 'error', title, todo: `Save one on the page of ${name}.` }];
  }
  if (token.kind === 'unreadable') {
    const title = `The token for ${name} cannot be read`;
    return [{ id: `${prefix}-unreadable`, severity: 'error', title, why: token.reason, todo: 'Save it again.' }];
  }
  if (token.test !== 'rejected') return [];
  const title = `${name} does not accept the saved token`;
  const todo = `Save another one on the page of ${name}.`;
  return [{ id: `${prefix}-rejected`, severity: 'error', title, todo }];
}

function checkAddress({ name, url }: Registry): TargetCheck[] {
  if (url !== '') return [];
  return [
    {
      id: 'target.no-url',
      severity: 'error',
      title: `Only an index is known of ${name}`,
      why: 'An index can be read, and only a registry can be published to.',
      todo: 'Add its URL in its settings.',
    },
  ];
}

/** What this computer knows without asking anybody: the address and the token. */
export const checkRegistry = (registry: Registry): TargetCheck[] =>
  registry.url === '' ? checkAddress(registry) : checkToken(registry);

/** Whether this program saw a publish of a package of the same group end well on a registry, with the token that is saved now. */
export const publishedInGroup = (
  journal: Pick<Journal, 'list'>,
  { id: registryId, token }: Registry,
  ref: PackageRef,
): boolean => {
  if (token.kind !== 'saved') return false;
  const { entries } = journal.list({ offset: 0, limit: Number.MAX_SAFE_INTEGER });
  const own = entries.filter(isPublish).filter((entry) => entry.registryId === registryId);
  const inGroup = own.filter((entry) => samePackage({ ...ref, group: entry.package.group }, ref));
  return inGroup.some(({ outcome, startedAt }) => outcome?.kind === 'published' && startedAt >= token.savedAt);
};

/** Says so where nobody knows yet what became of an earlier publish of this very version (DESIGN.md, "Unknown"). */
export function checkUnknown(
  journal: Pick<Journal, 'list'>,
  { id, name }: Registry,
  ref: PackageRef,
  version: string,
): TargetCheck[] {
  const { entries } = journal.list({ offset: 0, limit: Number.MAX_SAFE_INTEGER });
  const open = entries
    .filter(isPublish)
    .find(
      (entry) =>
        entry.registryId === id &&
        entry.outcome?.kind === 'unknown' &&
        entry.version === version &&
        samePackage(entry.package, ref),
    );
  if (open === undefined) return [];
  return [
    {
      id: 'target.unknown',
      severity: 'error',
      title: `It is unknown whether ${formatName(ref)} ${version} reached ${name}`,
      why: 'An earlier try broke off before the registry answered. Sending it again could hide what happened.',
      todo: 'Look again first.',
      actions: [{ kind: 'look', label: 'Look now', entryId: open.id }],
    },
  ];
}

import type { PackageRef } from '../../shared/ids.ts';
import { type Answer, badQuery, done, refused } from './answers.ts';
import { refusePackage, refuseVersion } from './pathNames.ts';
import { commit, followInIndex, type RegistryParts, unknownToken, userOfToken } from './registry.ts';
import { groupKey, packageKey, type State, type User } from './state.ts';

/** A yank or unyank as it comes in; null for what the query lacks or has in another form. */
export type YankRequest = {
  readonly ref: PackageRef;
  readonly version: string;
  readonly yanked: boolean | null;
  readonly token: string | null;
};

const yankProblem = (
  state: State,
  user: User,
  { ref, version, yanked }: { ref: PackageRef; version: string; yanked: boolean },
): Answer | null => {
  const name = `${ref.group}/${ref.name}`;
  if (!state.groups.has(groupKey(ref.group)))
    return refused('package_not_found', `Package group \`${ref.group}\` not found`);
  const stored = state.packages.get(packageKey(ref.group, ref.name));
  if (stored === undefined) return refused('package_not_found', `Package \`${name}\` not found`);
  const found = stored.byVersion.get(version);
  if (found === undefined) return refused('package_not_found', `Package version \`${name} ${version}\` not found`);
  if (!stored.ownerIds.includes(user.id))
    return refused('no_permission', `You have no access permission to package \`${name}\``);
  if (found.yanked === yanked) {
    return yanked
      ? refused('no_permission', `Package \`${name}\` has already been yanked`)
      : refused('no_permission', `Can not unyank package \`${name}\`, because it is not yanked`);
  }
  return null;
};

/** Yanks or unyanks a version, under any spelling of its name. */
export const yankVersion = async (parts: RegistryParts, request: YankRequest): Promise<Answer> => {
  const { ref, version, yanked, token } = request;
  if (yanked === null || token === null) return badQuery;
  const badPath = refusePackage(ref) ?? refuseVersion(version);
  if (badPath !== null) return badPath;
  const user = userOfToken(parts.state, token);
  if (user === null) return unknownToken;
  return parts.inTurn(async () => {
    const problem = yankProblem(parts.state, user, { ref, version, yanked });
    if (problem !== null) return problem;
    await commit(parts, { kind: 'yank', userId: user.id, group: ref.group, name: ref.name, version, yanked });
    await followInIndex(parts, ref);
    return done;
  });
};

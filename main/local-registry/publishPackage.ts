import type { PackageRef } from '../../shared/ids.ts';
import { normaliseName } from '../elba/packageName.ts';
import { type Answer, badQuery, done, internalError, refused } from './answers.ts';
import type { Incoming } from './archiveStore.ts';
import { inspectUpload, type Upload } from './inspectUpload.ts';
import { refusePackage, refuseVersion } from './pathNames.ts';
import { commit, followInIndex, type RegistryParts, unknownToken, userOfToken } from './registry.ts';
import { groupKey, packageKey, type State, type User } from './state.ts';

/** What the reference registry takes in its sample configuration. */
export const bodyCap = 31_457_280;

/** A publish as it comes in. `target` is what the URL says, null on the documented route, where only the manifest does. */
export type PublishRequest = {
  readonly target: { readonly ref: PackageRef; readonly version: string } | null;
  readonly token: string | null;
  readonly body: AsyncIterable<Uint8Array>;
  /** Of the header; null where the body is chunked. */
  readonly contentLength: number | null;
};

const mismatch = ({ manifest }: Upload, target: PublishRequest['target']): Answer | null => {
  if (target === null) return null;
  const differs = (what: string): Answer => refused('invalid_manifest', `Package ${what} mismatched`);
  if (manifest.ref.group !== target.ref.group) return differs('group name');
  if (manifest.ref.name !== target.ref.name) return differs('name');
  return manifest.version === target.version ? null : differs('version');
};

const ownershipProblem = (state: State, user: User, { group, name }: PackageRef): Answer | null => {
  const existing = state.packages.get(packageKey(group, name));
  if (existing !== undefined) {
    return existing.ownerIds.includes(user.id)
      ? null
      : refused('no_permission', `You have no access permission to package \`${group}/${name}\``);
  }
  const owner = state.groups.get(groupKey(group));
  return owner === undefined || owner.ownerId === user.id
    ? null
    : refused('no_permission', `You have no permission to create package under group \`${group}\``);
};

const missingDependency = (state: State, { ref, dependencies }: Upload['manifest']): Answer | null => {
  const self = normaliseName(ref);
  for (const { name } of dependencies) {
    const [group = '', rest = ''] = name.split('/');
    const key = packageKey(group, rest);
    if (key !== self && !state.packages.has(key))
      return refused('dependency_not_found', `Dependency \`${name}\` not found`);
  }
  return null;
};

/** Owner, version and dependencies, in the reference registry's order. */
const stateProblem = (state: State, user: User, { manifest }: Upload): Answer | null => {
  const { ref, version } = manifest;
  const notOwner = ownershipProblem(state, user, ref);
  if (notOwner !== null) return notOwner;
  const existing = state.packages.get(packageKey(ref.group, ref.name));
  if (existing?.byVersion.has(version) === true)
    return refused('no_permission', `Package \`${ref.group}/${ref.name} ${version}\` already exists`);
  return missingDependency(state, manifest);
};

const keepVersion = async (parts: RegistryParts, user: User, upload: Upload, incoming: Incoming): Promise<Answer> => {
  const early = stateProblem(parts.state, user, upload);
  if (early !== null) return early;
  await parts.archives.keep(incoming);
  return parts.inTurn(async () => {
    const late = stateProblem(parts.state, user, upload);
    // The same archive may have been published meanwhile, so it stays where it is.
    if (late !== null) return late;
    const { manifest, readme } = upload;
    const { ref, version, description, homepage, repository, license } = manifest;
    const group = parts.state.groups.get(groupKey(ref.group))?.name ?? ref.group;
    await commit(parts, {
      kind: 'published',
      userId: user.id,
      group,
      name: ref.name,
      version,
      sha256: incoming.sha256,
      bytes: incoming.bytes,
      description,
      homepage,
      repository,
      license,
      keywords: [...manifest.keywords],
      readme,
      dependencies: [...manifest.dependencies],
    });
    await followInIndex(parts, ref);
    return done;
  });
};

/**
 * Publishes an archive. The order of the checks is the reference registry's: query, path, body, manifest, README, and only then token,
 * owner, version and dependencies. 200 means that the version is on the disk for good and in the index.
 */
export const publishPackage = async (parts: RegistryParts, request: PublishRequest): Promise<Answer> => {
  const { target, token } = request;
  if (token === null) return badQuery;
  const badPath = target === null ? null : (refusePackage(target.ref) ?? refuseVersion(target.version));
  if (badPath !== null) return badPath;
  if (request.contentLength !== null && request.contentLength > bodyCap) return internalError;
  const received = await parts.archives.receive(request.body, bodyCap);
  if (received.kind === 'too_large') return internalError;
  const { incoming } = received;
  try {
    const inspected = await inspectUpload(incoming.content);
    if (!inspected.ok) return inspected.answer;
    const wrong = mismatch(inspected.upload, target) ?? refusePackage(inspected.upload.manifest.ref);
    if (wrong !== null) return wrong;
    const user = userOfToken(parts.state, token);
    return user === null ? unknownToken : await keepVersion(parts, user, inspected.upload, incoming);
  } finally {
    await parts.archives.discard(incoming);
  }
};

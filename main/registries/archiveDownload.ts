import { createHash } from 'node:crypto';
import type { ErrorCode } from '../../shared/errors.ts';
import { type PackageRef, type RegistryId, Sha256 } from '../../shared/ids.ts';
import type { Registry } from '../../shared/registry.ts';
import { isLoopback } from '../api/plainHttp.ts';
import type { Downloaded, Reads } from '../api/reads.ts';
import type { ArchivePlace } from '../catalog/readPackage.ts';
import type { Download } from '../catalog/tarFetch.ts';
import { parseIndexResolution, parseResolution } from '../elba/resolution.ts';
import { Failure, failure } from '../failure.ts';

export interface ArchiveDownloadParts {
  clientFor(registryId: RegistryId): Pick<Reads, 'download'>;
  registryOf(registryId: RegistryId): Pick<Registry, 'name' | 'url' | 'index'>;
  /** Where the index says that a version lies; null where there is no index or it does not have the version. */
  placeOf(registryId: RegistryId, ref: PackageRef, version: string): Promise<ArchivePlace | null>;
  /** How files that an index names are downloaded. */
  fileFor(registryId: RegistryId): Download;
  /** The most that is taken, in bytes. */
  readonly mostBytes: number;
}

/** The registry's own endpoint did not hand it out; the index may name another place. */
const LOOK_ELSEWHERE: ReadonlySet<ErrorCode> = new Set([
  'not_found',
  'package_not_found',
  'route_not_found',
  'not_supported_here',
  'unexpected_answer',
  'registry_error',
  'unreachable',
  'timed_out',
]);

/** Whether an index may lead to this computer: one that lies on it, or whose registry does. Others would reach what is not theirs. */
function mayLeadHere({ url, index }: Pick<Registry, 'url' | 'index'>): boolean {
  if (URL.canParse(url) && isLoopback(new URL(url))) return true;
  const parsed = parseIndexResolution(index);
  if (!parsed.ok) return false;
  return parsed.resolution.kind === 'dir' || isLoopback(new URL(parsed.resolution.url));
}

function addressOf({ location }: ArchivePlace, registry: Pick<Registry, 'name' | 'url' | 'index'>, what: string): URL {
  const parsed = parseResolution(location);
  if (!parsed.ok || parsed.resolution.kind !== 'tar')
    throw failure(
      'not_supported_here',
      `The index of ${registry.name} says that ${what} lies at ${location}. Only archives behind an http or https address can be looked into.`,
    );
  const url = new URL(parsed.resolution.url);
  if (isLoopback(url) && !mayLeadHere(registry))
    throw failure(
      'not_supported_here',
      `The index of ${registry.name} says that ${what} lies on this computer (${url.host}), which is not its own. Nothing was asked there.`,
    );
  return url;
}

async function fromIndex(
  parts: ArchiveDownloadParts,
  registryId: RegistryId,
  url: URL,
  what: string,
  signal: AbortSignal,
  into: (chunk: Uint8Array) => void,
): Promise<Downloaded> {
  const { name } = parts.registryOf(registryId);
  const hash = createHash('sha256');
  const sink = (chunk: Uint8Array): void => {
    hash.update(chunk);
    into(chunk);
  };
  const { mostBytes } = parts;
  const answer = await parts.fileFor(registryId)({ url, headers: {}, mostBytes: mostBytes + 1, signal, sink });
  if (answer.status < 200 || answer.status >= 300)
    throw failure(
      'not_found',
      `There is no archive for ${what} at ${url.host}, where the index of ${name} says that it lies.`,
      {
        status: answer.status,
      },
    );
  if (answer.bytes > mostBytes) throw failure('too_large', `The archive of ${what} is too large to be looked into.`);
  if (answer.cut) throw failure('connection_lost', `The connection to ${url.host} broke while ${what} was downloaded.`);
  return { sha256: Sha256.parse(hash.digest('hex')), bytes: answer.bytes };
}

/**
 * Downloads archives as far as they can be had: from the registry's own endpoint, and where that has none, or does not answer, from
 * the address that the index names, as elba does. Throws why the registry did not hand it out, or what was wrong with that address.
 */
export const archiveDownload =
  (parts: ArchiveDownloadParts) =>
  (registryId: RegistryId): Pick<Reads, 'download'> => ({
    async download(ref, version, signal = new AbortController().signal, into = () => undefined) {
      let taken = 0;
      const counted = (chunk: Uint8Array): void => {
        taken += chunk.length;
        into(chunk);
      };
      try {
        return await parts.clientFor(registryId).download(ref, version, signal, counted);
      } catch (thrown) {
        signal.throwIfAborted();
        // Bytes of two sources make no archive.
        if (!(thrown instanceof Failure) || taken > 0 || !LOOK_ELSEWHERE.has(thrown.error.code)) throw thrown;
        const place = await parts.placeOf(registryId, ref, version).catch(() => null);
        if (place === null) throw thrown;
        const what = `${ref.group}/${ref.name} ${version}`;
        return fromIndex(parts, registryId, addressOf(place, parts.registryOf(registryId), what), what, signal, into);
      }
    },
  });

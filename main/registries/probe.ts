import { isDeepStrictEqual } from 'node:util';
import type { AppError } from '../../shared/errors.ts';
import type { RegistryId } from '../../shared/ids.ts';
import type { Registry, RegistryStatus } from '../../shared/registry.ts';
import { parseIndexResolution } from '../elba/resolution.ts';
import { Failure } from '../failure.ts';
import { readFolderHead } from './indexHead.ts';
import type { Registries } from './profiles.ts';

/** The part of a registry's client that a probe needs: one request that writes nothing. */
export interface FamilyFinder {
  /** Throws a `Failure` where the registry does not answer as one. */
  detectFamily(signal?: AbortSignal): Promise<'documented' | 'packages' | null>;
}

export interface ProbeParts {
  readonly registries: Pick<Registries, 'get' | 'setStatus'>;
  clientFor(registryId: RegistryId): FamilyFinder;
  /** Reads the index of a registry anew. Throws why it can't be read. */
  readIndex(registryId: RegistryId): Promise<void>;
  now(): Date;
  log(line: string): void;
  /** Aborted when the program ends. */
  readonly signal: AbortSignal;
}

export interface Probe {
  /** Looks at a registry and gives it with what was found. Never throws for one that is offline; `not_found` for no registry. */
  check(registryId: RegistryId): Promise<Registry>;
}

const UNEXPECTED: AppError = {
  code: 'internal',
  message: 'Something went wrong inside the program while it looked at this registry. The log has the details.',
};

/** A registry of which only an index is known is there when that can be read. */
async function readIndexOnly(parts: ProbeParts, { id, index }: Registry): Promise<null> {
  const parsed = parseIndexResolution(index);
  if (parsed.ok && parsed.resolution.kind === 'dir') readFolderHead(parsed.resolution.path);
  else await parts.readIndex(id);
  return null;
}

async function look(parts: ProbeParts, registry: Registry): Promise<RegistryStatus> {
  const since = performance.now();
  try {
    const family =
      registry.url === ''
        ? await readIndexOnly(parts, registry)
        : await parts.clientFor(registry.id).detectFamily(parts.signal);
    const milliseconds = Math.max(1, Math.round(performance.now() - since));
    return { kind: 'reachable', checkedAt: parts.now().toISOString(), milliseconds, family };
  } catch (thrown) {
    if (!(thrown instanceof Failure)) parts.log(`A check failed: ${String(thrown)}`);
    const error = thrown instanceof Failure ? thrown.error : UNEXPECTED;
    return { kind: 'offline', checkedAt: parts.now().toISOString(), error };
  }
}

/** Checks registries on demand. Two checks of one registry at once are one; a profile changed meanwhile is looked at again. */
export function createProbe(parts: ProbeParts): Probe {
  const underWay = new Map<RegistryId, Promise<Registry>>();
  const wayOf = ({ url, index, family, allowPlainHttp, network }: Registry): unknown[] => [
    url,
    index,
    family,
    allowPlainHttp,
    network,
  ];
  const sameAddress = (a: Registry, b: Registry): boolean => isDeepStrictEqual(wayOf(a), wayOf(b));

  const run = async (registryId: RegistryId): Promise<Registry> => {
    for (;;) {
      const asked = parts.registries.get(registryId);
      parts.registries.setStatus(registryId, { kind: 'checking' });
      const status = await look(parts, asked);
      if (!sameAddress(asked, parts.registries.get(registryId)) && !parts.signal.aborted) continue;
      parts.registries.setStatus(registryId, status);
      return parts.registries.get(registryId);
    }
  };
  return {
    check: (registryId) => {
      const known = underWay.get(registryId);
      if (known !== undefined) return known;
      const running = run(registryId).finally(() => underWay.delete(registryId));
      underWay.set(registryId, running);
      return running;
    },
  };
}

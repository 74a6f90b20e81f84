import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PackageRef, RegistryId } from '../../shared/ids.ts';
import type { Impact } from '../../shared/impact.ts';
import { Failure, failure } from '../failure.ts';
import { mergeChanges, summarise } from './impactRows.ts';
import { type AskIndex, type Change, type Required, walkImpact } from './impactWalk.ts';

/** What the index of a registry is asked; `known` is false where there is none to read, with the reason as a sentence. */
export interface ImpactParts {
  requirersOf(
    registryId: RegistryId,
    refs: readonly PackageRef[],
    most: number,
  ): Promise<
    | {
        readonly known: true;
        readonly readAt: string;
        readonly found: readonly Required[];
        readonly complete: boolean;
      }
    | { readonly known: false; readonly reason: string }
  >;
  /** Aborted when the program ends. */
  readonly closing?: AbortSignal;
}

export interface ImpactRequest {
  readonly registryId: RegistryId;
  /** Names the question, so that it can be taken back. */
  readonly ask: string;
  readonly changes: readonly Change[];
  readonly yanked: boolean;
}

export interface Impacts {
  /** Works out what a change would do. Throws `cancelled` where the question was taken back. */
  of(request: ImpactRequest): Promise<Impact>;
  /** Takes a question back; nothing happens where it was answered. */
  stop(ask: string): void;
  /** Whether there is an index that can tell who requires a package. */
  canKnow(registryId: RegistryId, ref: PackageRef): Promise<boolean>;
}

const SLICE_MS = 12;

function requireWanted(signal: AbortSignal): void {
  if (signal.aborted) throw failure('cancelled', 'Looking up who requires it was stopped.');
}

/** Lets other work run whenever a slice of time is used up, and ends the work when its signal says so. */
function breather(signal: AbortSignal): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await nextTurn();
    requireWanted(signal);
    since = performance.now();
  };
}

async function workOut(parts: ImpactParts, request: ImpactRequest, signal: AbortSignal): Promise<Impact> {
  const { registryId, changes, yanked } = request;
  let readAt: string | null = null;
  const ask: AskIndex = async (refs, most) => {
    const answer = await parts.requirersOf(registryId, refs, most);
    if (!answer.known) throw failure('index_unreadable', answer.reason);
    readAt ??= answer.readAt;
    requireWanted(signal);
    return answer;
  };
  const breathe = breather(signal);
  const walked = await walkImpact(ask, mergeChanges(changes), yanked, { breathe });
  if (readAt === null) throw failure('invalid_input', 'No version was asked about.');
  return summarise(walked, readAt, breathe);
}

/** Works out what yanking and unyanking do to others, in slices, so that nothing waits for it however large an index is. */
export function createImpacts(parts: ImpactParts): Impacts {
  const asked = new Map<string, AbortController>();
  return {
    async of(request) {
      const abort = new AbortController();
      asked.get(request.ask)?.abort();
      asked.set(request.ask, abort);
      const signals = [abort.signal, ...(parts.closing === undefined ? [] : [parts.closing])];
      try {
        return await workOut(parts, request, AbortSignal.any(signals));
      } catch (thrown) {
        if (!(thrown instanceof Failure) || thrown.error.code === 'cancelled') throw thrown;
        return { kind: 'unknown', reason: thrown.error.message };
      } finally {
        if (asked.get(request.ask) === abort) asked.delete(request.ask);
      }
    },
    stop: (ask) => asked.get(ask)?.abort(),
    async canKnow(registryId, ref) {
      try {
        return (await parts.requirersOf(registryId, [ref], 1)).known;
      } catch (thrown) {
        if (thrown instanceof Failure) return false;
        throw thrown;
      }
    },
  };
}

import { randomBytes } from 'node:crypto';
import type { PackageRef } from '../../shared/ids.ts';
import { Failure, failure } from '../failure.ts';
import { explainNoAnswer } from './noAnswer.ts';
import { refusePlainHttp } from './plainHttp.ts';
import type { ReadOptions, Reads } from './reads.ts';
import { type Family, yankRoute } from './routes.ts';
import { TransportFailure } from './transportFailure.ts';

/** Names a package that cannot be on any registry, so that asking about it can change nothing. */
export const nobodysPackage = (): PackageRef => ({
  group: `nobody-${randomBytes(12).toString('hex')}`,
  name: 'nothing',
});

/** Asks, without a token, to unyank what does not exist: a known route refuses it, an unknown one is not found. */
async function knowsRoute(options: ReadOptions, family: Family, signal?: AbortSignal): Promise<boolean> {
  const { registry, send, stallMs } = options;
  const { method, url } = yankRoute(registry.url, family, nobodysPackage(), '0.0.0', false);
  refusePlainHttp(url, registry.allowPlainHttp, registry.name);
  try {
    const more = { ...(signal === undefined ? {} : { signal }), ...(stallMs === undefined ? {} : { stallMs }) };
    const { status } = await send({ method, url, ...more });
    return status >= 400 && status < 500 && status !== 404 && status !== 405;
  } catch (thrown) {
    if (!(thrown instanceof TransportFailure)) throw thrown;
    const { code, message } = explainNoAnswer(thrown, registry.name);
    throw failure(code, message);
  }
}

function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  throw thrown;
}

/** Failures that a registry without read endpoints has no reason for. */
const NO_REGISTRY = new Set(['unexpected_answer', 'redirected']);
/** Failures of the first read after which a registry of the other family is still possible. */
const SAYS_NOTHING = new Set(['route_not_found', 'request_rejected', 'token_rejected', ...NO_REGISTRY]);

/**
 * Finds out which routes a registry speaks, by reads and by a request that carries no token: nothing can be written. A registry that
 * speaks both counts as `packages`. Answers null where it cannot be told. Throws where it cannot be reached, and
 * `unexpected_answer` or `redirected` where what answers is no registry.
 */
export async function detectFamily(options: ReadOptions, reads: Reads, signal?: AbortSignal): Promise<Family | null> {
  const why = await reads.groups(signal).then(() => null, asFailure);
  if (why === null) return 'packages';
  if (!SAYS_NOTHING.has(why.error.code)) throw why;
  if (await knowsRoute(options, 'packages', signal)) return 'packages';
  if (await knowsRoute(options, 'documented', signal)) return 'documented';
  if (NO_REGISTRY.has(why.error.code)) throw why;
  return null;
}

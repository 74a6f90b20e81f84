import type { AppError } from '../../shared/errors.ts';
import type { RegistryId } from '../../shared/ids.ts';
import type { Client } from '../api/client.ts';
import { CANCELLED } from '../api/oneAtATime.ts';
import type { PublishingParts } from './parts.ts';

const MOST_TRIES = 3;
const LONGEST_PAUSE_MS = 120_000;

/** Refusals that say nothing of the token: then the upload itself will tell. */
const GO_ON = new Set(['route_not_found', 'request_rejected', 'format_rejected']);

/**
 * Tests the token before an upload, because a registry looks at it only after the whole of it. Answers null where the upload may begin,
 * else why not. Waits where the registry asks for a pause.
 */
export async function refuseToken(
  parts: Pick<PublishingParts, 'tokenTested' | 'pause'>,
  client: Pick<Client, 'testToken'>,
  registryId: RegistryId,
  signal: AbortSignal,
  log: (text: string) => void,
): Promise<AppError | null> {
  for (let attempt = 1; ; attempt += 1) {
    const test = await client.testToken(signal);
    if (test.kind === 'accepted' || test.kind === 'rejected') parts.tokenTested?.(registryId, test.kind);
    if (test.kind === 'accepted') return null;
    if (test.kind !== 'unclear') return test.error;
    if (signal.aborted) return CANCELLED;
    const wait = test.pauseMs;
    if (wait === null || wait > LONGEST_PAUSE_MS || attempt === MOST_TRIES) {
      return GO_ON.has(test.error.code) ? null : test.error;
    }
    log(`${test.error.message} Waiting ${Math.ceil(wait / 1000)} s.`);
    if (!(await parts.pause(wait, signal))) return CANCELLED;
  }
}

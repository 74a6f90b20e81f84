import type { AppError } from '../../shared/errors.ts';
import type { EntryId } from '../../shared/ids.ts';
import type { Outcome, StepState } from '../../shared/job.ts';
import type { Registry } from '../../shared/registry.ts';
import type { Client } from '../api/client.ts';
import { CANCELLED } from '../api/oneAtATime.ts';
import type { WriteResult } from '../api/writeResult.ts';
import { Failure } from '../failure.ts';
import type { JobControl } from '../jobs.ts';
import { endEntry } from '../journal.ts';
import type { YankingParts } from './parts.ts';
import { findTruth, reached, type Wish, whatOf } from './truth.ts';

/** One version of one job. */
export interface Run {
  readonly parts: YankingParts;
  readonly control: JobControl;
  readonly registry: Registry;
  readonly wish: Wish;
  readonly note: string | undefined;
  readonly targetId: string;
  readonly stepId: string;
}

const INTERNAL: AppError = {
  code: 'internal',
  message: 'Something went wrong inside the program. The log has the details.',
};
const MOST_TRIES = 4;
const LONGEST_PAUSE_MS = 10 * 60_000;

const log = ({ control, registry }: Run, text: string): void => control.log(text, registry.id);

const wasSo = (run: Run, error: AppError): Outcome => {
  const row = { at: run.parts.now(), kind: 'sent' as const, seen: error.message, proves: 'it is so already' };
  return { ...reached(run.wish, 'answer', [row]), already: true };
};

/** What the registry said, where it said it clearly; null where it has to be looked at. */
function clear(run: Run, result: WriteResult): Outcome | null {
  if (result.kind === 'accepted') return reached(run.wish, 'answer', []);
  if (result.kind === 'unclear') return null;
  const { error } = result;
  if (result.kind === 'not_sent') return { kind: 'not_sent', error, evidence: [] };
  if (error.code === (run.wish.yanked ? 'already_yanked' : 'not_yanked')) return wasSo(run, error);
  return { kind: 'rejected', error, evidence: [] };
}

/** Sends it, again where the registry asked for a pause: it did nothing then, and a second yank of the same changes nothing. */
async function send(run: Run, client: Client, signal: AbortSignal): Promise<WriteResult> {
  const { wish, control, stepId, parts } = run;
  for (let attempt = 1; ; attempt += 1) {
    const result = await client.yank({
      package: wish.ref,
      version: wish.version,
      yanked: wish.yanked,
      signal,
      onNote: (text) => log(run, text),
    });
    const wait = result.kind === 'rejected' || result.kind === 'unclear' ? result.pauseMs : null;
    if (wait === null || wait > LONGEST_PAUSE_MS || attempt === MOST_TRIES) return result;
    control.setStep(stepId, { detail: `${wish.registryName} asks for a pause of ${Math.ceil(wait / 1000)} s` });
    const rested = await parts.pause(wait, signal);
    // A refusal for a pause did nothing; what became of anything else has to be looked at.
    if (!rested) return result.kind === 'rejected' ? { kind: 'not_sent', error: CANCELLED, sent: null } : result;
    log(run, `Trying ${whatOf(wish)} again`);
  }
}

async function begin(run: Run, client: Client, startedAt: string): Promise<EntryId> {
  const { wish, parts, note } = run;
  const entryId = await parts.journal.start({
    action: wish.yanked ? 'yank' : 'unyank',
    registryId: wish.registryId,
    registryName: wish.registryName,
    package: wish.ref,
    version: wish.version,
    request: client.yankLine(wish.ref, wish.version, wish.yanked),
    ...(note === undefined || note === '' ? {} : { note }),
    startedAt,
  });
  run.control.setEntry(run.targetId, entryId);
  return entryId;
}

async function write(run: Run, client: Client, startedAt: string, signal: AbortSignal): Promise<Outcome> {
  const { parts, control, stepId, wish } = run;
  const entryId = await begin(run, client, startedAt);
  control.setStep(stepId, { state: 'running', detail: '' });
  const result = await send(run, client, signal);
  const said = clear(run, result);
  if (said !== null) {
    log(
      run,
      result.kind === 'accepted' ? `${result.status}: accepted` : (result.error.serverText ?? result.error.message),
    );
    await endEntry(parts.journal, entryId, said, (text) => log(run, text));
    return said;
  }
  const error = result.kind === 'accepted' ? INTERNAL : result.error;
  log(run, `${error.message} Looking at the version.`);
  control.setStep(stepId, { detail: 'Looking at the version' });
  const seen = await findTruth(parts, wish, error, parts.waits);
  if (seen === null) return { kind: 'unknown', error, evidence: [] };
  for (const row of seen.evidence) log(run, `${row.seen}: ${row.proves}`);
  await endEntry(parts.journal, entryId, seen, (text) => log(run, text));
  return seen;
}

async function endUnsent(run: Run, client: Client, startedAt: string): Promise<Outcome> {
  const outcome: Outcome = { kind: 'not_sent', error: CANCELLED, evidence: [] };
  await endEntry(run.parts.journal, await begin(run, client, startedAt), outcome, (text) => log(run, text));
  return outcome;
}

function stepState(outcome: Outcome): StepState {
  if (outcome.kind === 'yanked' || outcome.kind === 'unyanked') return 'done';
  if (outcome.kind === 'unknown') return 'unknown';
  return outcome.kind === 'not_sent' && outcome.error.code === 'cancelled' ? 'cancelled' : 'failed';
}

async function attempt(run: Run): Promise<Outcome> {
  const { parts, control, registry, wish } = run;
  const signal = control.signalFor(run.targetId);
  const startedAt = parts.now();
  try {
    const client = parts.clientFor(wish.registryId);
    if (signal.aborted) return await endUnsent(run, client, startedAt);
    return await parts.oneAtATime
      .run(registry.url, signal, () => write(run, client, startedAt, signal))
      .catch((thrown: unknown) => {
        if (thrown instanceof Failure && thrown.error.code === 'cancelled') return endUnsent(run, client, startedAt);
        throw thrown;
      });
  } catch (thrown) {
    if (thrown instanceof Failure) return { kind: 'not_sent', error: thrown.error, evidence: [] };
    parts.report?.(thrown);
    return { kind: 'unknown', error: INTERNAL, evidence: [] };
  }
}

/**
 * Yanks or unyanks one version: waits for its turn, writes the journal, sends it, waits where the registry asks for it, and looks at the
 * version where the answer was not clear. What is so already counts as reached. Answers the outcome; throws nothing.
 */
export async function yankOne(run: Run): Promise<Outcome> {
  const outcome = await attempt(run);
  run.control.setStep(run.stepId, { state: stepState(outcome), detail: '' });
  run.parts.catalogChanged?.(run.wish.registryId, run.wish.ref);
  return outcome;
}

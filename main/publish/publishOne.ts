import type { AppError } from '../../shared/errors.ts';
import type { EntryId } from '../../shared/ids.ts';
import type { Outcome, StepState } from '../../shared/job.ts';
import type { Registry } from '../../shared/registry.ts';
import type { Client } from '../api/client.ts';
import { CANCELLED } from '../api/oneAtATime.ts';
import type { WriteResult } from '../api/writeResult.ts';
import type { Seal } from '../archive/seal.ts';
import { formatName } from '../elba/packageName.ts';
import { Failure } from '../failure.ts';
import type { JobControl } from '../jobs.ts';
import { endEntry } from '../journal.ts';
import type { BuiltArchive } from './archives.ts';
import { concludeAccepted, concludeUnclear, verifyDetail } from './conclude.ts';
import { earlierAttempts, settleEarlier } from './earlier.ts';
import { find, type Sought } from './find.ts';
import type { PublishingParts } from './parts.ts';
import { refuseToken } from './tokenFirst.ts';
import { formatBytes, formatSent, sentEvidence } from './words.ts';

/** One registry of one job. */
export interface Run {
  readonly parts: PublishingParts;
  readonly control: JobControl;
  readonly built: BuiltArchive;
  /** What its file had when it was hashed; null makes each upload hash it. */
  readonly seal: Seal | null;
  readonly registry: Registry;
  readonly targetId: string;
  readonly uploadStep: string;
  readonly verifyStep: string;
  /** How much was sent and how long that took, once it was. */
  readonly sentDetail?: string;
}

const INTERNAL: AppError = {
  code: 'internal',
  message: 'Something went wrong inside the program. The log has the details.',
};

const notSent = (error: AppError): Outcome => ({ kind: 'not_sent', error, evidence: [] });

const soughtBy = ({ built, registry }: Run): Sought => ({
  registryId: registry.id,
  registryName: registry.name,
  ref: built.package,
  version: built.version,
  sha256: built.prepared.sha256,
});
const aboutOf = ({ built, registry }: Run) => ({
  registryName: registry.name,
  what: `${formatName(built.package)} ${built.version}`,
});
const log = ({ control, registry }: Run, text: string): void => control.log(text, registry.id);

function setSteps(
  { control, uploadStep, verifyStep, sentDetail = '' }: Run,
  upload: StepState,
  verify: StepState,
  detail?: string,
): void {
  control.setStep(uploadStep, { state: upload, detail: upload === 'done' ? sentDetail : '' });
  control.setStep(verifyStep, { state: verify, ...(detail === undefined ? {} : { detail }) });
}

async function begin(run: Run, client: Client, startedAt: string): Promise<EntryId> {
  const { built, registry, parts, control } = run;
  const entryId = await parts.journal.start({
    action: 'publish',
    registryId: registry.id,
    registryName: registry.name,
    package: built.package,
    version: built.version,
    sha256: built.prepared.sha256,
    bytes: built.prepared.bytes,
    request: client.publishLine(built.package, built.version),
    startedAt,
  });
  control.setEntry(run.targetId, entryId);
  return entryId;
}

function upload(run: Run, client: Client, signal: AbortSignal): Promise<WriteResult> {
  const { built, control, uploadStep, seal } = run;
  const { bytes, sha256 } = built.prepared;
  control.setStep(uploadStep, { state: 'running', done: 0, total: bytes, unit: 'bytes', detail: '' });
  return client.publish({
    package: built.package,
    version: built.version,
    archive: { file: built.file, bytes, sha256, ...(seal !== null && { seal }) },
    signal,
    onProgress: (done) => control.setStep(uploadStep, { done }),
    onNote: (text) => log(run, text),
  });
}

async function verify(run: Run): Promise<Outcome> {
  setSteps(run, 'done', 'running');
  const found = await find(run.parts, soughtBy(run), run.parts.patience.accepted);
  const about = aboutOf(run);
  const detail = verifyDetail(about, found);
  const failed = found.verdict === 'other';
  setSteps(run, 'done', found.verdict === 'ours' ? 'done' : failed ? 'failed' : 'unknown', detail);
  log(
    run,
    found.verdict === 'ours'
      ? `Verified: ${about.what} is listed, and the downloaded archive has the same sha256`
      : detail,
  );
  return concludeAccepted(about, found);
}

/** No clear answer: nothing is sent again, it is looked for. */
async function lookInstead(run: Run, result: Extract<WriteResult, { kind: 'unclear' }>): Promise<Outcome> {
  const { patience, now } = run.parts;
  setSteps(run, 'unknown', 'running', 'Looking what became of it');
  log(run, `${result.error.message} Looking what became of it.`);
  const waits = result.sent.left === 'all' ? patience.unclear : patience.partial;
  const found = await find(run.parts, soughtBy(run), waits);
  for (const row of found.evidence) log(run, `${row.seen}: ${row.proves}`);
  const outcome = concludeUnclear(aboutOf(run), result.error, found, [sentEvidence(now(), result.sent, result.error)]);
  const settled = outcome.kind !== 'unknown';
  setSteps(
    run,
    outcome.kind === 'published' ? 'done' : settled ? 'failed' : 'unknown',
    settled ? 'done' : 'unknown',
    '',
  );
  return outcome;
}

/** A version that exists can be our own of an earlier try whose end nobody saw. Its bytes tell. */
async function compareExisting(run: Run, rejected: Outcome, entryId: EntryId): Promise<Outcome> {
  const doubtful = earlierAttempts(run.parts.journal, soughtBy(run)).some((entry) => entry.id !== entryId);
  if (!doubtful) return rejected;
  const found = await find(run.parts, soughtBy(run), run.parts.patience.partial);
  for (const row of found.evidence) log(run, `${row.seen}: ${row.proves}`);
  if (found.verdict !== 'ours') return rejected;
  setSteps(run, 'done', 'done', 'It is there from an earlier try, hash equal');
  return { kind: 'published', confirmed: 'looked', evidence: [...found.evidence] };
}

async function conclude(run: Run, result: WriteResult, entryId: EntryId): Promise<Outcome> {
  if (result.kind === 'accepted') {
    log(run, `${result.status}: accepted`);
    return verify(run);
  }
  if (result.kind === 'unclear') return lookInstead(run, result);
  const { error } = result;
  log(run, error.serverText ?? error.message);
  setSteps(run, error.code === 'cancelled' ? 'cancelled' : 'failed', 'cancelled');
  const sent = result.sent !== null && result.sent.bytes > 0 ? [sentEvidence(run.parts.now(), result.sent, error)] : [];
  if (result.kind === 'not_sent') return { kind: 'not_sent', error, evidence: sent };
  const rejected: Outcome = { kind: 'rejected', error, evidence: [] };
  return error.code === 'version_exists' ? compareExisting(run, rejected, entryId) : rejected;
}

/** Ends before a byte of the archive left: written down as one row with its end. */
async function endUnsent(run: Run, client: Client, startedAt: string, error: AppError): Promise<Outcome> {
  const outcome = notSent(error);
  setSteps(run, error.code === 'cancelled' ? 'cancelled' : 'failed', 'cancelled');
  log(run, error.message);
  await endEntry(run.parts.journal, await begin(run, client, startedAt), outcome, (text) => log(run, text));
  return outcome;
}

async function send(run: Run, client: Client, startedAt: string, signal: AbortSignal): Promise<Outcome> {
  const { parts, control, uploadStep } = run;
  control.setStep(uploadStep, { state: 'running', detail: 'Testing the token' });
  const settled = await settleEarlier(parts, soughtBy(run));
  if (settled !== null) {
    if (settled.entryId !== null) control.setEntry(run.targetId, settled.entryId);
    const done = settled.outcome.kind === 'published';
    setSteps(run, done ? 'done' : 'failed', done ? 'done' : 'cancelled');
    return settled.outcome;
  }
  const refused = await refuseToken(parts, client, run.registry.id, signal, (text) => log(run, text));
  if (refused !== null) return endUnsent(run, client, startedAt, refused);
  const entryId = await begin(run, client, startedAt);
  const before = performance.now();
  const result = await upload(run, client, signal);
  const seconds = ((performance.now() - before) / 1000).toFixed(1);
  if (result.kind !== 'not_sent') log(run, `${formatSent(result.sent)} in ${seconds} s`);
  const sentDetail = `${formatBytes(run.built.prepared.bytes)} in ${seconds} s`;
  const outcome = await conclude({ ...run, sentDetail }, result, entryId);
  // A search that was stopped because the program ends is taken up at the next start, so its row stays open.
  if (outcome.kind !== 'unknown' || parts.closing?.aborted !== true)
    await endEntry(parts.journal, entryId, outcome, (text) => log(run, text));
  return outcome;
}

/**
 * Publishes to one registry: waits for its turn, settles what an earlier try left open, tests the token, writes the journal, sends the
 * archive once, and reads it back or looks what became of it. Answers the outcome; throws nothing.
 */
export async function publishOne(run: Run): Promise<Outcome> {
  const { parts, control, registry, built } = run;
  const signal = control.signalFor(run.targetId);
  const startedAt = parts.now();
  try {
    const client = parts.clientFor(registry.id);
    if (signal.aborted) return await endUnsent(run, client, startedAt, CANCELLED);
    if (parts.oneAtATime.isBusy(registry.url)) {
      control.setStep(run.uploadStep, { detail: `Waiting for another change on ${registry.name}` });
    }
    const outcome = await parts.oneAtATime
      .run(registry.url, signal, () => send(run, client, startedAt, signal))
      .catch((thrown: unknown) => {
        if (thrown instanceof Failure && thrown.error.code === 'cancelled') {
          return endUnsent(run, client, startedAt, thrown.error);
        }
        throw thrown;
      });
    if (outcome.kind === 'published') parts.catalogChanged?.(registry.id, built.package);
    return outcome;
  } catch (thrown) {
    setSteps(run, 'failed', 'cancelled');
    if (thrown instanceof Failure) {
      log(run, thrown.error.message);
      return notSent(thrown.error);
    }
    parts.report?.(thrown);
    return { kind: 'unknown', error: INTERNAL, evidence: [] };
  }
}

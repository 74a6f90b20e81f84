import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createEvents } from './appEvents.ts';
import { type Background, createBackground } from './background.ts';
import { failure } from './failure.ts';
import type { Host } from './host.ts';
import { createJobs } from './jobs.ts';
import { createJournal, type Journal } from './journal.ts';
import { trimJournal } from './journalTrim.ts';
import { createRedactor } from './redact.ts';
import { createSettings } from './settings.ts';

/** A text of any kind as one line: a log has no second one that somebody else wrote. */
export const oneLine = (text: string): string => text.trim().replaceAll(/\s*[\p{Cc}\u2028\u2029]+\s*/gu, ' | ');

const inWords = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);

function openJournal(options: Parameters<typeof createJournal>[0]): Journal {
  try {
    return createJournal(options);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw failure(
      'disk_failed',
      `The activity log could not be opened: ${reason}. Nothing is sent without it; check the data folder.`,
    );
  }
}

const DAY_MS = 86_400_000;

/** A log that cannot be made shorter is used as it is. */
function forgetOldActivity(file: string, days: number | null, now: Date, log: (line: string) => void): void {
  if (days === null) return;
  try {
    const gone = trimJournal(file, new Date(now.getTime() - days * DAY_MS).toISOString()).size;
    if (gone > 0) log(`${gone} entries of the activity log were older than ${days} days and went.`);
  } catch (thrown) {
    log(`The activity log could not be made shorter: ${inWords(thrown)}`);
  }
}

/**
 * What everything else stands on: the redactor and the log behind it, events, settings, the journal, the list of jobs, and what
 * ends it all. Throws `disk_failed`.
 */
export function layGround(host: Host) {
  const ending = new AbortController();
  const redactor = createRedactor();
  const log = (line: string): void => host.log(oneLine(redactor.redact(line)));
  const background: Background = createBackground(log, ending.signal);
  const events = createEvents(log);
  const settings = createSettings(host.document('settings'), (all) => events.emit('settings.changed', all));
  const now = (): Date => new Date();
  forgetOldActivity(join(host.dataFolder, 'activity.jsonl'), settings.get().keepActivityDays, now(), log);
  const common = { now: (): string => now().toISOString(), newId: (): string => randomUUID() };
  const journal = openJournal({
    ...common,
    file: join(host.dataFolder, 'activity.jsonl'),
    redact: redactor.redact,
    onChange: () => events.emit('activity.changed', { unknownOutcomes: journal.unknownOutcomes() }),
  });
  const reportThrown = (thrown: unknown): void => log(`Unforeseen: ${inWords(thrown)}`);
  const jobs = createJobs({
    ...common,
    emit: (job) => events.emit('jobs.changed', job),
    emitRemoved: (jobId) => events.emit('jobs.removed', { jobId }),
    report: reportThrown,
  });
  return { ending, redactor, log, background, events, settings, now, journal, jobs, reportThrown };
}

export type Ground = ReturnType<typeof layGround>;

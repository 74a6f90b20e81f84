import type { PackageRef } from '../../../shared/ids.ts';
import type { Outcome } from '../../../shared/job.ts';

/** What is to become of one version, in the words that name it. */
export interface YankSubject {
  readonly package: PackageRef;
  readonly version: string;
  readonly registryName: string;
  /** True to yank, false to unyank. */
  readonly yanked: boolean;
}

/** How an outcome is told: `title` says what happened, `text` what follows from it. A failure is told as an alert. */
export interface OutcomeWords {
  readonly tone: 'ok' | 'error' | 'unknown';
  readonly title: string;
  readonly text: string;
}

const nameOf = (subject: YankSubject): string => `${subject.package.group}/${subject.package.name} ${subject.version}`;

const SEEN_ANYWAY = 'The answer was lost, but it was seen there.';

function reached(subject: YankSubject, kind: 'yanked' | 'unyanked', looked: boolean): OutcomeWords {
  const effect =
    kind === 'yanked'
      ? 'elba add and elba install no longer offer it. Nothing was deleted; you can unyank it at any time.'
      : 'elba add and elba install offer it again.';
  return {
    tone: 'ok',
    title:
      kind === 'yanked'
        ? `${nameOf(subject)} is yanked on ${subject.registryName}.`
        : `${nameOf(subject)} is available on ${subject.registryName} again.`,
    text: looked ? `${SEEN_ANYWAY} ${effect}` : effect,
  };
}

/** Tells the outcome of one version. Never claims more than is known. */
export function outcomeWords(subject: YankSubject, outcome: Outcome): OutcomeWords {
  const verb = subject.yanked ? 'yank' : 'unyank';
  switch (outcome.kind) {
    case 'yanked':
    case 'unyanked':
      return reached(subject, outcome.kind, outcome.confirmed === 'looked');
    case 'rejected':
      return {
        tone: 'error',
        title: `${subject.registryName} did not ${verb} ${nameOf(subject)}.`,
        text: outcome.error.message,
      };
    case 'not_sent':
      return {
        tone: 'error',
        title: `${nameOf(subject)} was not ${verb}ed; nothing changed on ${subject.registryName}.`,
        text: outcome.error.message,
      };
    case 'unknown':
      return {
        tone: 'unknown',
        title: `Nobody can tell yet whether ${nameOf(subject)} is ${verb}ed on ${subject.registryName}.`,
        text: outcome.error.message,
      };
    case 'published':
      // A yank cannot end so; should it ever, the plain fact is the least misleading thing to say.
      return { tone: 'unknown', title: `${nameOf(subject)} was found on ${subject.registryName}.`, text: '' };
  }
}

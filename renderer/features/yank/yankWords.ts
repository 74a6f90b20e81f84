import type { PackageRef } from '../../../shared/ids.ts';
import type { Outcome } from '../../../shared/job.ts';
import { formatCount, formatList, formatNoun } from '../../components/format.ts';

/** What is to become of one version, in the words that name it. */
export interface YankSubject {
  readonly package: PackageRef;
  readonly version: string;
  readonly registryName: string;
  /** True to yank, false to unyank. */
  readonly yanked: boolean;
}

/** `acme/tools 1.2.0`, or `3 versions of acme/tools`. */
export const subjectText = ({ group, name }: PackageRef, versions: readonly string[]): string =>
  versions.length === 1
    ? `${group}/${name} ${versions[0]}`
    : `${formatNoun(versions.length, 'version')} of ${group}/${name}`;

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

/** What is to become of many versions at once. */
export interface ManySubject {
  readonly package: PackageRef;
  readonly registryName: string;
  readonly yanked: boolean;
  readonly count: number;
}

interface Counts {
  readonly reached: number;
  readonly failed: number;
  readonly stopped: number;
  readonly unknown: number;
}

/** `2 failed`, `1 was left alone`, `1 is not known yet`: what else there is beside what was reached. */
function restText({ failed, stopped, unknown }: Counts): string {
  const parts = [
    ...(failed === 0 ? [] : [`${formatCount(failed)} failed`]),
    ...(stopped === 0 ? [] : [`${formatCount(stopped)} ${stopped === 1 ? 'was' : 'were'} left alone`]),
    ...(unknown === 0 ? [] : [`nobody can tell yet about ${formatCount(unknown)}`]),
  ];
  if (parts.length === 0) return '';
  const text = formatList(parts);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Tells how many versions came out in which way. */
export function manyWords({ package: ref, registryName, yanked, count }: ManySubject, counts: Counts): OutcomeWords {
  const { reached } = counts;
  const of =
    reached === count ? formatNoun(count, 'version') : `${formatCount(reached)} of ${formatNoun(count, 'version')}`;
  const are = reached === 1 ? 'is' : 'are';
  const state = yanked ? `${are} yanked on ${registryName}` : `${are} available on ${registryName}`;
  const tone = counts.failed > 0 ? 'error' : counts.unknown > 0 ? 'unknown' : 'ok';
  return { tone, title: `${of} of ${ref.group}/${ref.name} ${state}.`, text: restText(counts) };
}

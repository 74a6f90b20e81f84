import type { JobId, RegistryId } from '../shared/ids.ts';
import type { Job, Outcome, Target } from '../shared/job.ts';

/** What a person is told who does not see how a job ended. */
export interface Notice {
  readonly jobId: JobId;
  readonly title: string;
  readonly body: string;
}

type Write = Extract<Job, { kind: 'publish' | 'yank' }>;

const WORDS: Readonly<Record<Outcome['kind'], string>> = {
  published: 'published',
  yanked: 'yanked',
  unyanked: 'unyanked',
  rejected: 'rejected',
  not_sent: 'not sent',
  unknown: 'outcome unknown',
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `2 published, 1 rejected`, in the order in which they first came. */
function countWords(targets: readonly Target[]): string {
  const counts = new Map<string, number>();
  for (const { outcome } of targets) {
    const word = outcome === undefined ? 'not sent' : WORDS[outcome.kind];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

function detailOf({ outcome }: Target, registry: string): string {
  if (outcome === undefined) return `Nothing was sent to ${registry}.`;
  if (outcome.kind === 'rejected' || outcome.kind === 'not_sent') return outcome.error.message;
  if (outcome.kind === 'unknown') return `Nobody can tell yet what ${registry} did. Look again before you repeat it.`;
  return outcome.confirmed === 'looked' ? `It was seen on ${registry}.` : `${registry} has confirmed it.`;
}

/**
 * What to say of a job that has just ended: by its one outcome, or by counting. Null while it runs, for a job that the person
 * cancelled themselves, and for jobs that send nothing. `registryName` is asked for every registry that took part.
 */
export function jobNotice(job: Job, registryName: (id: RegistryId) => string): Notice | null {
  if (job.kind !== 'publish' && job.kind !== 'yank') return null;
  if (job.state === 'running' || job.state === 'cancelled') return null;
  const name = `${job.package.group}/${job.package.name}`;
  if (job.state === 'failed')
    return { jobId: job.id, title: `Stopped: ${job.title}`, body: job.error?.message ?? 'The log has the details.' };
  return ended(job, name, registryName);
}

function ended(job: Write, name: string, registryName: (id: RegistryId) => string): Notice | null {
  const { id: jobId, targets } = job;
  const [only] = targets;
  if (only === undefined) return null;
  if (targets.length > 1) {
    const registries = [...new Set(targets.map((target) => registryName(target.registryId)))];
    const subject = job.kind === 'publish' ? `${name} ${job.version}` : name;
    return { jobId, title: `${subject}: ${countWords(targets)}`, body: registries.join(', ') };
  }
  const registry = registryName(only.registryId);
  const word = only.outcome === undefined ? 'not sent' : WORDS[only.outcome.kind];
  return { jobId, title: `${capital(word)}: ${name} ${only.version}, ${registry}`, body: detailOf(only, registry) };
}

/** How far the uploads under way are together, from 0 to 1; null where no job runs that counts bytes. */
export function uploadProgress(jobs: readonly Job[]): number | null {
  const steps = jobs
    .filter((job) => job.state === 'running' && job.kind === 'publish')
    .flatMap((job) => job.steps.filter((step) => step.unit === 'bytes'));
  const total = steps.reduce((sum, step) => sum + (step.total ?? 0), 0);
  return total === 0 ? null : steps.reduce((sum, step) => sum + (step.done ?? 0), 0) / total;
}

/** The jobs that send something and are not over: a person is asked before they are cut off. */
export const writesUnderWay = (jobs: readonly Job[]): Write[] =>
  jobs.filter((job): job is Write => job.state === 'running' && (job.kind === 'publish' || job.kind === 'yank'));

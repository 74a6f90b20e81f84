import type { Job, Step, Target } from '../../../shared/job.ts';

type JobWithTargets = Extract<Job, { kind: 'publish' | 'yank' }>;

/** The steps of one target, in order. */
export const stepsOf = (job: JobWithTargets, target: Target): Step[] =>
  target.stepIds.flatMap((id) => job.steps.filter((step) => step.id === id));

/** The target whose turn it is. */
export function currentTarget(job: Job): Target | undefined {
  if (job.kind !== 'publish' && job.kind !== 'yank') return undefined;
  return job.targets.find((target) => stepsOf(job, target).some((step) => step.state === 'running'));
}

/** How a job is called where space is short: `json-tools 1.3.0`. */
export function nameOfJob(job: Job): string {
  if (job.kind === 'publish') return `${job.package.name} ${job.version}`;
  if (job.kind !== 'yank') return job.title;
  const verb = job.yanked ? 'Yank' : 'Unyank';
  return job.targets.length === 1
    ? `${verb} ${job.package.name} ${job.targets[0]?.version ?? ''}`
    : `${verb} ${job.targets.length} of ${job.package.name}`;
}

/** A target's upload and what comes after it. The upload counts bytes; without such a step it is the first one. */
export function splitSteps(steps: readonly Step[]): { upload: Step | undefined; verify: Step | undefined } {
  const upload = steps.find((step) => step.unit === 'bytes') ?? steps[0];
  return { upload, verify: steps.filter((step) => step !== upload).at(-1) };
}

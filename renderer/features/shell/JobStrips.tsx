import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Job, Step } from '../../../shared/job.ts';
import { useCall } from '../../bridge/queries.ts';
import { useJobs, useRegistries } from '../../bridge/useAppState.ts';
import { formatNoun, formatPercent } from '../../components/format.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { currentTarget, nameOfJob } from '../jobs/jobProgress.ts';
import { href, type Route } from './router.ts';

const MOST = 2;

/** Jobs that a person started and can look at; building an archive belongs to the review page. */
const isShown = (job: Job): boolean => job.state === 'running' && job.kind !== 'archive';

const runningStep = (job: Job): Step | undefined => job.steps.find((step) => step.state === 'running');

/** The page that shows a job; null where none does. */
export function placeOf(job: Job): Route | null {
  if (job.kind === 'publish') return { page: 'job', jobId: job.id };
  const [target] = job.kind === 'yank' ? job.targets : [];
  if (job.kind !== 'yank' || target === undefined) return null;
  return { page: 'packages', registryId: target.registryId, group: job.package.group, name: job.package.name };
}

function StripText({ job, children }: { readonly job: Job; readonly children: ReactNode }) {
  const words = (
    <>
      <span className="med ell blk">{nameOfJob(job)}</span>
      <span className="t2 ell blk">{children}</span>
    </>
  );
  const place = placeOf(job);
  return place === null ? (
    <span className="grow small">{words}</span>
  ) : (
    <a className="grow small plain" href={href(place)}>
      {words}
    </a>
  );
}

function JobStrip({ job, isOnPage }: { readonly job: Job; readonly isOnPage: boolean }) {
  const registries = useRegistries();
  const cancel = useCall('jobs.cancel');
  const step = runningStep(job);
  const target = currentTarget(job);
  const registry = registries.find(
    (one) => one.id === (target?.registryId ?? ('registryId' in job ? job.registryId : '')),
  );
  const isCounting = step?.done !== undefined && step.total !== undefined && step.total > 0;
  const text =
    registry !== undefined && isCounting
      ? `${formatPercent(step.done ?? 0, step.total ?? 0)} to ${registry.name}`
      : (step?.label ?? 'Working');
  const bar = (
    <ProgressBar
      label={job.kind === 'publish' ? `Upload to ${registry?.name ?? 'registry'}` : job.title}
      done={step?.done ?? 0}
      total={step?.total}
      colour={registry?.colour}
    />
  );
  return (
    <section className="job" aria-label={`Job in progress: ${job.title}`}>
      <div className="row">
        <StripText job={job}>{text}</StripText>
        <IconButton
          size="sm"
          label="Cancel"
          icon={<X className="i s" />}
          onPress={() => cancel.mutate({ jobId: job.id })}
        />
      </div>
      {isOnPage ? <div aria-hidden="true">{bar}</div> : bar}
    </section>
  );
}

/** What is under way, at the foot of the sidebar: two strips, then the number of the others. */
export function JobStrips({ route }: { readonly route: Route }) {
  const jobs = useJobs().filter(isShown);
  return (
    <>
      {jobs.slice(0, MOST).map((job) => (
        <JobStrip key={job.id} job={job} isOnPage={route.page === 'job' && route.jobId === job.id} />
      ))}
      {jobs.length > MOST ? <p className="small t2 more-jobs">{formatNoun(jobs.length - MOST, 'more job')}</p> : null}
    </>
  );
}

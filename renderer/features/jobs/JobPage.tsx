import { useState } from 'react';
import type { JobId } from '../../../shared/ids.ts';
import type { Job, Outcome } from '../../../shared/job.ts';
import { useCall } from '../../bridge/queries.ts';
import { useJob } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatInstant } from '../../components/format.ts';
import { LinkButton } from '../../components/LinkButton.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { useIsSlow } from '../../components/Skeleton.tsx';
import { useTitle } from '../../components/useTitle.ts';
import { href, navigate } from '../shell/router.ts';
import { JobLog } from './JobLog.tsx';
import { stepsOf } from './jobProgress.ts';
import { OutcomeRow } from './OutcomeRow.tsx';
import { PublishProgress } from './PublishProgress.tsx';
import { PublishResult } from './PublishResult.tsx';
import { useProgressNews } from './useProgressNews.ts';

type PublishJob = Extract<Job, { kind: 'publish' }>;

const BACK = { href: href({ page: 'publish' }), label: 'Back to Publish' };

function Name({ job, prefix = '' }: { readonly job: PublishJob; readonly prefix?: string }) {
  const name = `${job.package.group}/${job.package.name}`;
  return (
    <>
      <span className="ell" title={name}>
        {prefix}
        {name}
      </span>{' '}
      <span className="ver">{job.version}</span>
    </>
  );
}

function RunningHeader({ job }: { readonly job: PublishJob }) {
  const cancel = useCall('jobs.cancel');
  return (
    <PageHeader
      title={<Name job={job} prefix="Publishing " />}
      sub="You can leave this page; it goes on in the sidebar."
    >
      <Button isBusy={cancel.isPending} onPress={() => cancel.mutate({ jobId: job.id })}>
        Cancel all
      </Button>
    </PageHeader>
  );
}

function resultText(job: PublishJob): string {
  const done = job.targets.filter((target) => target.outcome?.kind === 'published').length;
  const all = job.targets.length;
  if (all === 1) return done === 1 ? 'Published' : 'Not published';
  return done === 0 ? `Published to none of ${all} registries` : `Published to ${done} of ${all} registries`;
}

function ResultHeader({ job }: { readonly job: PublishJob }) {
  const dismiss = useCall('jobs.dismiss');
  const endedAt = job.endedAt ?? job.startedAt;
  const isUnknown = job.targets.some((target) => target.outcome?.kind === 'unknown');
  return (
    <PageHeader
      title={<Name job={job} />}
      sub={
        <span title={formatInstant(endedAt)}>
          {isUnknown ? 'Not everything is known yet' : resultText(job)}, <RelativeTime instant={endedAt} />
        </span>
      }
      back={BACK}
    >
      <LinkButton href={href({ page: 'activity' })}>Open in Activity</LinkButton>
      <Button
        variant="primary"
        onPress={() => {
          dismiss.mutate({ jobId: job.id });
          navigate({ page: 'publish' });
        }}
      >
        Done
      </Button>
    </PageHeader>
  );
}

function Outcomes(props: {
  readonly job: PublishJob;
  readonly onLooked: (targetId: string, outcome: Outcome) => void;
}) {
  const { job } = props;
  return (
    <div className="box">
      {job.targets.map((target) =>
        target.outcome === undefined ? null : (
          <OutcomeRow
            key={target.id}
            outcome={target.outcome}
            target={target}
            steps={stepsOf(job, target)}
            package={job.package}
            projectId={job.projectId}
            sha256={job.archive.sha256}
            onLooked={props.onLooked}
          />
        ),
      )}
    </div>
  );
}

/** The job with what later looks found; main keeps that in the activity log and leaves the ended job as it was. */
function useLooked(job: PublishJob): { shown: PublishJob; onLooked: (targetId: string, outcome: Outcome) => void } {
  const [looked, setLooked] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const targets = job.targets.map((target) => {
    const outcome = looked.get(target.id);
    return outcome === undefined ? target : { ...target, outcome };
  });
  return {
    shown: { ...job, targets },
    onLooked: (targetId, outcome) => setLooked((now) => new Map(now).set(targetId, outcome)),
  };
}

function PublishJobPage({ job: told }: { readonly job: PublishJob }) {
  const { shown: job, onLooked } = useLooked(told);
  const isRunning = job.state === 'running';
  const name = `${job.package.group}/${job.package.name} ${job.version}`;
  useTitle(isRunning ? `Publishing ${name}` : `${name}, result`);
  useProgressNews(job);
  return (
    <>
      {isRunning ? <RunningHeader job={job} /> : <ResultHeader job={job} />}
      <div className="body">
        <div className={isRunning ? '' : 'result'}>
          {job.error === undefined ? null : <ErrorNote error={job.error} />}
          {/* There from the start and filled at the end, so that a screen reader reads what comes into it. */}
          <div role="status" aria-atomic="false" aria-label="Outcome">
            {isRunning ? null : <Outcomes job={job} onLooked={onLooked} />}
          </div>
          {isRunning ? (
            <>
              <PublishProgress job={job} />
              <JobLog lines={job.log} />
            </>
          ) : (
            <PublishResult job={job} />
          )}
        </div>
      </div>
    </>
  );
}

/** For a job that main does not know any more, and for those that have no page of their own. */
function NoJobPage({ job }: { readonly job: Job | undefined }) {
  const isMissing = useIsSlow(job === undefined);
  useTitle(job?.title ?? 'Publish');
  if (job === undefined && !isMissing) return null;
  return (
    <>
      <PageHeader title={job?.title ?? 'Publish'} sub="" back={BACK} />
      <div className="body">
        <EmptyState
          title={job === undefined ? 'This job is not in the list any more' : job.title}
          action={
            <LinkButton size="sm" href={href({ page: 'activity' })}>
              Open Activity
            </LinkButton>
          }
        >
          What became of each publish and yank stands in Activity.
        </EmptyState>
      </div>
    </>
  );
}

/** A publish under way, and what came of it. */
export function JobPage({ jobId }: { readonly jobId: JobId }) {
  const job = useJob(jobId);
  return job?.kind === 'publish' ? <PublishJobPage job={job} /> : <NoJobPage job={job} />;
}

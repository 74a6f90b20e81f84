import type { Job } from '../../../shared/job.ts';
import { CopyButton } from '../../components/Copyable.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { JobLog } from './JobLog.tsx';

type PublishJob = Extract<Job, { kind: 'publish' }>;

/** The line for elba.toml. */
export function DependencyLine({ job }: { readonly job: PublishJob }) {
  const line = `"${job.package.group}/${job.package.name}" = "${job.version}"`;
  return (
    <section className="sec" aria-labelledby="users-heading">
      <div className="sec-h">
        <h2 id="users-heading">For your users</h2>
      </div>
      <div className="box">
        <div className="li depline">
          <code className="grow ell" title={line}>
            {line}
          </code>
          <CopyButton text={line} what="dependency line" />
        </div>
      </div>
      <p className="small t3 below">
        The line for <code>[dependencies]</code> in elba.toml. Indexes can lag behind a registry by some minutes.
      </p>
    </section>
  );
}

/** What is there besides the outcomes when a publish has ended. */
export function PublishResult({ job }: { readonly job: PublishJob }) {
  const isPublished = job.targets.some((target) => target.outcome?.kind === 'published');
  return (
    <>
      {isPublished ? <DependencyLine job={job} /> : null}
      <Disclosure className="sec t2" summary="Show the log">
        <JobLog lines={job.log} />
      </Disclosure>
    </>
  );
}

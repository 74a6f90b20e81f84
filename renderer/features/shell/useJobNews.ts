import { useEffect, useRef } from 'react';
import type { Job, Target } from '../../../shared/job.ts';
import { useJobs, useRegistries } from '../../bridge/useAppState.ts';
import { announce } from '../../components/LiveRegion.tsx';
import type { Route } from './router.ts';

const WORDS = {
  published: 'Published',
  yanked: 'Yanked',
  unyanked: 'Unyanked',
  rejected: 'Rejected',
  not_sent: 'Not sent',
  unknown: 'Outcome unknown',
} as const;

const keyOf = (job: Job, target: Target): string => `${job.id} ${target.id}`;

/** Says each outcome of a publish on whatever page is open; the job's own page shows it and is left to speak for itself. */
export function useJobNews(route: Route): void {
  const jobs = useJobs();
  const registries = useRegistries();
  const told = useRef<Set<string> | null>(null);
  useEffect(() => {
    const isFirst = told.current === null;
    const known = told.current ?? new Set<string>();
    told.current = known;
    for (const job of jobs) {
      if (job.kind !== 'publish') continue;
      for (const target of job.targets) {
        if (target.outcome === undefined || known.has(keyOf(job, target))) continue;
        known.add(keyOf(job, target));
        if (isFirst || (route.page === 'job' && route.jobId === job.id)) continue;
        const name = registries.find((one) => one.id === target.registryId)?.name ?? 'a removed registry';
        const { kind } = target.outcome;
        announce(
          `${WORDS[kind]}: ${job.package.group}/${job.package.name} ${target.version}, ${name}`,
          kind === 'rejected' ? 'urgent' : 'polite',
        );
      }
    }
  }, [jobs, registries, route]);
}

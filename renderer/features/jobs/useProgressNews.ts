import { useEffect, useRef } from 'react';
import type { Job } from '../../../shared/job.ts';
import { percentOf } from '../../components/format.ts';
import { announce } from '../../components/LiveRegion.tsx';
import { currentTarget, stepsOf } from './jobProgress.ts';

type PublishJob = Extract<Job, { kind: 'publish' }>;

/** What is worth saying now: the step, and of an upload the half; null while there is nothing new to say. */
export function newsOf(job: PublishJob): string | null {
  const target = currentTarget(job);
  if (target === undefined) return null;
  const step = stepsOf(job, target).find((one) => one.state === 'running');
  if (step === undefined) return null;
  if (step.done === undefined || step.total === undefined || step.total === 0) return step.label;
  const percent = percentOf(step.done, step.total);
  return `${step.label}, ${percent === 100 ? 100 : percent >= 50 ? 50 : 0} %`;
}

/** Says a publish's progress at 0, 50 and 100 % and with each step. */
export function useProgressNews(job: PublishJob): void {
  const said = useRef<string | null>(null);
  const news = newsOf(job);
  useEffect(() => {
    if (news === null || news === said.current) return;
    said.current = news;
    announce(news);
  }, [news]);
}

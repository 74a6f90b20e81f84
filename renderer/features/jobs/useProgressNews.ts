import { useEffect, useRef } from 'react';
import type { Job } from '../../../shared/job.ts';
import type { Registry } from '../../../shared/registry.ts';
import { percentOf } from '../../components/format.ts';
import { announce } from '../../components/LiveRegion.tsx';
import { currentTarget, stepsOf } from './jobProgress.ts';

type PublishJob = Extract<Job, { kind: 'publish' }>;

/** What is worth saying now: the step, and of an upload the half; null while there is nothing new to say. */
export function newsOf(job: PublishJob, registries: readonly Registry[]): string | null {
  const target = currentTarget(job);
  if (target === undefined) return null;
  const step = stepsOf(job, target).find((one) => one.state === 'running');
  const name = registries.find((one) => one.id === target.registryId)?.name;
  if (step === undefined || name === undefined) return null;
  if (step.done === undefined || step.total === undefined || step.total === 0) return `${step.label}, ${name}`;
  const percent = percentOf(step.done, step.total);
  return `${step.label}, ${name}, ${percent === 100 ? 100 : percent >= 50 ? 50 : 0} %`;
}

/** Says a publish's progress at 0, 50 and 100 % and with each step. */
export function useProgressNews(job: PublishJob, registries: readonly Registry[]): void {
  const said = useRef<string | null>(null);
  const news = newsOf(job, registries);
  useEffect(() => {
    if (news === null || news === said.current) return;
    said.current = news;
    announce(news);
  }, [news]);
}

import { waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { expect } from 'vitest';
import { PackagesPage } from '../../../renderer/features/packages/PackagesPage.tsx';
import type { Impact } from '../../../shared/impact.ts';
import type { Outcome, Step, Target } from '../../../shared/job.ts';
import type { Registry } from '../../../shared/registry.ts';
import { idOf, registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { catalogOf, detailsOf, packageRow, READ_AT, versionRow, type YankJob } from '../packages/catalogStates.ts';
import { renderPage, screen } from '../renderPage.tsx';
import { impactOf } from './impactStates.ts';

/** The page at acme/json-tools with these versions; `yanked` is what the registry has by now, each order becomes a job `y1`, `y2` … */
export async function showVersions(
  versions: Readonly<Record<string, boolean>>,
  options: {
    readonly registry?: Registry;
    readonly impact?: Impact;
    readonly notes?: ReadonlyMap<string, string>;
  } = {},
) {
  const registry = options.registry ?? registryOf('staging');
  const yanked = new Map(Object.entries(versions));
  const rows = () => [...yanked].map(([version, state]) => versionRow(version, { yanked: state }));
  const notes = options.notes ?? new Map<string, string>();
  let jobs = 0;
  const page = await renderPage(<PackagesPage />, {
    snapshot: snapshotOf({ registries: [registry] }),
    hash: `#/packages/${registry.id}/acme/json-tools`,
    handlers: {
      ...catalogOf([packageRow('acme/json-tools')]),
      'packages.details': ({ package: ref }) => detailsOf(rows(), ref),
      'versions.details': ({ versions: asked }) => rows().filter((row) => asked.includes(row.version)),
      'versions.yank': () => {
        jobs += 1;
        return idOf.job(`y${jobs}`);
      },
      'yank.impact': () => options.impact ?? impactOf([]),
      'yank.stopImpact': () => undefined,
      'yank.notes': () => [...notes].map(([version, note]) => ({ version, note })),
      'jobs.cancel': () => undefined,
    },
  });
  await screen.findByRole('grid');
  return { ...page, yanked };
}

export const switchOf = (version: string) => screen.getByRole('switch', { name: `${version} is available` });

/** Presses a button once it can be pressed. */
export async function press(user: UserEvent, name: string | RegExp): Promise<void> {
  const button = await screen.findByRole('button', { name });
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBeNull());
  await user.click(button);
}

export const outcome = {
  done: (kind: 'yanked' | 'unyanked'): Outcome => ({ kind, confirmed: 'answer', evidence: [] }),
  already: { kind: 'yanked', confirmed: 'answer', evidence: [], already: true } satisfies Outcome,
  rejected: {
    kind: 'rejected',
    error: { code: 'not_owner', message: 'You are not an owner of acme/json-tools on Staging.' },
    evidence: [],
  } satisfies Outcome,
  stopped: {
    kind: 'not_sent',
    error: { code: 'cancelled', message: 'It was stopped before it was sent.' },
    evidence: [],
  } satisfies Outcome,
} as const;

/** A job of many versions: those with an outcome are over, the first one without is under way. */
export function manyJob(
  id: string,
  versions: ReadonlyArray<readonly [string, Outcome | null]>,
  more: Partial<Pick<YankJob, 'state' | 'revision'>> & { readonly detail?: string } = {},
): YankJob {
  const running = versions.findIndex(([, end]) => end === null);
  const step = ([version, end]: readonly [string, Outcome | null], at: number): Step => ({
    id: `yank:${version}`,
    label: `Yank ${version}`,
    state: end !== null ? 'done' : at === running ? 'running' : 'waiting',
    ...(at === running && more.detail !== undefined ? { detail: more.detail } : {}),
  });
  const target = ([version, end]: readonly [string, Outcome | null]): Target => ({
    id: version,
    registryId: idOf.registry('staging'),
    version,
    stepIds: [`yank:${version}`],
    ...(end === null ? {} : { outcome: end }),
  });
  return {
    id: idOf.job(id),
    kind: 'yank',
    title: `Yanking ${versions.length} versions`,
    package: { group: 'acme', name: 'json-tools' },
    yanked: true,
    state: more.state ?? (running === -1 ? 'done' : 'running'),
    startedAt: READ_AT,
    revision: more.revision ?? 1,
    steps: versions.map(step),
    targets: versions.map(target),
    log: [],
  };
}

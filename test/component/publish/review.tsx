import { screen } from '@testing-library/react';
import type { ProjectReport } from '../../../shared/project.ts';
import { type FakeOptions, fail } from '../../support/fakeBridge.ts';
import { filesOf, idOf, preparedOf, registryOf, reportOf, snapshotOf } from '../../support/fakeStates.ts';
import { type RenderedApp, renderApp } from '../shell/renderApp.tsx';

type Handlers = NonNullable<FakeOptions['handlers']>;

/** The review of a project at `#/review/p1`, with Staging and Public chosen before. */
export const review = (report = reportOf(), more: Handlers = {}, snapshot = snapshotOf()): Promise<RenderedApp> => {
  const handlers: Handlers = {
    'projects.report': (): ProjectReport => report,
    'projects.files': () => filesOf(),
    'publish.chosen': () => [idOf.registry('staging'), idOf.registry('public')],
    'publish.prepare': () => preparedOf(),
    'packages.details': () => {
      throw fail('package_not_found', 'Not there.');
    },
    'publish.targets': () => [],
    'registries.check': () => registryOf('lab'),
    'projects.close': () => undefined,
    ...more,
  };
  return renderApp({ snapshot, hash: '#/review/p1', handlers });
};

export const publishButton = (name: string): Promise<HTMLElement> => screen.findByRole('button', { name });

/** Why a button cannot be pressed, as its description says it. */
export const reasonOf = (element: HTMLElement): string | undefined =>
  document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent?.trim();

export const isBlocked = (element: HTMLElement): boolean => element.getAttribute('aria-disabled') === 'true';

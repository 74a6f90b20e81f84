import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { type FakeOptions, fail } from '../../support/fakeBridge.ts';
import { filesOf, idOf, preparedOf, registryOf, reportOf, snapshotOf } from '../../support/fakeStates.ts';
import { later } from '../renderPage.tsx';
import { renderApp } from '../shell/renderApp.tsx';

type Handlers = NonNullable<FakeOptions['handlers']>;

/** A review whose archives are built when the test says so, each call anew. */
const review = async () => {
  const builds: ReturnType<typeof later<ReturnType<typeof preparedOf>>>[] = [];
  const handlers: Handlers = {
    'projects.report': () => reportOf(),
    'projects.files': () => filesOf(),
    'publish.chosen': () => [idOf.registry('staging')],
    'publish.prepare': () => {
      const build = later<ReturnType<typeof preparedOf>>();
      builds.push(build);
      return build.promise;
    },
    'publish.stopPreparing': () => {
      builds.at(-1)?.reject(fail('cancelled', 'The archive was not built, because it was cancelled.'));
    },
    'packages.details': () => {
      throw fail('package_not_found', 'Not there.');
    },
    'registries.check': () => registryOf('lab'),
    'projects.close': () => undefined,
  };
  const rendered = await renderApp({ snapshot: snapshotOf(), hash: '#/review/p1', handlers });
  const publish = await screen.findByRole('button', { name: 'Publish 1.3.0 to Staging' });
  return { ...rendered, builds, publish };
};

const progressOf = (doneBytes: number, revision = 1) => ({
  projectId: idOf.project('p1'),
  revision,
  doneBytes,
  totalBytes: 305_000_000,
});

const bar = () => screen.findByRole('progressbar', { name: 'Building the archive' });
const reasonOf = (element: HTMLElement): string | undefined =>
  document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent?.trim();

describe('an archive that takes its time', () => {
  test('shows how far it is, and goes on to the publish button when it is there', async () => {
    const { emit, builds, publish, expectAccessible } = await review();
    expect((await bar()).getAttribute('aria-valuetext')).toBe('Starting…');
    await emit('publish.preparing', progressOf(122_000_000));
    expect((await bar()).getAttribute('aria-valuetext')).toBe('122 of 305 MB');
    expect((await bar()).getAttribute('aria-valuenow')).toBe('40');
    // Of another state of the folder, which is not the one on the page.
    await emit('publish.preparing', progressOf(300_000_000, 7));
    expect((await bar()).getAttribute('aria-valuetext')).toBe('Starting…');
    await expectAccessible();
    builds[0]?.resolve(preparedOf());
    await waitFor(() => expect(publish.getAttribute('aria-disabled')).toBe(null));
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  test('is stopped by Cancel, which is no error, and built after all on demand', async () => {
    const { user, builds, publish, fake, expectAccessible } = await review();
    await bar();
    screen.getByRole('button', { name: 'Cancel' }).focus();
    await user.keyboard('{Enter}');
    const again = await screen.findByRole('button', { name: 'Build again' });
    expect(fake.inputsOf('publish.stopPreparing')).toEqual([{ projectId: idOf.project('p1') }]);
    expect(document.activeElement).toBe(again);
    expect([reasonOf(publish), screen.queryByRole('alert')]).toEqual(['The archive was not built', null]);
    expect(screen.getAllByText('not built')).toHaveLength(2);
    await expectAccessible();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(builds).toHaveLength(2));
    expect(reasonOf(publish)).toBe('Building the archive…');
    builds[1]?.resolve(preparedOf());
    await waitFor(() => expect(publish.getAttribute('aria-disabled')).toBe(null));
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'What is sent' }));
  });

  test('is not shown as such when it is there within a moment', async () => {
    const { builds, publish } = await review();
    expect(screen.queryByRole('progressbar')).toBeNull();
    builds[0]?.resolve(preparedOf());
    await waitFor(() => expect(publish.getAttribute('aria-disabled')).toBe(null));
    expect(screen.queryByRole('progressbar')).toBeNull();
  });
});

import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { SETTINGS_DEFAULTS } from '../../../shared/settings.ts';
import { idOf, publishJobOf, registryOf, sixRegistries, snapshotOf } from '../../support/fakeStates.ts';
import { renderApp } from './renderApp.tsx';

const LONG = 'Orchid laboratory, experiments, nightly!';

describe('the sidebar', () => {
  test('has the four places and the registries, named so that tests and screen readers find them', async () => {
    const { expectAccessible } = await renderApp({ snapshot: snapshotOf({ unknownOutcomes: 2 }) });
    const main = screen.getByRole('navigation', { name: 'Main' });
    for (const name of ['Publish', 'Packages', 'Activity', 'Settings'])
      expect(within(main).getByRole('link', { name })).toBeTruthy();
    const list = screen.getByRole('list', { name: 'Registries' });
    expect(
      within(list)
        .getAllByRole('link')
        .map((link) => link.getAttribute('aria-label')),
    ).toEqual(sixRegistries.map((registry) => registry.name));
    expect(screen.getByRole('button', { name: 'Add registry…' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Activity', description: '2 outcomes are unknown' })).toBeTruthy();
    await expectAccessible();
  });

  test('says a registry’s state in words, the most important one', async () => {
    await renderApp({ snapshot: snapshotOf() });
    const described = (name: string): string | null =>
      document.getElementById(screen.getByRole('link', { name }).getAttribute('aria-describedby') ?? '')?.textContent ??
      null;
    expect(described('Public')).toBe('Production, Token saved');
    expect(described('Tiny')).toBe('Token rejected');
    expect(described('Lab')).toBe('Offline');
    expect(described('Local')).toBe('No token');
  });

  test('follows registries that come, go and change', async () => {
    const { emit } = await renderApp({ snapshot: snapshotOf({ registries: [registryOf('staging')] }) });
    await emit('registries.changed', [registryOf('staging', { name: LONG }), registryOf('lab')]);
    const list = screen.getByRole('list', { name: 'Registries' });
    expect(within(list).getByRole('link', { name: LONG })).toBeTruthy();
    expect(within(list).getAllByRole('link')).toHaveLength(2);
  });

  test('marks the place of the page and leads to the others', async () => {
    const { user } = await renderApp({ snapshot: snapshotOf(), hash: '#/publish' });
    expect(screen.getByRole('link', { name: 'Publish' }).getAttribute('aria-current')).toBe('page');
    await user.click(screen.getByRole('button', { name: 'Add registry…' }));
    expect(window.location.hash).toBe('#/registries/new');
  });
});

describe('jobs in the sidebar', () => {
  const jobs = ['a', 'b', 'c', 'd'].map((id) => publishJobOf({ id: idOf.job(id), title: id }));

  test('are at most two, then a number', async () => {
    await renderApp({ snapshot: snapshotOf({ jobs }) });
    expect(screen.getAllByRole('region', { name: /Job in progress/ })).toHaveLength(2);
    expect(screen.getByText('2 more jobs')).toBeTruthy();
  });

  test('show per cent and registry, and can be cancelled', async () => {
    const { fake, user } = await renderApp({
      snapshot: snapshotOf({ jobs: jobs.slice(0, 1) }),
      handlers: { 'jobs.cancel': () => undefined },
    });
    const strip = screen.getByRole('region', { name: /Job in progress/ });
    expect(strip.textContent).toContain('json-tools 1.3.0');
    expect(strip.textContent).toContain('42 % to Staging');
    expect(within(strip).getByRole('progressbar', { name: 'Upload to Staging' })).toBeTruthy();
    await user.click(within(strip).getByRole('button', { name: 'Cancel' }));
    expect(fake.inputsOf('jobs.cancel')).toEqual([{ jobId: 'a' }]);
  });

  test('leave the progress bar to the job’s own page, so that there is one of that name', async () => {
    await renderApp({ snapshot: snapshotOf({ jobs: jobs.slice(0, 1) }), hash: '#/job/a' });
    expect(await screen.findAllByRole('progressbar', { name: 'Upload to Staging' })).toHaveLength(1);
  });

  test('say their outcome on whatever page is open', async () => {
    const { emit } = await renderApp({ snapshot: snapshotOf({ jobs: jobs.slice(0, 1) }), hash: '#/publish' });
    const [job] = jobs;
    const [target] = job?.targets ?? [];
    if (job === undefined || target === undefined) throw new Error('There is no job.');
    await emit('jobs.changed', {
      ...job,
      revision: 2,
      state: 'done',
      targets: [{ ...target, outcome: { kind: 'published', confirmed: 'answer', evidence: [] } }],
    });
    expect(screen.getByText('Published: acme/json-tools 1.3.0, Staging')).toBeTruthy();
  });
});

describe('the window', () => {
  test('wears the theme of the settings', async () => {
    const { emit } = await renderApp({ snapshot: snapshotOf({ settings: { ...SETTINGS_DEFAULTS, theme: 'dark' } }) });
    expect(document.documentElement.dataset.theme).toBe('dark');
    await emit('settings.changed', SETTINGS_DEFAULTS);
    expect(document.documentElement.dataset.theme).toBeUndefined();
  });

  test('is named after its page', async () => {
    await renderApp({ snapshot: snapshotOf(), hash: '#/publish' });
    expect(document.title).toBe('Publish · Elba Registry Manager');
  });

  test('goes to its places with Ctrl and a number, and not while a dialog is open', async () => {
    const { user } = await renderApp({ snapshot: snapshotOf(), hash: '#/publish' });
    const dialog = document.createElement('div');
    dialog.setAttribute('role', 'dialog');
    document.body.append(dialog);
    await user.keyboard('{Control>}3{/Control}');
    expect(window.location.hash).toBe('#/publish');
    dialog.remove();
    await user.keyboard('{Control>}3{/Control}');
    expect(window.location.hash).toBe('#/activity');
    await user.keyboard('{Control>},{/Control}');
    expect(window.location.hash).toBe('#/settings');
  });

  test('uses Cmd on a Mac', async () => {
    const { info } = snapshotOf();
    const { user } = await renderApp({
      snapshot: snapshotOf({ info: { ...info, platform: 'mac' } }),
      hash: '#/publish',
    });
    await user.keyboard('{Control>}3{/Control}');
    expect(window.location.hash).toBe('#/publish');
    await user.keyboard('{Meta>}3{/Meta}');
    expect(window.location.hash).toBe('#/activity');
  });

  test('says that the program is gone and that it is back', async () => {
    const { fake } = await renderApp({ snapshot: snapshotOf() });
    act(() => fake.connection('lost'));
    expect(screen.getByRole('alert').textContent).toContain('The program does not answer');
    act(() => fake.connection('open'));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  test('shows the project of the command line first', async () => {
    await renderApp({ snapshot: snapshotOf({ opened: idOf.project('p9') }) });
    expect(window.location.hash).toBe('#/review/p9');
  });

  test('keeps the page that the address names', async () => {
    await renderApp({ snapshot: snapshotOf({ opened: idOf.project('p9') }), hash: '#/publish' });
    expect(window.location.hash).toBe('#/publish');
  });
});

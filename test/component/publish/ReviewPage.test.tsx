import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { Check, ProjectReport } from '../../../shared/project.ts';
import { type FakeOptions, fail } from '../../support/fakeBridge.ts';
import {
  filesOf,
  hashOf,
  idOf,
  preparedOf,
  publishJobOf,
  registryOf,
  reportOf,
  snapshotOf,
} from '../../support/fakeStates.ts';
import { later } from '../renderPage.tsx';
import { type RenderedApp, renderApp } from '../shell/renderApp.tsx';

const error: Check = {
  id: 'license',
  severity: 'error',
  title: 'The license is too long',
  why: 'Registries take at most 10 bytes.',
  todo: 'Use "MIT".',
  at: { file: 'elba.toml', line: 3, column: 1 },
};
const warning: Check = { id: 'mail', severity: 'warning', title: 'A mail address becomes public' };

type Handlers = NonNullable<FakeOptions['handlers']>;

const handlers = (report: ProjectReport, more: Handlers): Handlers => ({
  'projects.report': () => report,
  'projects.files': () => filesOf(),
  'publish.chosen': () => [idOf.registry('staging'), idOf.registry('public')],
  'publish.prepare': () => preparedOf(),
  'packages.details': () => {
    throw fail('package_not_found', 'Not there.');
  },
  'registries.check': () => registryOf('lab'),
  'projects.close': () => undefined,
  ...more,
});

const review = (report = reportOf(), more: Handlers = {}, snapshot = snapshotOf()): Promise<RenderedApp> =>
  renderApp({ snapshot, hash: '#/review/p1', handlers: handlers(report, more) });

const box = (name: string): HTMLElement => screen.getByRole('checkbox', { name: `Publish to ${name}` });
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const reasonOf = (element: HTMLElement): string | undefined =>
  document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent?.trim();
const isBlocked = (element: HTMLElement): boolean => element.getAttribute('aria-disabled') === 'true';

describe('a review without a fault', () => {
  test('shows what, from where, and what is sent; everything by the names that are promised', async () => {
    const { expectAccessible } = await review();
    expect(await screen.findByRole('heading', { level: 1, name: 'acme/json-tools 1.3.0' })).toBeTruthy();
    expect(screen.getByText('~/Projects/json-tools')).toBeTruthy();
    expect(within(screen.getByRole('list', { name: 'Checks' })).getByText('All 1 check passed')).toBeTruthy();
    expect(await screen.findByRole('tree', { name: 'Files' })).toBeTruthy();
    const group = screen.getByRole('group', { name: 'Publish to' });
    expect(within(group).getAllByRole('checkbox')).toHaveLength(6);
    expect(await screen.findByTitle(hashOf('a'))).toHaveProperty('textContent', 'aaaaaaaaaaaa…aaaaaaaa');
    expect(document.title).toBe('Review acme/json-tools 1.3.0 · Elba Registry Manager');
    await expectAccessible();
  });

  test('preselects what was chosen last, but never a production registry', async () => {
    await review();
    await waitFor(() => expect(box('Staging')).toHaveProperty('checked', true));
    expect(box('Public')).toHaveProperty('checked', false);
  });

  test('offers the registries only when it is known what is preselected, and keeps to it', async () => {
    const chosen = later<Array<ReturnType<typeof idOf.registry>>>();
    const { fake, emit } = await review(reportOf(), { 'publish.chosen': () => chosen.promise });
    await screen.findByRole('group', { name: 'Publish to' });
    expect(screen.queryByRole('checkbox')).toBeNull();
    chosen.resolve([idOf.registry('staging')]);
    await waitFor(() => expect(box('Staging')).toHaveProperty('checked', true));
    fake.on('publish.chosen', () => []);
    await emit('jobs.changed', publishJobOf({ state: 'done' }));
    await waitFor(() => expect(fake.inputsOf('publish.chosen')).toHaveLength(2));
    expect(box('Staging')).toHaveProperty('checked', true);
  });

  test('sends exactly the archive that was shown, to what was chosen', async () => {
    const { user, fake, emit } = await review(reportOf(), { 'publish.start': () => idOf.job('j1') });
    const publish = await screen.findByRole('button', { name: 'Publish 1.3.0 to Staging' });
    expect(publish.className).toBe('btn reg lg teal');
    await waitFor(() => expect(isBlocked(publish)).toBe(false));
    await user.click(publish);
    expect(fake.inputsOf('publish.start')).toEqual([
      { projectId: 'p1', archiveSha256: hashOf('a'), registryIds: ['staging'] },
    ]);
    await waitFor(() => expect(window.location.hash).toBe('#/job/j1'));
    await emit('jobs.changed', publishJobOf());
    expect(await screen.findByRole('progressbar', { name: 'Upload to Staging' })).toBeTruthy();
  });

  test('goes to the job also when main looked at the folder once more before sending', async () => {
    const { user, fake } = await review();
    fake.on('publish.start', () => {
      fake.emit('project.changed', reportOf({ revision: 2 }));
      return idOf.job('j1');
    });
    const publish = await screen.findByRole('button', { name: 'Publish 1.3.0 to Staging' });
    await waitFor(() => expect(isBlocked(publish)).toBe(false));
    await user.click(publish);
    await waitFor(() => expect(window.location.hash).toBe('#/job/j1'));
  });

  test('says why it could not be started, and stays', async () => {
    const { user } = await review(reportOf(), {
      'publish.start': () => {
        throw fail('folder_changed', 'The folder changed since it was checked. Check it again.');
      },
    });
    const publish = await screen.findByRole('button', { name: 'Publish 1.3.0 to Staging' });
    await waitFor(() => expect(isBlocked(publish)).toBe(false));
    await user.click(publish);
    expect((await screen.findByRole('alert')).textContent).toContain('The folder changed');
    expect(window.location.hash).toBe('#/review/p1');
  });
});

describe('what keeps Publish back', () => {
  test('errors, before all else; no archive is built', async () => {
    const { fake } = await review(reportOf({ checks: [error, warning] }));
    const publish = await screen.findByRole('button', { name: 'Publish 1.3.0 to Staging' });
    expect(isBlocked(publish)).toBe(true);
    expect(reasonOf(publish)).toBe('Fix 1 error in elba.toml first');
    expect(fake.inputsOf('publish.prepare')).toEqual([]);
    expect(screen.getAllByText('once the errors are fixed')).toHaveLength(2);
    expect(screen.queryByRole('checkbox', { name: /I have read/ })).toBeNull();
  });

  test('errors of a registry only while it is chosen', async () => {
    const only: Check = { ...error, registryIds: [idOf.registry('staging')] };
    const { user } = await review(reportOf({ checks: [only] }));
    const publish = await screen.findByRole('button', { name: 'Publish 1.3.0 to Staging' });
    expect(reasonOf(publish)).toBe('Fix 1 error in elba.toml first');
    expect(within(screen.getByRole('list', { name: 'Checks' })).getByText(/Only for Staging/)).toBeTruthy();
    await user.click(box('Staging'));
    expect(reasonOf(button('Choose a registry'))).toBe('Choose where to publish');
    expect(screen.queryByText('The license is too long')).toBeNull();
  });

  test('warnings, until they are said to be read; other warnings have to be read anew', async () => {
    const { user, emit } = await review(reportOf({ checks: [warning] }), {
      'publish.prepare': () => preparedOf({ revision: 2 }),
    });
    const publish = await screen.findByRole('button', { name: 'Publish 1.3.0 to Staging' });
    expect(reasonOf(publish)).toBe('Read the warning first');
    await user.click(screen.getByRole('checkbox', { name: 'I have read the warning' }));
    await emit('project.changed', reportOf({ revision: 2, checks: [warning] }));
    await waitFor(() => expect(isBlocked(publish)).toBe(false));
    await emit('project.changed', reportOf({ revision: 3, checks: [warning, { ...warning, id: 'other' }] }));
    await waitFor(() => expect(reasonOf(publish)).toBe('Read the 2 warnings first'));
    expect(screen.getByRole('checkbox', { name: 'I have read the warnings' })).toHaveProperty('checked', false);
  });

  test('a production registry, until the package’s name is typed exactly; the words go along', async () => {
    const { user, fake } = await review(reportOf(), { 'publish.start': () => idOf.job('j1') });
    await waitFor(() => expect(box('Staging')).toHaveProperty('checked', true));
    await user.click(box('Public'));
    const publish = button('Publish 1.3.0 to 2 registries');
    expect(screen.getByText('Public is a production registry')).toBeTruthy();
    await waitFor(() => expect(reasonOf(publish)).toBe('Type acme/json-tools to confirm'));
    await user.type(screen.getByLabelText('Type acme/json-tools to confirm'), 'acme/json-tool');
    expect(isBlocked(publish)).toBe(true);
    await user.keyboard('s');
    await waitFor(() => expect(isBlocked(publish)).toBe(false));
    await user.click(publish);
    expect(fake.inputsOf('publish.start')).toEqual([
      {
        projectId: 'p1',
        archiveSha256: hashOf('a'),
        registryIds: ['public', 'staging'],
        confirmation: 'acme/json-tools',
      },
    ]);
  });

  test('an archive that is not built yet, or could not be', async () => {
    const slow = later<ReturnType<typeof preparedOf>>();
    let answer: () => Promise<ReturnType<typeof preparedOf>> = () => slow.promise;
    const { user } = await review(reportOf(), { 'publish.prepare': () => answer() });
    const publish = await screen.findByRole('button', { name: 'Publish 1.3.0 to Staging' });
    expect(reasonOf(publish)).toBe('Building the archive…');
    slow.reject(fail('disk_failed', 'The disk is full. Free some space.'));
    expect((await screen.findByRole('alert')).textContent).toContain('The disk is full');
    expect(reasonOf(publish)).toBe('The archive could not be built');
    answer = async () => preparedOf();
    await user.click(button('Build again'));
    await waitFor(() => expect(isBlocked(publish)).toBe(false));
  });
});

describe('rows that cannot be chosen', () => {
  test('say why and lead to where it is mended', async () => {
    await review();
    await screen.findByRole('group', { name: 'Publish to' });
    for (const name of ['Tiny', 'Lab', 'Local']) expect(box(name)).toHaveProperty('disabled', true);
    expect(screen.getByRole('link', { name: /Token rejected/ }).getAttribute('href')).toBe('#/registries/tiny');
    expect(screen.getByRole('link', { name: /Offline/ }).getAttribute('href')).toBe('#/registries/lab');
    expect(screen.getByRole('link', { name: /Not running/ }).getAttribute('href')).toBe('#/settings');
  });

  test('are looked at once more when the review opens', async () => {
    const { fake } = await review();
    await waitFor(() => expect(fake.inputsOf('registries.check')).toEqual([{ registryId: 'lab' }]));
  });

  test('are looked at again when a person checks again', async () => {
    const { fake, user } = await review(reportOf(), { 'projects.refresh': () => reportOf({ revision: 2 }) });
    await waitFor(() => expect(fake.inputsOf('registries.check')).toHaveLength(1));
    await user.click(await screen.findByRole('button', { name: 'Check again' }));
    await waitFor(() =>
      expect(fake.inputsOf('registries.check')).toEqual([{ registryId: 'lab' }, { registryId: 'lab' }]),
    );
  });

  test('are no targets, even if they were chosen before', async () => {
    const registries = [registryOf('staging', { token: { kind: 'none' } })];
    await review(reportOf(), {}, snapshotOf({ registries }));
    expect(await screen.findByRole('button', { name: 'Choose a registry' })).toBeTruthy();
    expect(screen.getByText('0 of 1 selected')).toBeTruthy();
  });
});

describe('a change in the folder', () => {
  test('is shown, and an archive of the older files is not', async () => {
    const first = later<ReturnType<typeof preparedOf>>();
    let asked = 0;
    const { emit, fake } = await review(reportOf(), {
      'publish.prepare': () => {
        asked += 1;
        return asked === 1 ? first.promise : preparedOf({ revision: 2, sha256: hashOf('b') });
      },
    });
    await waitFor(() => expect(fake.inputsOf('publish.prepare')).toHaveLength(1));
    await emit('project.changed', reportOf({ revision: 2, fileCount: 4 }));
    first.resolve(preparedOf({ revision: 1, sha256: hashOf('a') }));
    expect(await screen.findByTitle(hashOf('b'))).toBeTruthy();
    expect(screen.queryByTitle(hashOf('a'))).toBeNull();
    expect(screen.getByText('4 files')).toBeTruthy();
  });

  test('is looked for on request, by button and by Ctrl R', async () => {
    const { user, fake } = await review(reportOf(), {
      'projects.refresh': () => reportOf({ revision: 2, fileCount: 9 }),
    });
    await user.click(await screen.findByRole('button', { name: 'Check again' }));
    expect(await screen.findByText('9 files')).toBeTruthy();
    await user.keyboard('{Control>}r{/Control}');
    await waitFor(() => expect(fake.inputsOf('projects.refresh')).toHaveLength(2));
  });

  test('that takes the folder away keeps the page and says so', async () => {
    const gone: Check = { id: 'gone', severity: 'error', title: 'The folder is not there any more' };
    const { emit } = await review();
    await screen.findByRole('tree', { name: 'Files' });
    await emit('project.changed', reportOf({ revision: 2, state: 'gone', checks: [gone] }));
    await waitFor(() =>
      expect(within(screen.getByRole('list', { name: 'Checks' })).getByText(gone.title)).toBeTruthy(),
    );
    expect(reasonOf(button('Publish 1.3.0 to Staging'))).toBe('The folder is gone');
  });
});

describe('the checks', () => {
  test('stand open, what passed is behind a disclosure', async () => {
    const hint: Check = { id: 'keywords', severity: 'hint', title: 'No keywords' };
    const { user, expectAccessible } = await review(reportOf({ checks: [hint, ...reportOf().checks, error] }));
    const list = await screen.findByRole('list', { name: 'Checks' });
    const titles = () =>
      within(list)
        .getAllByRole('listitem')
        .map((item) => item.querySelector('.med')?.textContent);
    expect(titles()).toEqual([error.title, hint.title]);
    await user.click(screen.getByRole('button', { name: '1 passed', expanded: false }));
    expect(titles()).toEqual([error.title, hint.title, 'elba.toml is in order']);
    await expectAccessible();
  });

  test('lead to their line in the manifest, where they stand below it', async () => {
    const { user, expectAccessible } = await review(reportOf({ checks: [error] }));
    await user.click(await screen.findByRole('button', { name: 'Open line 3' }));
    const text = screen.getByRole('region', { name: 'Text of elba.toml' });
    expect(screen.getByRole('tab', { name: /Manifest/, selected: true })).toBeTruthy();
    expect(document.activeElement?.textContent).toBe('3version = "1.3.0"');
    expect(within(text).getByText('The license is too long. Use "MIT".')).toBeTruthy();
    await expectAccessible();
  });
});

describe('a folder that is no project', () => {
  const none = reportOf({
    package: null,
    manifest: null,
    suggestions: ['libs/json', 'libs/lens'],
    checks: [{ id: 'x', severity: 'error', title: 'There is no elba.toml in this folder' }],
  });

  test('offers the folders inside that are', async () => {
    const inner = reportOf({
      projectId: idOf.project('p2'),
      package: { group: 'acme', name: 'json', version: '0.1.0' },
    });
    const { user, fake } = await review(none, { 'projects.open': () => inner });
    expect(await screen.findByRole('heading', { level: 1, name: 'json-tools' })).toBeTruthy();
    expect(isBlocked(button('Publish'))).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Review libs/json' }));
    expect(fake.inputsOf('projects.open')).toEqual([{ kind: 'suggestion', projectId: 'p1', folder: 'libs/json' }]);
    await waitFor(() => expect(window.location.hash).toBe('#/review/p2'));
  });
});

test('a review that main does not know says so and leads back', async () => {
  await review(reportOf(), {
    'projects.report': () => {
      throw fail('not_found', 'This project is not open any more. Open its folder again.');
    },
  });
  expect((await screen.findByRole('alert')).textContent).toContain('not open any more');
  expect(screen.getAllByRole('link', { name: 'Back to Publish' }).length).toBeGreaterThan(0);
});

import { waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { PackagesPage } from '../../../renderer/features/packages/PackagesPage.tsx';
import type { CatalogState, PackagePage } from '../../../shared/catalog.ts';
import { fail } from '../../support/fakeBridge.ts';
import { idOf, registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { later, renderPage, screen } from '../renderPage.tsx';
import { catalogOf, detailsOf, packageRow, pageOf, READ_AT, stateOf, versionRow } from './catalogStates.ts';

const registries = [registryOf('staging'), registryOf('public', { colour: 'violet', production: true })];
const snapshot = snapshotOf({ registries });
const three = [packageRow('acme/json-tools'), packageRow('acme/lens-core'), packageRow('orchid/money')];
const sourceOf = (state: CatalogState['sources'][number]['state'], readAt: string | null) => ({
  kind: 'dir' as const,
  where: '/index',
  state,
  readAt,
});
const options = () => screen.getAllByRole('option').map((option) => option.textContent?.trim());

test('the page names its parts as tests and assistive technology rely on', async () => {
  const { expectAccessible } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging/acme/json-tools',
    handlers: {
      ...catalogOf(three),
      'packages.details': () => detailsOf([versionRow('1.3.0'), versionRow('1.2.0', { yanked: true })]),
      'versions.details': ({ versions }) =>
        versions.map((version) => versionRow(version, { yanked: version === '1.2.0' })),
    },
  });
  await screen.findByRole('listbox', { name: 'Packages' });
  expect(screen.getByRole('heading', { level: 1, name: 'Packages' })).toBeDefined();
  expect(screen.getByRole('button', { name: /Registry/ })).toBeDefined();
  expect(screen.getByRole('searchbox', { name: 'Search packages' })).toBeDefined();
  expect(options()[0]).toBe('acme/json-tools 1.0.0 What json-tools is for');
  const grid = await screen.findByRole('grid', { name: 'Versions of acme/json-tools' });
  expect(
    within(grid)
      .getAllByRole('rowheader')
      .map((cell) => cell.getAttribute('aria-label')),
  ).toEqual(['1.3.0', '1.2.0']);
  expect(within(grid).getByRole('switch', { name: '1.3.0 is available' }).getAttribute('aria-checked')).toBe('true');
  expect(within(grid).getByRole('switch', { name: '1.2.0 is available' }).getAttribute('aria-checked')).toBe('false');
  expect(screen.getByRole('option', { name: /json-tools/ }).getAttribute('aria-selected')).toBe('true');
  await expectAccessible();
});

test('typing narrows the list, slash goes to the search box and arrow down into the list', async () => {
  const { user } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: { ...catalogOf(three), 'packages.details': () => detailsOf([versionRow('1.0.0')]) },
  });
  await screen.findByRole('listbox');
  await user.keyboard('/');
  const search = screen.getByRole('searchbox');
  expect(document.activeElement).toBe(search);
  await user.keyboard('mon');
  await waitFor(() => expect(options()).toEqual(['orchid/money 1.0.0 What money is for']));
  await user.clear(search);
  await waitFor(() => expect(options()).toHaveLength(3));
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  await waitFor(() => expect(window.location.hash).toBe('#/packages/staging/acme/lens-core'));
});

test('a long group is drawn short and named in full', async () => {
  await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: catalogOf([packageRow('orchid-platform-engineering/flags')]),
  });
  const option = await screen.findByRole('option', { name: /^orchid-platform-engineering\/flags 1\.0\.0/ });
  expect(option.textContent).toContain('orchid-platf…/flags');
  expect(option.title).toBe('orchid-platform-engineering/flags');
});

test('nothing that fits says what was searched and offers the other registries', async () => {
  const { user } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: {
      ...catalogOf(three),
      'packages.query': (input) => pageOf(input.registryId === 'staging' ? three : [packageRow('tiny/parsec')], input),
    },
  });
  await screen.findByRole('listbox');
  await user.type(screen.getByRole('searchbox'), 'parsec');
  expect(await screen.findByText('No package matches “parsec”')).toBeDefined();
  expect(screen.getByText(/Searched 3 packages on Staging/)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Search all registries' }));
  const link = await screen.findByRole('link', { name: '1 match' });
  expect(link.getAttribute('href')).toBe('#/packages/public');
});

test('what the list leaves out is asked for in one call, for the rows in view', async () => {
  const bare = three.map((row) => ({ ...row, latest: null, description: null }));
  const { fake } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: { ...catalogOf(bare), 'packages.summaries': () => three },
  });
  await waitFor(() => expect(options()[2]).toBe('orchid/money 1.0.0 What money is for'));
  expect(fake.inputsOf('packages.summaries').map((input) => input.packages.length)).toEqual([3]);
});

test('a hundred thousand packages put only a screenful of rows into the document, and ask for no more than is near', async () => {
  const many = Array.from({ length: 100_000 }, (_, at) => packageRow(`g${at % 90}/pkg-${at}`));
  const { fake, user } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: catalogOf(many),
  });
  await screen.findByRole('listbox');
  expect(screen.getAllByRole('option').length).toBeLessThan(80);
  const [first] = screen.getAllByRole('option');
  expect(first?.getAttribute('aria-setsize')).toBe('100000');
  expect(screen.getByText('100,000 packages')).toBeDefined();
  const list = screen.getByRole('listbox');
  list.focus();
  await user.keyboard('{End}');
  const last = await screen.findByRole('option', { name: /pkg-99999/ });
  expect(last.getAttribute('aria-posinset')).toBe('100000');
  expect(list.getAttribute('aria-activedescendant')).toBe(last.id);
  await user.keyboard('{Home}');
  expect(list.getAttribute('aria-activedescendant')).toBe(screen.getAllByRole('option')[0]?.id);
  expect(fake.inputsOf('packages.query').map(({ offset }) => offset)).toEqual([0, 99_900]);
});

test('typing in the list goes on in the search box, and Enter there opens the best match', async () => {
  const { user } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: { ...catalogOf(three), 'packages.details': () => detailsOf([versionRow('1.0.0')]) },
  });
  (await screen.findByRole('listbox')).focus();
  await user.keyboard('mon');
  const search = screen.getByRole<HTMLInputElement>('searchbox');
  expect(document.activeElement).toBe(search);
  expect(search.value).toBe('mon');
  await waitFor(() => expect(options()).toEqual(['orchid/money 1.0.0 What money is for']));
  expect([...document.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['mon', 'mon']);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(window.location.hash).toBe('#/packages/staging/orchid/money'));
});

test('where no source knows descriptions the rows say how many versions there are', async () => {
  await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: {
      ...catalogOf([packageRow('acme/json-tools', { description: null, versions: 12, yanked: 2 })], {
        sources: [sourceOf({ kind: 'fresh' }, READ_AT)],
      }),
      'packages.summaries': () => [],
    },
  });
  await waitFor(() => expect(options()).toEqual(['acme/json-tools 1.0.0 12 versions, 2 yanked']));
});

test('a search that fails says why above what was found before, and can be tried again', async () => {
  const { fake, user } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: catalogOf(three),
  });
  await screen.findByRole('listbox');
  fake.on('packages.query', () => {
    throw fail('internal', 'Something went wrong inside the program.');
  });
  await user.type(screen.getByRole('searchbox'), 'm');
  expect((await screen.findByRole('alert')).textContent).toContain('Something went wrong');
  expect(options()).toHaveLength(3);
  fake.on('packages.query', (input) => pageOf(three, input));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  expect(fake.inputsOf('packages.query').at(-1)?.text).toBe('m');
});

test('filters leave out packages, say of how many, and can be taken away where none is left', async () => {
  const rows = [packageRow('acme/json-tools', { mine: true }), packageRow('acme/lens-core', { yanked: 1 })];
  const { fake, user, expectAccessible } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: catalogOf(rows),
  });
  await user.click(await screen.findByRole('checkbox', { name: 'Mine' }));
  expect(await screen.findByText('1 of 2 packages')).toBeDefined();
  expect(options()).toEqual(['acme/json-tools 1.0.0 What json-tools is for']);
  await user.click(screen.getByRole('checkbox', { name: 'With Yanked' }));
  expect(await screen.findByText('No package is like that')).toBeDefined();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Show every package' }));
  await waitFor(() => expect(options()).toHaveLength(2));
  expect(fake.inputsOf('packages.query').at(-1)?.filter).toEqual({ mine: false, hasYanked: false, prerelease: false });
});

test('while a slow index is read the page says how far it is, can stop it, and the words go with the answer', async () => {
  const answer = later<PackagePage>();
  const { fake, user, emit } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: {
      ...catalogOf([]),
      'catalog.state': () => stateOf(0, { sources: [sourceOf({ kind: 'never' }, null)] }),
      'packages.query': () => answer.promise,
      'catalog.stop': () => stateOf(0),
    },
  });
  expect(await screen.findByText('Reading what Staging holds…')).toBeDefined();
  await emit(
    'catalog.stateChanged',
    stateOf(0, { sources: [sourceOf({ kind: 'reading', done: 612, total: 1284, what: 'packages' }, null)] }),
  );
  expect(await screen.findByText('Reading Staging’s index, 612 of 1,284 packages')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Stop' }));
  expect(fake.inputsOf('catalog.stop')).toEqual([{ registryId: 'staging' }]);
  answer.reject(fail('cancelled', 'Reading was stopped.'));
  expect(await screen.findByText('Reading was stopped')).toBeDefined();
  fake.on('packages.query', (input) => pageOf(three, input));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findAllByRole('option')).toHaveLength(3);
  expect(screen.queryByText(/Reading/)).toBeNull();
});

test('a registry that cannot be read says why, and a second try shows its packages', async () => {
  const { fake, user, expectAccessible } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: {
      ...catalogOf([]),
      'packages.query': () => {
        throw fail('unreachable', 'The name staging.example was not found. Check the network or the address.');
      },
    },
  });
  expect((await screen.findByRole('alert')).textContent).toContain('staging.example was not found');
  await expectAccessible();
  fake.on('packages.query', (input) => pageOf(three, input));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findAllByRole('option')).toHaveLength(3);
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a failure is not asked about again and again while main tells of it', async () => {
  const failed = sourceOf({ kind: 'failed', error: { code: 'unreachable', message: 'No way there.' } }, null);
  const { fake, emit } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: {
      ...catalogOf([]),
      'packages.query': () => {
        throw fail('unreachable', 'No way there.');
      },
    },
  });
  await screen.findByRole('alert');
  const before = fake.inputsOf('packages.query').length;
  for (const generation of [5, 6, 7]) await emit('catalog.stateChanged', stateOf(0, { generation, sources: [failed] }));
  expect(fake.inputsOf('packages.query')).toHaveLength(before);
  fake.on('packages.query', (input) => pageOf(three, input, 8));
  await emit('catalog.stateChanged', stateOf(3, { generation: 8 }));
  expect(await screen.findAllByRole('option')).toHaveLength(3);
});

test('a list that cannot be read again stays, with its age', async () => {
  const { fake, user, emit } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: catalogOf(three),
  });
  await screen.findByRole('listbox');
  await user.click(screen.getByRole('button', { name: 'Read again' }));
  expect(fake.inputsOf('catalog.refresh')).toEqual([{ registryId: 'staging' }]);
  const error = { code: 'unreachable' as const, message: 'Staging can’t be reached.' };
  await emit('catalog.stateChanged', stateOf(3, { sources: [sourceOf({ kind: 'failed', error }, READ_AT)] }));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('Staging can’t be reached.');
  expect(alert.textContent).toContain('What you see was read');
  expect(screen.getAllByRole('option')).toHaveLength(3);
});

test('what was read in an earlier run says when, until it is read anew', async () => {
  const { emit } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: { ...catalogOf(three, { sources: [sourceOf({ kind: 'stale' }, '2026-03-12T10:00:00.000Z')] }) },
  });
  expect((await screen.findByText(/This was read/)).textContent).toContain('12 Mar 2026');
  await emit('catalog.stateChanged', stateOf(3, { generation: 2 }));
  await waitFor(() => expect(screen.queryByText(/This was read/)).toBeNull());
});

test('what main tells while it is asked how it stands is not overtaken by the older answer', async () => {
  const answer = later<CatalogState>();
  const { emit } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: { ...catalogOf(three), 'catalog.state': () => answer.promise },
  });
  await screen.findByRole('listbox');
  await emit('catalog.stateChanged', stateOf(3, { generation: 2, problems: 4 }));
  answer.resolve(stateOf(3, { generation: 1, problems: 0 }));
  expect(await screen.findByText('elba stumbles over 4 places of Staging’s index')).toBeDefined();
});

test('a registry that is offline says so beside what its index holds', async () => {
  const offline = registryOf('staging', {
    status: { kind: 'offline', checkedAt: READ_AT, error: { code: 'unreachable', message: 'No answer.' } },
  });
  await renderPage(<PackagesPage />, {
    snapshot: snapshotOf({ registries: [offline] }),
    hash: '#/packages/staging',
    handlers: catalogOf(three),
  });
  expect(await screen.findAllByRole('option')).toHaveLength(3);
  expect(screen.getByText('No answer.')).toBeDefined();
  expect(screen.getByText(/Nothing can be yanked or unyanked until it is back/)).toBeDefined();
});

test('the local registry that is off is started from here', async () => {
  const local = registryOf('local', { embedded: true });
  const { fake, user, emit } = await renderPage(<PackagesPage />, {
    snapshot: snapshotOf({ registries: [local] }),
    hash: '#/packages/local',
    handlers: {
      ...catalogOf([]),
      'packages.query': () => {
        throw fail('unreachable', 'The local registry is stopped.');
      },
      'localRegistry.start': () => ({ ...snapshot.localRegistry, state: 'running' }),
    },
  });
  await user.click(await screen.findByRole('button', { name: 'Start local registry' }));
  expect(fake.inputsOf('localRegistry.start')).toHaveLength(1);
  fake.on('packages.query', (input) => pageOf(three, input));
  await emit('registries.changed', [
    { ...local, status: { kind: 'offline', checkedAt: READ_AT, error: { code: 'unreachable', message: 'Off.' } } },
  ]);
  await emit('registries.changed', [local]);
  expect(fake.inputsOf('catalog.refresh')).toHaveLength(1);
  await emit('catalog.stateChanged', stateOf(3, { registryId: local.id, generation: 2 }));
  expect(await screen.findAllByRole('option')).toHaveLength(3);
});

test('the local registry that is off still shows what its folder holds, and says that nothing can be changed', async () => {
  const { emit } = await renderPage(<PackagesPage />, {
    snapshot: snapshotOf({ registries: [registryOf('local', { embedded: true })] }),
    hash: '#/packages/local',
    handlers: catalogOf(three),
  });
  expect(await screen.findAllByRole('option')).toHaveLength(3);
  expect(screen.getByText('Local is stopped')).toBeDefined();
  await emit('localRegistry.changed', { ...snapshot.localRegistry, state: 'running' });
  expect(screen.queryByText('Local is stopped')).toBeNull();
});

test('what was read while a registry was offline is read again when it is back', async () => {
  const offline = registryOf('staging', {
    status: { kind: 'offline', checkedAt: READ_AT, error: { code: 'unreachable', message: 'No answer.' } },
  });
  const { fake, emit } = await renderPage(<PackagesPage />, {
    snapshot: snapshotOf({ registries: [offline] }),
    hash: '#/packages/staging/acme/json-tools',
    handlers: {
      ...catalogOf([packageRow('acme/json-tools', { description: null })]),
      'packages.summaries': () => [],
      'packages.details': () =>
        detailsOf([versionRow('1.0.0')], { incomplete: { code: 'unreachable', message: 'Staging can’t be reached.' } }),
    },
  });
  await screen.findByText('Staging can’t be reached.', { selector: 'p' });
  expect(screen.getByText('No description')).toBeDefined();
  fake.on('packages.query', (input) => pageOf(three, input, 2));
  fake.on('packages.details', () => detailsOf([versionRow('1.0.0')], { readAt: '2026-11-23T15:00:00.000Z' }));
  const checkedAt = '2026-11-23T14:59:00.000Z';
  await emit('registries.changed', [
    { ...offline, status: { kind: 'reachable', checkedAt, milliseconds: 3, family: 'packages' } },
  ]);
  expect(fake.inputsOf('catalog.refresh')).toHaveLength(1);
  await emit('catalog.stateChanged', stateOf(3, { generation: 2 }));
  expect(await screen.findByText('What json-tools is for')).toBeDefined();
  await waitFor(() => expect(screen.queryByText('Staging can’t be reached.')).toBeNull());
});

test('files of the index that elba would refuse are named with their lines', async () => {
  const { user } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: {
      ...catalogOf(three, { problems: 1 }),
      'catalog.problems': () => ({
        problems: [{ file: 'acme/json-tools', line: 3, text: 'The line is not JSON.' }],
        total: 1,
      }),
    },
  });
  expect(await screen.findByText('elba stumbles over 1 place of Staging’s index')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Show 1 place' }));
  expect(await screen.findByText('acme/json-tools, line 3')).toBeDefined();
  expect(screen.getByText('The line is not JSON.', { exact: false })).toBeDefined();
});

test('without packages, and without a registry, the page says what to do', async () => {
  const { expectAccessible } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging',
    handlers: catalogOf([]),
  });
  expect(await screen.findByText('Staging holds no packages')).toBeDefined();
  await expectAccessible();
});

test('without a registry there is a way to add one', async () => {
  await renderPage(<PackagesPage />, { snapshot: snapshotOf({ registries: [] }), hash: '#/packages' });
  expect(screen.getByRole('link', { name: 'Add registry…' }).getAttribute('href')).toBe('#/registries/new');
});

test('the picker goes to another registry, which is remembered', async () => {
  const { fake, user } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages',
    handlers: catalogOf(three),
  });
  await screen.findByRole('listbox');
  await user.click(screen.getByRole('button', { name: /Registry/ }));
  await user.click(screen.getByRole('option', { name: 'Public' }));
  await waitFor(() => expect(window.location.hash).toBe('#/packages/public'));
  expect(fake.inputsOf('packages.query').map((input) => input.registryId)).toEqual(['staging', 'public']);
  window.location.hash = '#/packages';
  await waitFor(() => expect(screen.getByRole('button', { name: /Registry/ }).textContent).toContain('Public'));
});

test('a published version appears by itself', async () => {
  const { fake, emit } = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging/acme/json-tools',
    handlers: {
      ...catalogOf(three),
      'packages.details': () => detailsOf([versionRow('1.0.0')]),
      'versions.details': () => [],
    },
  });
  await screen.findByRole('switch', { name: '1.0.0 is available' });
  fake.on('packages.details', () => detailsOf([versionRow('1.1.0'), versionRow('1.0.0')]));
  await emit('catalog.changed', {
    registryId: idOf.registry('staging'),
    package: { group: 'acme', name: 'json-tools' },
  });
  expect(await screen.findByRole('switch', { name: '1.1.0 is available' })).toBeDefined();
});

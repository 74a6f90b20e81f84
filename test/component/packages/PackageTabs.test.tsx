import { waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { PackagesPage } from '../../../renderer/features/packages/PackagesPage.tsx';
import type { Dependent } from '../../../shared/catalog.ts';
import { fail } from '../../support/fakeBridge.ts';
import { registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { renderPage, screen } from '../renderPage.tsx';
import { catalogOf, detailsOf, packageRow, READ_AT, versionRow } from './catalogStates.ts';

const snapshot = snapshotOf({ registries: [registryOf('staging')] });
const versions = [
  versionRow('2.0.0-rc.1', { dependencies: [] }),
  versionRow('1.3.0', {
    dependencies: [
      { name: 'acme/lens-core', requirement: '0.9' },
      { name: 'no name', requirement: 'any' },
    ],
    from: { yanked: 'api', dependencies: 'index' },
  }),
];
const dependent = (name: string, more: Partial<Dependent> = {}): Dependent => ({
  group: 'tiny',
  name,
  version: '0.4.0',
  yanked: false,
  requirement: '>= 1.0.0 < 2.0.0',
  versions: 3,
  ...more,
});

/** The page with acme/json-tools, at one of its tabs. */
async function openTab(tab: RegExp, handlers: Parameters<typeof renderPage>[1]['handlers'] = {}) {
  const page = await renderPage(<PackagesPage />, {
    snapshot,
    hash: '#/packages/staging/acme/json-tools',
    handlers: {
      ...catalogOf([packageRow('acme/json-tools')]),
      'packages.details': () => detailsOf(versions, { source: 'api', indexReadAt: READ_AT }),
      'packages.downloadGraph': () => null,
      ...handlers,
    },
  });
  await page.user.click(await screen.findByRole('tab', { name: tab }));
  return page;
}

test('a README is shown as Markdown, without its HTML and pictures, of the version that is chosen', async () => {
  const { fake, user, expectAccessible } = await openTab(/README/, {
    'packages.readme': ({ version }) => ({
      text: `# Tools ${version}\n\n<script>alert(1)</script>\n\n![logo](https://x.example/a.png)\n`,
      truncated: false,
    }),
  });
  expect(await screen.findByRole('heading', { name: 'Tools 1.3.0' })).toBeDefined();
  expect(document.querySelector('.md img, .md script')).toBeNull();
  await expectAccessible();
  const picker = screen.getByRole('combobox', { name: 'Version' });
  await user.clear(picker);
  await user.type(picker, 'rc');
  await user.click(await screen.findByRole('option', { name: '2.0.0-rc.1' }));
  expect(await screen.findByRole('heading', { name: 'Tools 2.0.0-rc.1' })).toBeDefined();
  expect(fake.inputsOf('packages.readme').map(({ version }) => version)).toEqual(['1.3.0', '2.0.0-rc.1']);
});

test('where the registry shows no README the archive can be looked into', async () => {
  const { fake, user } = await openTab(/README/, {
    'packages.readme': () => null,
    'inspect.open': () => {
      throw fail('not_found', 'Staging has no archive.');
    },
  });
  await user.click(await screen.findByRole('button', { name: 'Look into the archive' }));
  expect(screen.getByRole('tab', { name: 'Archive' }).getAttribute('aria-selected')).toBe('true');
  expect(await screen.findByText('Staging has no archive.')).toBeDefined();
  expect(fake.inputsOf('inspect.open')).toMatchObject([{ version: '1.3.0' }]);
});

test('dependencies lead to their packages and say where they were read', async () => {
  const { expectAccessible } = await openTab(/^Dependencies 2/);
  const table = await screen.findByRole('table', { name: /What 1\.3\.0 depends on\. As the index says/ });
  const link = within(table).getByRole('link', { name: 'acme/lens-core' });
  expect(link.getAttribute('href')).toBe('#/packages/staging/acme/lens-core');
  expect(within(table).queryByRole('link', { name: 'no name' })).toBeNull();
  await expectAccessible();
});

test('dependents are listed part by part, each with its constraint, and what cannot be seen is said', async () => {
  const all = Array.from({ length: 130 }, (_, at) => dependent(`pkg-${at}`, { yanked: at === 0 }));
  const { fake, user, expectAccessible } = await openTab(/^Dependents/, {
    'packages.dependents': ({ offset, limit }) => ({
      kind: 'known',
      readAt: READ_AT,
      total: all.length,
      rows: all.slice(offset, offset + limit),
    }),
  });
  const table = await screen.findByRole('table', { name: /130 packages of Staging need json-tools/ });
  expect(within(table).getByText(/outside Staging can’t be seen from here/)).toBeDefined();
  const [, first] = within(table).getAllByRole('row');
  expect(first?.textContent).toBe('tiny/pkg-00.4.0Yanked>= 1.0.0 < 2.0.03');
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Show 30 more' }));
  await waitFor(() => expect(within(table).getAllByRole('row')).toHaveLength(131));
  expect(fake.inputsOf('packages.dependents').map(({ offset }) => offset)).toEqual([0, 100]);
});

test('nobody who needs it, and nobody who could know, are two things', async () => {
  await openTab(/^Dependents/, {
    'packages.dependents': () => ({ kind: 'known', readAt: READ_AT, total: 0, rows: [] }),
  });
  expect(await screen.findByText('No package on Staging requires json-tools')).toBeDefined();
});

test('without an index who needs it is not known', async () => {
  await openTab(/^Dependents/, {
    'packages.dependents': () => ({ kind: 'unknown', reason: 'There is no index that can be read.' }),
  });
  expect(await screen.findByText('Not known')).toBeDefined();
  expect(screen.getByText('There is no index that can be read.')).toBeDefined();
});

test('downloads are a chart with a table behind it, and each fact says where it was read', async () => {
  const today = new Date().toISOString().slice(0, 10);
  const { expectAccessible } = await openTab(/^Versions/, {
    'packages.downloadGraph': () => ({ days: [{ date: today, downloads: 4301 }], versions: 1, of: 2 }),
  });
  const table = await screen.findByRole('table', { name: 'Downloads of acme/json-tools by week' });
  expect(within(table).getAllByRole('row')).toHaveLength(14);
  expect(within(table).getByText('4,301')).toBeDefined();
  expect(screen.getByText('4,301 in 13 weeks, of the newest 1 version of 2')).toBeDefined();
  const from = screen.getByText('From the registry and the index', { exact: false });
  expect(from.textContent).toContain('Dependencies: the index.');
  expect(from.textContent).toContain('Yanked or not: the registry.');
  await expectAccessible();
});

test('what was chosen among the versions stays while another tab is looked at', async () => {
  const { user } = await openTab(/^Versions/);
  await user.click(await screen.findByRole('checkbox', { name: 'Pre-releases' }));
  expect(screen.queryByRole('switch', { name: '2.0.0-rc.1 is available' })).toBeNull();
  await user.click(screen.getByRole('tab', { name: /^Dependencies/ }));
  await user.click(screen.getByRole('tab', { name: /^Versions/ }));
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Pre-releases' }).checked).toBe(false);
});

test('a version leads from its row into its archive, by pointer and by Enter', async () => {
  const { fake, user } = await openTab(/^Versions/, {
    'inspect.open': () => {
      throw fail('not_found', 'Staging has no archive.');
    },
  });
  const header = await screen.findByRole('rowheader', { name: '1.3.0' });
  await user.click(within(header).getByText('Inspect'));
  expect(screen.getByRole('tab', { name: 'Archive' }).getAttribute('aria-selected')).toBe('true');
  await user.click(screen.getByRole('tab', { name: /^Versions/ }));
  screen.getByRole('rowheader', { name: '2.0.0-rc.1' }).focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(fake.inputsOf('inspect.open').at(-1)?.version).toBe('2.0.0-rc.1'));
});

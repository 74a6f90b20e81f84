import { waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { PackagesPage } from '../../../renderer/features/packages/PackagesPage.tsx';
import type { VersionRow } from '../../../shared/catalog.ts';
import { fail } from '../../support/fakeBridge.ts';
import { registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { later, renderPage, screen } from '../renderPage.tsx';
import { catalogOf, detailsOf, packageRow, versionRow } from './catalogStates.ts';

/** The page at acme/json-tools with these versions; details of versions come from `more`, else from the rows. */
const show = (
  rows: VersionRow[],
  more: (version: string) => Promise<VersionRow> | VersionRow = (version) => known(rows, version),
) =>
  renderPage(<PackagesPage />, {
    snapshot: snapshotOf({ registries: [registryOf('staging')] }),
    hash: '#/packages/staging/acme/json-tools',
    handlers: {
      ...catalogOf([packageRow('acme/json-tools')]),
      'packages.details': () => detailsOf(rows),
      'versions.details': ({ versions }) => Promise.all(versions.map(more)),
      'app.openLink': () => undefined,
    },
  });

function known(rows: readonly VersionRow[], version: string): VersionRow {
  const row = rows.find((one) => one.version === version);
  if (row === undefined) throw fail('package_not_found', `There is no ${version}.`);
  return row;
}

const headers = () => screen.getAllByRole('rowheader').map((cell) => cell.getAttribute('aria-label'));
const tools = () => screen.getByRole('heading', { name: 'Versions' }).parentElement?.textContent;
const rowOf = (version: string) => {
  const row = screen.getByRole('rowheader', { name: version }).closest('[role=row]');
  if (!(row instanceof HTMLElement)) throw new Error(`no row for ${version}`);
  return within(row);
};

test('rows tell version, marks, downloads, dependencies and state', async () => {
  await show([
    versionRow('2.0.0-rc.1', { downloads: null, publishedAt: null, dependencies: [] }),
    versionRow('1.3.0', { downloads: 12_345 }),
    versionRow('1.2.0', { yanked: true }),
  ]);
  await screen.findByRole('grid');
  expect(rowOf('2.0.0-rc.1').getByText('pre-release')).toBeDefined();
  expect(rowOf('1.3.0').getByText('Latest')).toBeDefined();
  expect(rowOf('1.3.0').getByText('12,345')).toBeDefined();
  expect(rowOf('1.3.0').getByText('12 Mar 2026')).toBeDefined();
  expect(rowOf('1.2.0').getByText('Yanked')).toBeDefined();
  expect(rowOf('2.0.0-rc.1').getByText('0')).toBeDefined();
  await waitFor(() => expect(rowOf('2.0.0-rc.1').getAllByText('–')).toHaveLength(2));
  expect(screen.getByText('"acme/json-tools" = "1.3.0"')).toBeDefined();
});

test('a version whose state nobody has told is being checked and has no switch until then', async () => {
  const answer = later<VersionRow>();
  const row = versionRow('1.0.0', { yanked: null, publishedAt: null, downloads: null, dependencies: null });
  await show([row], () => answer.promise);
  await screen.findByRole('grid');
  expect(rowOf('1.0.0').getByText('Checking…')).toBeDefined();
  expect(screen.queryByRole('switch')).toBeNull();
  expect(screen.queryByText('Latest')).toBeNull();
  answer.resolve(versionRow('1.0.0', { yanked: true }));
  expect((await screen.findByRole('switch', { name: '1.0.0 is available' })).getAttribute('aria-checked')).toBe(
    'false',
  );
});

test('a state that cannot be read is not known, which is neither available nor yanked', async () => {
  await show([versionRow('1.0.0', { yanked: null })], () => {
    throw fail('timed_out', 'No answer.');
  });
  expect(await screen.findByText('Not known')).toBeDefined();
  expect(screen.queryByRole('switch')).toBeNull();
});

test('the filters hide pre-releases and yanked versions, and can be undone when they hide everything', async () => {
  const { user } = await show([versionRow('1.0.0-rc.1'), versionRow('0.9.0', { yanked: true })]);
  await screen.findByRole('grid');
  expect(tools()).toContain('2, newest first');
  await user.click(screen.getByRole('checkbox', { name: 'Pre-releases' }));
  expect(headers()).toEqual(['0.9.0']);
  expect(tools()).toContain('1 of 2, newest first');
  await user.click(screen.getByRole('checkbox', { name: 'Yanked' }));
  await user.click(screen.getByRole('button', { name: 'Show all versions' }));
  expect(headers()).toEqual(['1.0.0-rc.1', '0.9.0']);
});

test('the grid is one stop for Tab; arrows move between cells and rows', async () => {
  const { user } = await show([versionRow('1.2.0'), versionRow('1.1.0'), versionRow('1.0.0')]);
  await screen.findByRole('grid');
  screen.getByRole('checkbox', { name: 'Yanked' }).focus();
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole('switch', { name: '1.2.0 is available' }));
  await user.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(screen.getByRole('switch', { name: '1.1.0 is available' }));
  await user.keyboard('{Home}{ArrowDown}');
  expect(document.activeElement).toBe(screen.getByRole('checkbox', { name: 'Select 1.0.0' }));
  await user.keyboard('{ArrowRight}');
  expect(document.activeElement).toBe(screen.getByRole('rowheader', { name: '1.0.0' }));
  await user.keyboard('{Control>}{Home}{/Control}{End}');
  expect(document.activeElement).toBe(screen.getByRole('switch', { name: '1.2.0 is available' }));
  await user.tab({ shift: true });
  expect(document.activeElement).toBe(screen.getByRole('checkbox', { name: 'Yanked' }));
});

test('ten thousand versions: a screenful in the document, the last one a key away', async () => {
  const rows = Array.from({ length: 10_000 }, (_, at) => versionRow(`1.0.${9999 - at}`));
  const { user } = await show(rows);
  const grid = await screen.findByRole('grid');
  expect(grid.getAttribute('aria-rowcount')).toBe('10001');
  expect(screen.getAllByRole('row').length).toBeLessThan(90);
  screen.getByRole('switch', { name: '1.0.9999 is available' }).focus();
  await user.keyboard('{Control>}{End}{/Control}');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('switch', { name: '1.0.0 is available' })));
});

test('links go out through the host, and only over https', async () => {
  const rows = [versionRow('1.0.0')];
  const { fake, user } = await show(rows);
  fake.on('packages.details', () => detailsOf(rows, { homepage: 'javascript:alert(1)' }));
  await user.click(await screen.findByRole('link', { name: /git\.acme\.example\/json-tools/ }));
  expect(fake.inputsOf('app.openLink')).toEqual([{ url: 'https://git.acme.example/json-tools' }]);
  await user.click(screen.getByRole('button', { name: 'Read again' }));
  expect(await screen.findByText('javascript:alert(1)')).toBeDefined();
  expect(screen.getAllByRole('link')).toHaveLength(1);
});

test('a part that could not be read is said, and the rest is shown', async () => {
  const { fake, user } = await show([versionRow('1.0.0')]);
  fake.on('packages.details', () =>
    detailsOf([versionRow('1.0.0')], { incomplete: { code: 'timed_out', message: 'The owners could not be read.' } }),
  );
  await screen.findByRole('grid');
  await user.click(screen.getByRole('button', { name: 'Read again' }));
  expect(await screen.findByText('The owners could not be read.')).toBeDefined();
  expect(headers()).toEqual(['1.0.0']);
});

const chosen = () =>
  screen
    .queryAllByRole('row', { selected: true })
    .map((row) => within(row).getByRole('rowheader').getAttribute('aria-label'));
const box = (version: string) => screen.getByRole('checkbox', { name: `Select ${version}` });
const FIVE = ['1.4.0', '1.3.0', '1.2.0', '1.1.0', '1.0.0'];

test('the head of the versions turns their order, by SemVer both ways', async () => {
  const { user } = await show(['1.10.0', '1.9.0', '1.9.0-rc.1'].map((version) => versionRow(version)));
  await screen.findByRole('grid');
  const head = screen.getByRole('columnheader', { name: /Version/ });
  expect(head.getAttribute('aria-sort')).toBe('descending');
  await user.click(within(head).getByRole('button'));
  expect(headers()).toEqual(['1.9.0-rc.1', '1.9.0', '1.10.0']);
  expect(head.getAttribute('aria-sort')).toBe('ascending');
  expect(tools()).toContain('3, oldest first');
});

test('the mouse chooses rows: one by its box, a range with Shift, single ones with Ctrl anywhere in the row', async () => {
  const { user } = await show(FIVE.map((version) => versionRow(version)));
  await screen.findByRole('grid');
  await user.click(box('1.4.0'));
  await user.keyboard('{Shift>}');
  await user.click(box('1.2.0'));
  await user.keyboard('{/Shift}');
  expect(chosen()).toEqual(['1.4.0', '1.3.0', '1.2.0']);
  await user.keyboard('{Control>}');
  await user.click(screen.getByRole('rowheader', { name: '1.3.0' }));
  await user.click(screen.getByRole('rowheader', { name: '1.0.0' }));
  await user.keyboard('{/Control}');
  expect(chosen()).toEqual(['1.4.0', '1.2.0', '1.0.0']);
  await user.click(screen.getByRole('rowheader', { name: '1.1.0' }));
  expect(chosen()).toEqual(['1.4.0', '1.2.0', '1.0.0']);
});

test('the keyboard chooses rows: Space, Shift with arrows, Ctrl and A, Escape; the heads are an arrow away', async () => {
  const { user } = await show(FIVE.map((version) => versionRow(version)));
  await screen.findByRole('grid');
  screen.getByRole('switch', { name: '1.3.0 is available' }).focus();
  await user.keyboard('{ArrowLeft} ');
  expect(chosen()).toEqual(['1.3.0']);
  await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
  expect(chosen()).toEqual(['1.3.0', '1.2.0', '1.1.0']);
  await user.keyboard('{Shift>}{ArrowUp}{/Shift}');
  expect(chosen()).toEqual(['1.3.0', '1.2.0']);
  await user.keyboard('{Control>}a{/Control}');
  expect(chosen()).toEqual(FIVE);
  await user.keyboard('{Escape}');
  expect(chosen()).toEqual([]);
  await user.keyboard('{Home}{Control>}{Home}{/Control}{ArrowUp}');
  expect(document.activeElement).toBe(screen.getByRole('checkbox', { name: 'Select all versions' }));
  await user.keyboard(' ');
  expect(chosen()).toEqual(FIVE);
});

test('the bar counts what each action would change, and rows that the filter hides are not counted', async () => {
  const rows = [
    versionRow('1.4.0-rc.1'),
    versionRow('1.3.0'),
    versionRow('1.2.0', { yanked: true }),
    versionRow('1.1.0', { yanked: null }),
  ];
  const { user, expectAccessible } = await show(rows, (version) => {
    if (version === '1.1.0') throw fail('timed_out', 'No answer.');
    return known(rows, version);
  });
  await screen.findByRole('grid');
  await user.click(screen.getByRole('checkbox', { name: 'Select all versions' }));
  const bar = screen.getByRole('toolbar', { name: 'Selected versions' });
  expect(bar.textContent).toContain('4 selected');
  expect(bar.textContent).toContain('one is already yanked and one is not checked yet');
  expect(within(bar).getByRole('button', { name: 'Yank 3…' })).toBeDefined();
  expect(within(bar).getByRole('button', { name: 'Unyank 2…' })).toBeDefined();
  await expectAccessible();
  await user.click(screen.getByRole('checkbox', { name: 'Pre-releases' }));
  expect(bar.textContent).toContain('3 selected');
  await user.click(within(bar).getByRole('button', { name: 'Clear' }));
  expect(screen.queryByRole('toolbar', { name: 'Selected versions' })).toBeNull();
});

describe('choosing many by a rule', () => {
  const open = async () => {
    const page = await show([versionRow('2.0.0'), versionRow('1.3.0'), versionRow('1.3.0-rc.1')]);
    await screen.findByRole('grid');
    await page.user.click(screen.getByRole('button', { name: 'Select…' }));
    return { ...page, part: screen.getByRole('dialog', { name: 'Select versions' }) };
  };

  test('all pre-releases', async () => {
    const { user, part, expectAccessible } = await open();
    await expectAccessible();
    await user.click(within(part).getByRole('button', { name: 'All 1 pre-release' }));
    expect(chosen()).toEqual(['1.3.0-rc.1']);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('all before a version', async () => {
    const { fake, user, part } = await open();
    fake.on('versions.pick', ({ versions }) => ({
      kind: 'picked',
      versions: versions.slice(1),
      understoodAs: 'before 2.0.0',
      misread: null,
    }));
    await user.type(within(part).getByRole('textbox', { name: 'All before a version' }), '2{Enter}');
    await waitFor(() => expect(chosen()).toEqual(['1.3.0', '1.3.0-rc.1']));
    expect(fake.inputsOf('versions.pick')).toEqual([
      { versions: ['2.0.0', '1.3.0', '1.3.0-rc.1'], rule: { kind: 'before', version: '2' } },
    ]);
  });

  test('a constraint that elba misreads says what was chosen instead; one that it refuses chooses nothing', async () => {
    const { fake, user, part } = await open();
    const field = within(part).getByRole('textbox', { name: /constraint/ });
    fake.on('versions.pick', () => ({ kind: 'refused', reason: 'elba does not know "*"' }));
    await user.type(field, '*{Enter}');
    expect(await within(part).findByText('elba does not know "*".')).toBeDefined();
    expect(chosen()).toEqual([]);
    fake.on('versions.pick', ({ versions }) => ({
      kind: 'picked',
      versions,
      understoodAs: 'any',
      misread: 'a comma means "or"',
    }));
    await user.clear(field);
    await user.type(field, '>=1, <2{Enter}');
    expect(await within(part).findByText(/3 versions chosen. elba reads this as any: a comma/)).toBeDefined();
  });
});

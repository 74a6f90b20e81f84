import { waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Impact } from '../../../shared/impact.ts';
import { fail } from '../../support/fakeBridge.ts';
import { registryOf } from '../../support/fakeStates.ts';
import { later, screen } from '../renderPage.tsx';
import { impactOf, impactRow } from './impactStates.ts';
import { press, showVersions, switchOf } from './shown.tsx';

const CLIENT = impactRow('tiny/rest-client', '0.7.0', {
  requirement: '>= 1.2.0 < 1.3.0',
  before: '1.2.0',
  after: null,
  today: '1.2.0',
  effect: 'left',
});
const LOADER = impactRow('acme/config-loader', '0.4.2', {
  versions: ['0.4.2', '0.4.1'],
  count: 3,
  requirement: '>= 1.1.0 < 1.3.0',
  before: '1.2.0',
  after: '1.1.9',
  today: '1.2.0',
  effect: 'older',
});
const TYPES = impactRow('orchid/ledger-types', '1.8.2', { requirement: '1.1.0' });
const DESIGN = impactOf([CLIENT, LOADER, TYPES]);

const ask = async (impact: Impact, registry = registryOf('staging')) => {
  const page = await showVersions({ '1.3.0': false, '1.2.0': false }, { impact, registry });
  await page.user.click(switchOf('1.2.0'));
  const dialog = screen.getByRole('dialog');
  return { ...page, dialog, yes: within(dialog).getByRole('button', { name: /^Yank 1\.2\.0 from/ }) };
};
const rowText = (dialog: HTMLElement, name: string) =>
  within(dialog)
    .getAllByRole('row')
    .map((row) => row.textContent)
    .find((text) => text?.includes(name));

test('every dependent is shown with what it requires and resolves to, by the promise and with the elba of today', async () => {
  const { dialog, user, fake, expectAccessible } = await ask(DESIGN);
  await within(dialog).findByText('3 packages on Staging require json-tools');
  expect(rowText(dialog, 'rest-client')).toMatch(/0\.7\.0>= 1\.2\.0 < 1\.3\.01\.2\.0no match/);
  expect(rowText(dialog, 'config-loader')).toMatch(/0\.4\.2 and 2 more.*1\.2\.01\.1\.9older/);
  expect(rowText(dialog, 'ledger-types')).toContain('1.3.0unchanged');
  expect(dialog.textContent).toMatch(/index read .*\d\d:\d\d/);
  expect(dialog.textContent).toContain('tiny/rest-client 0.7.0 would be left without a match');
  await expectAccessible();
  await user.click(within(dialog).getByRole('radio', { name: 'With today’s elba' }));
  expect(rowText(dialog, 'rest-client')).toContain('1.2.0unchanged');
  expect(dialog.textContent).toContain('Today’s elba keeps building it.');
  const [input] = fake.inputsOf('yank.impact');
  expect(input).toMatchObject({
    registryId: 'staging',
    changes: [{ package: { group: 'acme', name: 'json-tools' }, versions: ['1.2.0'] }],
    yanked: true,
  });
});

test('off production somebody who is left with nothing has to be accepted by a tick', async () => {
  const { dialog, user, yes, fake } = await ask(DESIGN);
  const tick = await within(dialog).findByRole('checkbox', {
    name: 'I accept that tiny/rest-client 0.7.0 stops building',
  });
  expect(yes.getAttribute('aria-disabled')).toBe('true');
  expect(dialog.textContent).toContain('Accept the missing matches first.');
  await user.click(yes);
  await user.click(tick);
  await user.click(yes);
  expect(fake.inputsOf('versions.yank')).toHaveLength(1);
});

test('on production the typed name is the acceptance', async () => {
  const { dialog, user, yes, fake } = await ask(DESIGN, registryOf('public', { production: true }));
  await within(dialog).findByText(/would be left without a match/);
  expect(within(dialog).queryByRole('checkbox')).toBeNull();
  await user.type(within(dialog).getByRole('textbox', { name: 'Type acme/json-tools to confirm' }), 'acme/json-tools');
  await user.click(yes);
  expect(fake.inputsOf('versions.yank')).toMatchObject([{ confirmation: 'acme/json-tools' }]);
});

test('without an index it says that it cannot know, and asks for the name on any registry', async () => {
  const { dialog, user, yes, fake, expectAccessible } = await ask({ kind: 'unknown', reason: 'Staging has no index.' });
  await within(dialog).findByText('What this does to others can’t be known');
  expect(dialog.textContent).toContain('Staging has no index.');
  expect(yes.getAttribute('aria-disabled')).toBe('true');
  await expectAccessible();
  await user.type(within(dialog).getByRole('textbox', { name: 'Type acme/json-tools to confirm' }), 'acme/json-tools');
  await user.click(yes);
  expect(fake.inputsOf('versions.yank')).toMatchObject([{ confirmation: 'acme/json-tools' }]);
});

test('an index that cannot be read is told with its reason and asks for the name too', async () => {
  const page = await showVersions({ '1.2.0': false });
  page.fake.on('yank.impact', () => {
    throw fail('disk_failed', 'The disk gave up.');
  });
  await page.user.click(switchOf('1.2.0'));
  expect(await screen.findByText('The disk gave up.')).toBeDefined();
  expect(screen.getByRole('textbox', { name: 'Type acme/json-tools to confirm' })).toBeDefined();
});

test('while it is looked up nothing can be yanked; looking can be stopped, and is stopped with the question', async () => {
  const page = await showVersions({ '1.2.0': false });
  const answer = later<Impact>();
  page.fake.on('yank.impact', () => answer.promise);
  await page.user.click(switchOf('1.2.0'));
  const yes = screen.getByRole('button', { name: 'Yank 1.2.0 from Staging' });
  expect(yes.getAttribute('aria-disabled')).toBe('true');
  expect(screen.getByText('Still looking up who requires json-tools.')).toBeDefined();
  await page.user.click(await screen.findByRole('button', { name: 'Stop looking' }));
  expect(screen.getByText('You stopped looking up who requires it.')).toBeDefined();
  expect(page.fake.inputsOf('yank.stopImpact')).toEqual([{ ask: page.fake.inputsOf('yank.impact')[0]?.ask }]);
  answer.resolve(DESIGN);
  await page.user.keyboard('{Escape}');
  page.fake.on('yank.impact', () => later<Impact>().promise);
  await page.user.click(switchOf('1.2.0'));
  await page.user.keyboard('{Escape}');
  await waitFor(() => expect(page.fake.inputsOf('yank.stopImpact')).toHaveLength(2));
});

test('who builds on a dependent is named with what it requires, and what is left out is counted', async () => {
  const roof = impactRow('d/roof', '1.0.0', {
    on: { group: 'tiny', name: 'rest-client' },
    direct: false,
    requirement: '0.7',
    understoodAs: '>=0.7.0 <0.8.0',
    before: '0.7.0',
    after: null,
    today: '0.7.0',
    effect: 'left',
  });
  const { dialog } = await ask(
    impactOf([CLIENT, roof], { more: 1200, left: { packages: 900, versions: 1400 }, complete: false }),
  );
  await within(dialog).findByText(/require json-tools|requires json-tools/);
  expect(rowText(dialog, 'd/roof')).toContain('rest-client 0.7 read as >=0.7.0 <0.8.0');
  expect(dialog.textContent).toContain('900 packages (1,400 versions) left without a match');
  expect(dialog.textContent).toContain('At least: there is more than could be followed.');
  expect(dialog.textContent).toContain('1,200 more rows are left out');
  expect(within(dialog).getByRole('checkbox', { name: 'I accept that 900 packages stop building' })).toBeDefined();
});

test('a dialog that nobody is concerned by asks for nothing more', async () => {
  const { yes, user, fake } = await ask(impactOf([]));
  await screen.findByText('No package on Staging requires json-tools');
  await press(user, 'Yank 1.2.0 from Staging');
  expect(yes.isConnected).toBe(false);
  expect(fake.inputsOf('versions.yank')).toHaveLength(1);
});

import { waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { AddRegistryPage } from '../../../renderer/features/registries/AddRegistryPage.tsx';
import type { LookReport } from '../../../shared/look.ts';
import { type FakeHandlers, fail } from '../../support/fakeBridge.ts';
import { idOf, registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { later, renderPage, screen } from '../renderPage.tsx';

const INDEX = 'index+tar+https://elba.orchid.example/index.tar.gz';
const ORCHID = 'https://elba.orchid.example/packages';

const reportOf = (change: Partial<LookReport> = {}): LookReport => ({
  lookId: '',
  done: true,
  url: ORCHID,
  index: INDEX,
  family: 'packages',
  name: 'Orchid',
  wantsConsent: false,
  hasToken: false,
  findings: [
    { id: 'token', state: 'open', title: 'No token yet', text: 'Browsing works without.' },
    { id: 'reach', state: 'good', title: 'Reachable over TLS', text: 'elba.orchid.example, 112 ms' },
  ],
  ...change,
});

/** The page over a main that finds `report` wherever it looks and adds what it is given. */
async function show(report: Partial<LookReport> = {}, handlers: FakeHandlers = {}, address = '') {
  const known = [registryOf('public', { colour: 'crimson' })];
  return renderPage(<AddRegistryPage address={address} />, {
    snapshot: snapshotOf({ registries: known }),
    handlers: {
      'registries.look': ({ lookId }) => ({ ...reportOf(report), lookId }),
      'registries.stopLooking': () => undefined,
      'registries.add': (profile) => ({
        ...registryOf('new1'),
        ...profile,
        id: idOf.registry('new1'),
        token: { kind: 'none' },
        status: { kind: 'unchecked' },
      }),
      ...handlers,
    },
  });
}

const box = (name: string) => screen.getByRole('textbox', { name });
const press = (name: string) => screen.getByRole('button', { name });
const ADDRESS = 'Registry or index address';

test('an address is looked at first; what was found stands in the order that matters, and fills the form', async () => {
  const { fake, user, expectAccessible } = await show();
  expect(screen.queryByRole('textbox', { name: 'Name' })).toBeNull();
  await expectAccessible();
  await user.type(box(ADDRESS), ` ${ORCHID} {Enter}`);
  const found = await screen.findByRole('list', { name: 'What was found' });
  expect(fake.inputsOf('registries.look')).toMatchObject([{ address: ORCHID, allowPlainHttp: false }]);
  expect(
    within(found)
      .getAllByRole('listitem')
      .map((item) => item.textContent),
  ).toEqual(['Reachable over TLSelba.orchid.example, 112 ms', 'No token yetBrowsing works without.']);
  expect([box('Name'), box('Registry URL'), box('Index')].map((field) => field.getAttribute('value'))).toEqual([
    'Orchid',
    ORCHID,
    INDEX,
  ]);
  expect(screen.getByRole('radio', { name: 'Orange' }).getAttribute('aria-checked')).toBe('true');
  expect(screen.getByRole('button', { name: /API style/ }).textContent).toContain('Detected: packages routes');
  await expectAccessible();
});

test('what the person wrote counts over what was found, and nothing is saved before the button', async () => {
  const { fake, user } = await show();
  await user.type(box(ADDRESS), 'orchid{Enter}');
  await screen.findByRole('list', { name: 'What was found' });
  await user.clear(box('Name'));
  await user.type(box('Name'), ' Mine ');
  await user.clear(box('Index'));
  await user.click(screen.getByText(/Ask for the package name/));
  await user.click(press('Look again'));
  await waitFor(() => expect(fake.inputsOf('registries.look')).toHaveLength(2));
  expect(box('Name')).toHaveProperty('value', ' Mine ');
  expect(fake.inputsOf('registries.add')).toEqual([]);
  await user.click(press('Add Mine'));
  expect(fake.inputsOf('registries.add')).toEqual([
    { name: 'Mine', colour: 'orange', url: ORCHID, index: '', family: 'auto', production: true, allowPlainHttp: false },
  ]);
  await waitFor(() => expect(window.location.hash).toBe('#/registries/new1'));
});

test('what comes in during a look is shown at once, and the look can be stopped', async () => {
  const answer = later<LookReport>();
  const { fake, user } = await show({}, { 'registries.look': () => answer.promise });
  await user.type(box(ADDRESS), 'orchid{Enter}');
  const lookId = fake.inputsOf('registries.look')[0]?.lookId ?? '';
  const looking = { id: 'reach', state: 'checking', title: 'Looking…', text: 'orchid' } as const;
  fake.emit('look.changed', reportOf({ lookId: 'of another page', findings: [] }));
  fake.emit('look.changed', reportOf({ lookId, done: false, findings: [looking] }));
  expect(await screen.findByText('Looking…')).toBeDefined();
  await user.click(press('Stop looking'));
  expect(fake.inputsOf('registries.stopLooking')).toEqual([{ lookId }]);
  answer.resolve(reportOf({ lookId }));
  expect(await screen.findByText('Reachable over TLS')).toBeDefined();
});

test('one that cannot be reached is saved all the same', async () => {
  const error = { code: 'unreachable', message: 'The name was not found.' } as const;
  const gone = {
    id: 'reach',
    state: 'bad',
    title: 'It can’t be reached as a registry now',
    text: error.message,
    error,
  } as const;
  const { fake, user, expectAccessible } = await show({ family: null, findings: [gone] });
  await user.type(box(ADDRESS), 'orchid{Enter}');
  expect(await screen.findByText('It can’t be reached as a registry now')).toBeDefined();
  await expectAccessible();
  await user.click(press('Add Orchid'));
  await waitFor(() => expect(fake.inputsOf('registries.add')).toHaveLength(1));
});

test('plain http is asked about before anything is sent, and agreeing looks at once', async () => {
  const url = 'http://registry.example';
  const { fake, user } = await show({ url, wantsConsent: true, findings: [] });
  await user.type(box(ADDRESS), `${url}{Enter}`);
  await user.click(await screen.findByRole('checkbox', { name: /plain http/ }));
  await waitFor(() => expect(fake.inputsOf('registries.look').at(-1)).toMatchObject({ allowPlainHttp: true }));
});

test('a token that elba has comes along without passing through the page', async () => {
  const imported = registryOf('new1');
  const { fake, user } = await show({ hasToken: true }, { 'elba.importToken': () => imported });
  await user.type(box(ADDRESS), 'orchid{Enter}');
  const tokens = await screen.findByRole('group', { name: 'Token' });
  expect(within(tokens).getByRole('radio', { name: /Import it from elba/ })).toHaveProperty('checked', true);
  await user.click(press('Add Orchid'));
  await waitFor(() => expect(fake.inputsOf('elba.importToken')).toEqual([{ registryId: 'new1' }]));
});

test('the form can be filled in by hand; what is missing is said beside the fields', async () => {
  const { fake, user, expectAccessible } = await show();
  await user.click(press('Fill it in by hand'));
  expect(screen.queryByText(/A registry needs a name/)).toBeNull();
  await user.click(press('Add registry'));
  expect(screen.getByText(/A registry needs a name/)).toBeDefined();
  expect(screen.getByText(/There is nothing to reach yet/)).toBeDefined();
  await expectAccessible();
  await user.type(box('Name'), 'Public');
  expect(screen.getByText(/Another registry is called Public/)).toBeDefined();
  await user.type(box('Registry URL'), 'ftp://pkgs.example');
  expect(screen.getByText(/This is not an http or https address/)).toBeDefined();
  expect(fake.inputsOf('registries.add')).toEqual([]);
});

test('what main refuses is shown, and what was typed stays', async () => {
  const { user } = await show(
    {},
    {
      'registries.look': () => {
        throw fail('invalid_input', 'This is not an address.');
      },
      'registries.add': () => {
        throw fail('registry_exists', 'Public is already at this address.');
      },
    },
  );
  await user.type(box(ADDRESS), 'nonsense{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('This is not an address.');
  await user.click(press('Fill it in by hand'));
  await user.type(box('Name'), 'Orchid');
  await user.type(box('Registry URL'), 'https://public.example{Enter}');
  expect(await screen.findByText('Public is already at this address.')).toBeDefined();
  expect(box('Name')).toHaveProperty('value', 'Orchid');
});

test('an index folder that was dropped is looked at by itself', async () => {
  const { fake } = await show({}, {}, '/srv/index');
  await screen.findByRole('list', { name: 'What was found' });
  expect(fake.inputsOf('registries.look').map(({ address }) => address)).toEqual(['/srv/index']);
});

test('a registry that needs its own proxy is looked at through it, and saved with it', async () => {
  const { fake, user } = await show();
  await user.type(box(ADDRESS), 'orchid{Enter}');
  await screen.findByRole('list', { name: 'What was found' });
  await user.click(press('As in Settings'));
  await user.click(screen.getByRole('button', { name: /Proxy$/ }));
  await user.click(await screen.findByRole('option', { name: /^None/ }));
  await user.click(press('Look again'));
  const network = { proxy: { kind: 'none' } };
  await waitFor(() => expect(fake.inputsOf('registries.look').at(-1)).toMatchObject({ network }));
  await user.click(press('Add Orchid'));
  await waitFor(() => expect(fake.inputsOf('registries.add')).toMatchObject([{ network }]));
});

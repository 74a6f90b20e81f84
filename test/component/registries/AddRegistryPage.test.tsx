import { waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { AddRegistryPage } from '../../../renderer/features/registries/AddRegistryPage.tsx';
import type { Registry, RegistryStatus } from '../../../shared/registry.ts';
import { fail } from '../../support/fakeBridge.ts';
import { idOf, registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { renderPage, screen } from '../renderPage.tsx';

const AT = '2026-11-23T14:30:00.000Z';

/** The page over a main that adds what it is given and finds `status` when it looks. */
async function show(status: RegistryStatus) {
  const known = [registryOf('public', { colour: 'crimson' })];
  let added: Registry | null = null;
  const page = await renderPage(<AddRegistryPage />, {
    snapshot: snapshotOf({ registries: known }),
    handlers: {
      'registries.add': (profile) =>
        keep({
          ...registryOf('new1'),
          ...profile,
          id: idOf.registry('new1'),
          host: 'elba.orchid.example',
          token: { kind: 'none' },
          status: { kind: 'unchecked' },
        }),
      'registries.check': () => {
        if (added === null) throw fail('not_found', 'There is none.');
        return keep({ ...added, status });
      },
    },
  });
  const keep = (registry: Registry): Registry => {
    added = registry;
    page.fake.emit('registries.changed', [...known, registry]);
    return registry;
  };
  return page;
}

const box = (name: string) => screen.getByRole('textbox', { name });

test('the form starts with the first free colour and nothing else', async () => {
  const { expectAccessible } = await show({ kind: 'unchecked' });
  expect(screen.getByRole('heading', { level: 1, name: 'Add registry' })).toBeDefined();
  expect(screen.getByRole('radio', { name: 'Orange' }).getAttribute('aria-checked')).toBe('true');
  expect(document.activeElement).toBe(box('Name'));
  await expectAccessible();
});

test('what is missing is said beside the fields, once the button was pressed', async () => {
  const { fake, user, expectAccessible } = await show({ kind: 'unchecked' });
  expect(screen.queryByText(/A registry needs a name/)).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Add registry' }));
  expect(screen.getByText(/A registry needs a name/)).toBeDefined();
  expect(screen.getByText(/There is nothing to reach yet/)).toBeDefined();
  await expectAccessible();
  await user.type(box('Name'), 'Public');
  expect(screen.getByText(/Another registry is called Public/)).toBeDefined();
  await user.type(box('Registry URL'), 'ftp://pkgs.example');
  expect(screen.getByText(/This is not an http or https address/)).toBeDefined();
  expect(fake.inputsOf('registries.add')).toEqual([]);
});

test('after saving, what a look at it found is shown, and where to go from there', async () => {
  const { fake, user, expectAccessible } = await show({
    kind: 'reachable',
    checkedAt: AT,
    milliseconds: 112,
    family: 'packages',
  });
  await user.type(box('Name'), ' Orchid ');
  await user.type(box('Registry URL'), 'https://elba.orchid.example/packages');
  await user.type(box('Index'), 'index+tar+https://elba.orchid.example/index.tar.gz');
  await user.click(screen.getByRole('switch', { name: /Ask for the package name/ }));
  await user.click(screen.getByRole('button', { name: 'Add Orchid' }));
  expect(fake.inputsOf('registries.add')).toEqual([
    {
      name: 'Orchid',
      colour: 'orange',
      url: 'https://elba.orchid.example/packages',
      index: 'index+tar+https://elba.orchid.example/index.tar.gz',
      family: 'auto',
      production: true,
      allowPlainHttp: false,
    },
  ]);
  expect(await screen.findByText('Reachable over TLS')).toBeDefined();
  expect(screen.getByText('elba.orchid.example, 112 ms')).toBeDefined();
  expect(screen.getByText('Packages routes')).toBeDefined();
  expect(screen.getByText('No token yet')).toBeDefined();
  expect(screen.getByRole('link', { name: 'Save a token…' }).getAttribute('href')).toBe('#/registries/new1');
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Orchid is added'));
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Add another' }));
  expect(box('Name')).toHaveProperty('value', '');
});

test('one that cannot be reached is saved all the same, and that is said', async () => {
  const { user } = await show({
    kind: 'offline',
    checkedAt: AT,
    error: { code: 'unreachable', message: 'The name elba.orchid.example was not found.' },
  });
  await user.type(box('Name'), 'Orchid');
  await user.type(box('Registry URL'), 'https://elba.orchid.example{Enter}');
  expect(await screen.findByText('Orchid can’t be reached now')).toBeDefined();
  expect(screen.getByText(/was not found. It is saved all the same./)).toBeDefined();
});

test('what main refuses is shown, and what was typed stays', async () => {
  const { fake, user } = await show({ kind: 'unchecked' });
  fake.on('registries.add', () => {
    throw fail('registry_exists', 'Public is already at this address.');
  });
  await user.type(box('Name'), 'Orchid');
  await user.type(box('Registry URL'), 'https://public.example{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('Public is already at this address.');
  expect(box('Name')).toHaveProperty('value', 'Orchid');
});

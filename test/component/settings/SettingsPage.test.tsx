import { waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { RegistryPage } from '../../../renderer/features/registries/RegistryPage.tsx';
import { SettingsPage } from '../../../renderer/features/settings/SettingsPage.tsx';
import type { LocalRegistryState } from '../../../shared/registry.ts';
import { SETTINGS_DEFAULTS, Settings } from '../../../shared/settings.ts';
import { fail } from '../../support/fakeBridge.ts';
import { idOf, registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { renderPage, screen } from '../renderPage.tsx';

const off: LocalRegistryState = {
  state: 'stopped',
  port: 6480,
  folder: '/home/alice/.local/share/elba-registry-manager/registry',
  index: '',
  users: [],
  packages: 0,
  bytes: 0,
};
const on: LocalRegistryState = {
  ...off,
  state: 'running',
  url: 'http://127.0.0.1:6480',
  index: 'index+dir+/home/alice/registry/index',
  registryId: idOf.registry('local'),
  users: [
    { id: 1, name: 'you', active: true },
    { id: 2, name: 'alice', active: false },
  ],
  packages: 3,
  bytes: 120_000,
};

async function show(local: LocalRegistryState, page = <SettingsPage />) {
  let settings: Settings = { ...SETTINGS_DEFAULTS, localRegistryPort: 6480 };
  const rendered = await renderPage(page, {
    snapshot: snapshotOf({
      settings,
      localRegistry: local,
      registries: [registryOf('local', { embedded: true, host: '127.0.0.1:6480' })],
    }),
    handlers: {
      'settings.set': (change) => {
        settings = Settings.parse({ ...settings, ...change });
        rendered.fake.emit('settings.changed', settings);
        return settings;
      },
      'localRegistry.start': () => turn(on),
      'localRegistry.stop': () => turn(off),
      'localRegistry.actAs': ({ userId }) =>
        turn({ ...on, users: on.users.map((user) => ({ ...user, active: user.id === userId })) }),
      'localRegistry.addUser': ({ name }) => turn({ ...on, users: [...on.users, { id: 3, name, active: false }] }),
    },
  });
  const turn = (next: LocalRegistryState): LocalRegistryState => {
    rendered.fake.emit('localRegistry.changed', next);
    return next;
  };
  return rendered;
}

test('the theme is chosen from three and saved', async () => {
  const { fake, user, expectAccessible } = await show(off);
  expect(screen.getByRole('heading', { level: 1, name: 'Settings' })).toBeDefined();
  expect(screen.getByRole('radio', { name: 'System' }).getAttribute('aria-checked')).toBe('true');
  await user.click(screen.getByRole('radio', { name: 'Dark' }));
  await waitFor(() => expect(screen.getByRole('radio', { name: 'Dark' }).getAttribute('aria-checked')).toBe('true'));
  expect(fake.inputsOf('settings.set')).toEqual([{ theme: 'dark' }]);
  await expectAccessible();
});

test('the local registry is started and stopped, and says which it is', async () => {
  const { user, expectAccessible } = await show(off);
  expect(screen.getByText('Stopped')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Start local registry' }));
  expect(await screen.findByText('Running at http://127.0.0.1:6480')).toBeDefined();
  expect(screen.getByText('local = "index+dir+/home/alice/registry/index"')).toBeDefined();
  expect(screen.getByText(/3 packages, 120 KB/)).toBeDefined();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Stop local registry' }));
  expect(await screen.findByText('Stopped')).toBeDefined();
});

test('a port that is taken is told where the registry is started', async () => {
  const { fake, user, emit } = await show(off);
  const error = { code: 'port_in_use', message: 'Port 6480 is used by another program. Choose another one.' } as const;
  fake.on('localRegistry.start', () => {
    throw fail(error.code, error.message);
  });
  await user.click(screen.getByRole('button', { name: 'Start local registry' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Port 6480 is used by another program.');
  await emit('localRegistry.changed', { ...off, state: 'failed', error });
  expect(screen.getByText('Could not be started')).toBeDefined();
  expect(screen.getAllByText(/Port 6480 is used/)).toHaveLength(1);
});

test('a port is checked before it is saved', async () => {
  const { fake, user } = await show(off);
  const port = screen.getByRole('textbox', { name: 'Port' });
  await user.clear(port);
  await user.type(port, '70000{Enter}');
  expect(screen.getByText(/Ports end at 65535/)).toBeDefined();
  await user.clear(port);
  await user.type(port, 'abc{Enter}');
  expect(screen.getByText(/A port is a whole number/)).toBeDefined();
  expect(fake.inputsOf('settings.set')).toEqual([]);
  await user.clear(port);
  await user.type(port, '7000{Enter}');
  await waitFor(() => expect(fake.inputsOf('settings.set')).toEqual([{ localRegistryPort: 7000 }]));
});

test('accounts are added and used, while the registry runs', async () => {
  const { fake, user, emit } = await show(on);
  await user.click(screen.getByRole('button', { name: 'Publish as alice' }));
  expect(await screen.findByRole('button', { name: 'Publish as you' })).toBeDefined();
  expect(fake.inputsOf('localRegistry.actAs')).toEqual([{ userId: 2 }]);
  await user.type(screen.getByRole('textbox', { name: 'New account' }), ' bob {Enter}');
  expect(await screen.findByRole('button', { name: 'Publish as bob' })).toBeDefined();
  expect(fake.inputsOf('localRegistry.addUser')).toEqual([{ name: 'bob' }]);
  await emit('localRegistry.changed', { ...off, users: on.users });
  const other = screen.getByRole('button', { name: 'Publish as alice' });
  expect(other.getAttribute('aria-disabled')).toBe('true');
  await user.click(other);
  expect(fake.inputsOf('localRegistry.actAs')).toHaveLength(1);
});

test('the page of the local registry has all that too, and no other address', async () => {
  const { expectAccessible } = await show(on, <RegistryPage registryId={idOf.registry('local')} />);
  expect(screen.getByRole('button', { name: 'Stop local registry' })).toBeDefined();
  expect(screen.getByRole('button', { name: 'Publish as alice' })).toBeDefined();
  expect(screen.getByRole('textbox', { name: 'Registry URL' })).toHaveProperty('readOnly', true);
  expect(screen.queryByRole('button', { name: 'Change…' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Remove registry…' }).getAttribute('aria-disabled')).toBe('true');
  await expectAccessible();
});

test('the version of the program is told', async () => {
  await show(off);
  expect(screen.getByText('0.1.0')).toBeDefined();
  expect(screen.getByText('Desktop window, Linux')).toBeDefined();
});

import { waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { profileOf } from '../../../renderer/features/registries/profileForm.ts';
import { RegistryPage } from '../../../renderer/features/registries/RegistryPage.tsx';
import { SettingsPage } from '../../../renderer/features/settings/SettingsPage.tsx';
import type { LocalRegistryState } from '../../../shared/registry.ts';
import { SETTINGS_DEFAULTS, Settings } from '../../../shared/settings.ts';
import type { SharedRegistry } from '../../../shared/share.ts';
import { type FakeHandlers, fail } from '../../support/fakeBridge.ts';
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

async function show(local: LocalRegistryState, page = <SettingsPage />, more: FakeHandlers = {}) {
  let settings: Settings = { ...SETTINGS_DEFAULTS, localRegistryPort: 6480 };
  const rendered = await renderPage(page, {
    snapshot: snapshotOf({
      settings,
      localRegistry: local,
      registries: [
        registryOf('public', { production: true }),
        registryOf('staging'),
        registryOf('local', { embedded: true, host: '127.0.0.1:6480' }),
      ],
    }),
    handlers: {
      'settings.set': (change) => {
        settings = Settings.parse({ ...settings, ...change });
        rendered.fake.emit('settings.changed', settings);
        return settings;
      },
      'localRegistry.start': () => turn(on),
      'localRegistry.stop': () => turn(off),
      'localRegistry.reset': () => turn({ ...off, packages: 0, bytes: 0 }),
      'localRegistry.openFolder': () => undefined,
      ...more,
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

const profile = profileOf(registryOf('team'));

const pick = async (user: UserEvent, label: string, option: string): Promise<void> => {
  await user.click(screen.getByRole('button', { name: new RegExp(`${label}$`) }));
  await user.click(await screen.findByRole('option', { name: new RegExp(`^${option}`) }));
};

test('what is chosen in lists is saved at once: density, preselection, retention, start', async () => {
  const { fake, user } = await show(off);
  await user.click(screen.getByRole('radio', { name: 'Compact' }));
  await pick(user, 'Preselect', 'Staging');
  await pick(user, 'Keep for', '90 days');
  await pick(user, 'Starts with the app', 'Never by itself');
  await user.click(screen.getByRole('checkbox', { name: 'Go on to the next registry when one rejects' }));
  expect(fake.inputsOf('settings.set')).toEqual([
    { density: 'compact' },
    { publishing: { preselect: 'staging', goOnAfterRejection: true } },
    { keepActivityDays: 90 },
    { localRegistryStart: 'never' },
    { publishing: { preselect: 'staging', goOnAfterRejection: false } },
  ]);
});

test('a production registry cannot be preselected', async () => {
  const { user } = await show(off);
  await user.click(screen.getByRole('button', { name: /Preselect$/ }));
  expect((await screen.findAllByRole('option')).map((option) => option.textContent)).toEqual([
    'None',
    'Staging',
    'Local',
  ]);
});

test('what the system says of a proxy stands beside it', async () => {
  await show(off, undefined, { 'network.systemProxy': () => ({ proxy: 'http://proxy.example:3128' }) });
  expect(await screen.findByText('http://proxy.example:3128')).toBeDefined();
});

test('a proxy is saved once its address is written, and one with a password is not taken', async () => {
  const { fake, user, expectAccessible } = await show(off);
  await pick(user, 'Proxy', 'This one…');
  expect(fake.inputsOf('settings.set')).toEqual([]);
  const address = screen.getByRole('textbox', { name: 'Proxy address' });
  await user.type(address, 'http://me:pw@proxy.example{Enter}');
  expect(screen.getByText(/without a user name or a password/)).toBeDefined();
  await expectAccessible();
  await user.clear(address);
  await user.type(address, 'http://proxy.example:3128{Enter}');
  const url = 'http://proxy.example:3128';
  await waitFor(() =>
    expect(fake.inputsOf('settings.set')).toEqual([{ network: { proxy: { kind: 'url', url }, stallSeconds: 30 } }]),
  );
});

test('a certificate file is read here and sent as text; what main refuses is said', async () => {
  const { fake, user } = await show(off);
  const file = new File(['-----BEGIN CERTIFICATE-----'], 'company.pem');
  await user.upload(screen.getByLabelText('Certificates of an authority'), file);
  const certificates = { fileName: 'company.pem', pem: '-----BEGIN CERTIFICATE-----' };
  await waitFor(() => expect(fake.inputsOf('settings.set').at(-1)?.network?.certificates).toEqual(certificates));
  fake.on('settings.set', () => {
    throw fail('invalid_input', 'company.pem holds no certificate in PEM form.');
  });
  await user.upload(screen.getByLabelText('Certificates of an authority'), file);
  expect(await screen.findByText(/holds no certificate/)).toBeDefined();
});

test('the local registry is reset only after a question that says what goes', async () => {
  const { fake, user, expectAccessible } = await show(on);
  await user.click(screen.getByRole('button', { name: 'Reset local registry…' }));
  const dialog = await screen.findByRole('alertdialog', { name: 'Reset the local registry?' });
  expect(dialog.textContent).toContain('3 packages, 120 KB, all its accounts and its token');
  await expectAccessible();
  expect(fake.inputsOf('localRegistry.reset')).toHaveLength(0);
  await user.click(screen.getByRole('button', { name: 'Delete everything in it' }));
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(fake.inputsOf('localRegistry.reset')).toHaveLength(1);
});

test('a list from a file is shown before anything of it is added', async () => {
  const rows = [
    {
      at: 0,
      name: 'Team',
      profile: { ...profile, name: 'Team', network: { proxy: { kind: 'url', url: 'http://proxy.example:1' } } },
    },
    { at: 1, name: 'Known', profile: { ...profile, name: 'Known' }, known: idOf.registry('staging') },
    { at: 2, name: '', problem: 'It is damaged.' },
  ] satisfies SharedRegistry[];
  const { fake, user, expectAccessible } = await show(off, undefined, {
    'registries.readFile': () => rows,
    'registries.importFile': ({ chosen }) => chosen.map((at) => ({ at, registry: registryOf('team') })),
  });
  await user.upload(screen.getByLabelText('File with registries'), new File(['{}'], 'registries.json'));
  const dialog = await screen.findByRole('dialog', { name: 'Which registries of this file are added?' });
  expect(dialog.textContent).toContain('It is reached through the proxy http://proxy.example:1.');
  expect(screen.getByRole('checkbox', { name: 'Add Known' })).toHaveProperty('checked', false);
  expect(screen.getByRole('checkbox', { name: 'Add Entry 3' })).toHaveProperty('disabled', true);
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Add 1 registry' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(fake.inputsOf('registries.importFile')).toEqual([{ text: '{}', chosen: [0] }]);
});

test('the licences of the packages in the program can be read', async () => {
  const zod = { name: 'zod', version: '4.6.7', license: 'MIT', text: 'Permission is hereby granted' };
  const { user } = await show(off, undefined, { 'app.licences': () => [zod] });
  await user.click(screen.getByRole('button', { name: 'Show licences…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Packages in this program' });
  await user.click(within(dialog).getByRole('button', { name: 'zod 4.6.7, MIT' }));
  expect(within(dialog).getByText('Permission is hereby granted')).toBeTruthy();
});

test('the diagnostic report is copied and can be read', async () => {
  const { user } = await show(off, undefined, { 'app.diagnostics': () => ({ text: 'Elba Registry Manager 0.1.0' }) });
  await user.click(screen.getByRole('button', { name: 'Copy diagnostic report' }));
  expect(await screen.findByDisplayValue('Elba Registry Manager 0.1.0')).toBeDefined();
  expect(await navigator.clipboard.readText()).toBe('Elba Registry Manager 0.1.0');
});

test('the log is cleared only after a question that says what goes', async () => {
  const { fake, user, expectAccessible } = await show(off, undefined, { 'activity.clear': () => ({ gone: 3 }) });
  await user.click(screen.getByRole('button', { name: 'Clear log…' }));
  const dialog = await screen.findByRole('alertdialog', { name: 'Clear the activity log?' });
  expect(dialog.textContent).toContain('what has an unknown outcome');
  await expectAccessible();
  await user.keyboard('{Escape}');
  expect(fake.inputsOf('activity.clear')).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Clear log…' }));
  await user.click(await screen.findByRole('button', { name: 'Clear log' }));
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(fake.inputsOf('activity.clear')).toHaveLength(1);
});

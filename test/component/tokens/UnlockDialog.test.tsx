import { waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { SettingsPage } from '../../../renderer/features/settings/SettingsPage.tsx';
import { UnlockGate } from '../../../renderer/features/tokens/UnlockDialog.tsx';
import type { TokenStorage } from '../../../shared/tokens.ts';
import { fail } from '../../support/fakeBridge.ts';
import { idOf, registryOf, snapshotOf, storageOf } from '../../support/fakeStates.ts';
import { renderPage, screen } from '../renderPage.tsx';

const PASSPHRASE = 'correct horse battery';
const locked = storageOf({ way: 'passphrase', chosen: true, locked: true, text: 'Tokens are in one encrypted file.' });

async function show(storage: TokenStorage, page = <UnlockGate />) {
  return renderPage(page, {
    snapshot: snapshotOf({ tokenStorage: storage, registries: [registryOf('tiny')] }),
    handlers: { 'tokens.giveUp': () => undefined, 'tokens.unlock': () => ({ ...locked, locked: false }) },
  });
}

test('a locked vault asks nobody until something needs a token, and then says for whom', async () => {
  const { emit, expectAccessible } = await show(locked);
  expect(screen.queryByRole('dialog')).toBeNull();
  await emit('tokens.storageChanged', { ...locked, wantedBy: idOf.registry('tiny') });
  expect(screen.getByRole('dialog', { name: 'Unlock the token vault?' }).textContent).toContain(
    'Tiny waits for its token',
  );
  expect(document.activeElement).toBe(screen.getByLabelText('Passphrase'));
  await expectAccessible();
  await emit('tokens.storageChanged', { ...locked, locked: false });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('the passphrase is sent once and stands nowhere in the page', async () => {
  const { fake, user, emit } = await show(locked);
  await emit('tokens.storageChanged', { ...locked, wantedBy: idOf.registry('tiny') });
  const field = screen.getByLabelText<HTMLInputElement>('Passphrase');
  expect(field.type).toBe('password');
  await user.click(field);
  await user.paste(PASSPHRASE);
  expect(document.documentElement.outerHTML).not.toContain('horse');
  await user.keyboard('{Enter}');
  expect(field.value).toBe('');
  expect(fake.inputsOf('tokens.unlock')).toEqual([{ passphrase: PASSPHRASE }]);
});

test('a wrong passphrase says so, and after several a wait is counted down before the next', async () => {
  const { fake, user, emit } = await show(locked);
  fake.on('tokens.unlock', () => {
    throw fail('passphrase_wrong', 'This is not the passphrase of the vault.');
  });
  const wanted = { ...locked, wantedBy: idOf.registry('tiny') };
  await emit('tokens.storageChanged', wanted);
  await user.type(screen.getByLabelText('Passphrase'), 'something');
  await user.click(screen.getByRole('button', { name: 'Unlock vault' }));
  expect((await screen.findByRole('alert')).textContent).toContain('not the passphrase');
  await emit('tokens.storageChanged', { ...wanted, waitUntil: new Date(Date.now() + 60_000).toISOString() });
  expect(screen.getByRole('status').textContent).toMatch(/Wait \d+ seconds, then try again/);
  await user.type(screen.getByLabelText('Passphrase'), 'something');
  await user.click(screen.getByRole('button', { name: 'Unlock vault' }));
  expect(fake.inputsOf('tokens.unlock')).toHaveLength(1);
});

test('cancelling tells main that nobody gives the passphrase', async () => {
  const { fake, user, emit } = await show(locked);
  await emit('tokens.storageChanged', { ...locked, wantedBy: idOf.registry('tiny') });
  await user.keyboard('{Escape}');
  expect(fake.asked.map(({ name }) => name)).toContain('tokens.giveUp');
});

test('on the settings page the vault is opened and locked, and its time is set', async () => {
  const { fake, user, emit } = await show(locked, <SettingsPage />);
  expect(screen.getByText('Locked')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Unlock vault…' }));
  await user.type(screen.getByLabelText('Passphrase'), PASSPHRASE);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await emit('tokens.storageChanged', { ...locked, locked: false });
  fake.on('tokens.lock', () => locked);
  await user.click(screen.getByRole('button', { name: 'Lock now' }));
  fake.on('tokens.lockAfter', () => locked);
  await user.click(screen.getByRole('button', { name: /15 minutes/ }));
  await user.click(screen.getByRole('option', { name: 'The program ends' }));
  expect(fake.inputsOf('tokens.lockAfter')).toEqual([{ minutes: null }]);
});

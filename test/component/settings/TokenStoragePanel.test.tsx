import { waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { TokenStoragePanel } from '../../../renderer/features/settings/TokenStoragePanel.tsx';
import type { TokenStorage } from '../../../shared/tokens.ts';
import { fail } from '../../support/fakeBridge.ts';
import { snapshotOf, storageOf } from '../../support/fakeStates.ts';
import { renderPage, screen } from '../renderPage.tsx';

const NONE = 'This computer has no keychain service running.';
const PASSPHRASE = 'correct horse battery';
const inMemory = storageOf({
  way: 'memory',
  text: 'Tokens are kept for this session only.',
  noKeychain: NONE,
  saved: 2,
});

async function show(storage: TokenStorage) {
  return renderPage(<TokenStoragePanel />, {
    snapshot: snapshotOf({ tokenStorage: storage }),
    handlers: { 'tokens.move': () => ({ kind: 'moved', moved: storage.saved, kept: 0 }) },
  });
}
const way = (name: RegExp) => screen.getByRole<HTMLInputElement>('radio', { name });
const press = (name: string | RegExp) => screen.getByRole('button', { name });

test('with a keychain it is the way that holds, recommended, and nothing is asked', async () => {
  const { expectAccessible } = await show(storageOf());
  expect(way(/System keychain Recommended/).checked).toBe(true);
  expect(screen.getByText(/5 tokens are saved/)).toBeDefined();
  expect(screen.queryByLabelText('New passphrase')).toBeNull();
  await expectAccessible();
});

test('without a keychain that way is disabled with the reason, and the vault is preselected but not yet taken', async () => {
  const { fake, expectAccessible } = await show(inMemory);
  const keychain = way(/System keychain/);
  expect(keychain.disabled).toBe(true);
  expect(keychain.closest('label')?.textContent).toContain(NONE);
  expect(way(/Vault with a passphrase Recommended/).checked).toBe(true);
  expect(screen.getByText(/Until you choose: tokens are kept for this session only/)).toBeDefined();
  expect(document.activeElement).toBe(document.body);
  expect(fake.inputsOf('tokens.move')).toEqual([]);
  await expectAccessible();
});

test('a new passphrase is typed twice, long enough, and goes to main once', async () => {
  const { fake, user, emit } = await show(inMemory);
  const button = press('Keep 2 tokens in the vault');
  await user.type(screen.getByLabelText('New passphrase'), 'short');
  expect(screen.getByText('Use 8 characters or more.')).toBeDefined();
  await user.type(screen.getByLabelText('New passphrase'), ' and long');
  await user.type(screen.getByLabelText('The same again'), 'short and');
  expect(button.getAttribute('aria-disabled')).toBe('true');
  await user.type(screen.getByLabelText('The same again'), ' long');
  await user.click(button);
  expect(fake.inputsOf('tokens.move')).toEqual([
    { way: 'passphrase', passphrase: 'short and long', unreadable: 'ask' },
  ]);
  expect(screen.getByLabelText<HTMLInputElement>('New passphrase').value).toBe('');
  await emit('tokens.storageChanged', { ...inMemory, way: 'passphrase', chosen: true });
  expect(screen.queryByLabelText('New passphrase')).toBeNull();
  expect(press('Lock now')).toBeDefined();
  expect(document.activeElement).toBe(way(/Vault with a passphrase/));
});

test('the way that holds by itself can be chosen, and cancelling a switch goes back to it', async () => {
  const { fake, user } = await show(inMemory);
  await user.click(way(/This session only/));
  expect(fake.inputsOf('tokens.move')).toEqual([{ way: 'memory', unreadable: 'ask' }]);
  await user.click(way(/Vault/));
  expect(document.activeElement).toBe(screen.getByLabelText('New passphrase'));
  await user.click(press('Cancel'));
  expect(way(/This session only/).checked).toBe(true);
  expect(document.activeElement).toBe(way(/This session only/));
});

test('tokens that cannot be opened are asked about before anything changes', async () => {
  const { fake, user } = await show(storageOf());
  fake.on('tokens.move', ({ unreadable }) =>
    unreadable === 'ask' ? { kind: 'ask', unreadable: 2 } : { kind: 'moved', moved: 3, kept: 2 },
  );
  await user.click(way(/This session only/));
  await user.click(press('Keep 5 tokens for this session only'));
  expect(await screen.findByRole('alertdialog', { name: 'Go on without 2 tokens?' })).toBeDefined();
  await user.click(press('Keep as before'));
  expect(fake.inputsOf('tokens.move').map(({ unreadable }) => unreadable)).toEqual(['ask', 'keep']);
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
});

test('another passphrase needs the one that holds; a wrong one says so', async () => {
  const { fake, user } = await show(storageOf({ way: 'passphrase', chosen: true }));
  fake.on('tokens.changePassphrase', () => {
    throw fail('passphrase_wrong', 'This is not the passphrase of the vault.');
  });
  await user.click(press('Change passphrase…'));
  await user.type(screen.getByLabelText('Passphrase now'), 'the old one');
  await user.type(screen.getByLabelText('New passphrase'), PASSPHRASE);
  await user.type(screen.getByLabelText('The same again'), PASSPHRASE);
  await user.click(press('Change passphrase'));
  expect((await screen.findByRole('alert')).textContent).toContain('not the passphrase');
  expect(fake.inputsOf('tokens.changePassphrase')).toMatchObject([{ current: 'the old one', next: PASSPHRASE }]);
  expect(document.documentElement.outerHTML).not.toContain('horse');
});

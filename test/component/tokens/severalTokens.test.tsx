import { waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { RegistryPage } from '../../../renderer/features/registries/RegistryPage.tsx';
import { TokenId } from '../../../shared/ids.ts';
import type { SavedToken } from '../../../shared/tokens.ts';
import { registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { renderPage, screen } from '../renderPage.tsx';

const token = (name: string, change: Partial<SavedToken> = {}): SavedToken => ({
  id: TokenId.parse(name),
  name,
  active: false,
  savedAt: '2026-01-03T10:00:00.000Z',
  test: 'accepted',
  testedAt: '2026-01-04T10:00:00.000Z',
  ...change,
});
const dayIn = (days: number): string => {
  const day = new Date(Date.now() + days * 86_400_000);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

async function show(tokens: SavedToken[], kind: 'electron' | 'web' = 'electron') {
  const registry = registryOf('tiny', { tokens });
  const snapshot = snapshotOf({ registries: [registry] });
  return renderPage(<RegistryPage registryId={registry.id} />, {
    snapshot: { ...snapshot, info: { ...snapshot.info, host: kind } },
    kind,
    handlers: {
      'tokens.set': () => registry,
      'tokens.setFromClipboard': () => registry,
      'tokens.activate': () => registry,
      'tokens.test': () => registry,
      'tokens.remove': () => registry,
      'tokens.change': () => registry,
    },
  });
}
const press = (name: string) => screen.getByRole('button', { name });

test('several tokens are listed with the one in use; choosing another takes effect', async () => {
  const { fake, user, expectAccessible } = await show([
    token('me', { active: true }),
    token('CI', { test: 'rejected' }),
  ]);
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'me In use' }).checked).toBe(true);
  await expectAccessible();
  await user.click(screen.getByRole('radio', { name: /CI/ }));
  expect(fake.inputsOf('tokens.activate')).toEqual([{ registryId: 'tiny', tokenId: 'CI' }]);
  await user.click(press('Test token CI'));
  await user.click(press('Remove token me'));
  expect(fake.inputsOf('tokens.test')).toEqual([{ registryId: 'tiny', tokenId: 'CI' }]);
  expect(fake.inputsOf('tokens.remove')).toEqual([{ registryId: 'tiny', tokenId: 'me' }]);
});

test('one more needs a name that no other has, and may have a day on which it ends', async () => {
  const { fake, user } = await show([token('me', { active: true })]);
  await user.click(press('Add another token…'));
  const save = press('Save token');
  await user.type(screen.getByLabelText('Token'), 'abc');
  const name = screen.getByRole('textbox', { name: 'Name of the token' });
  await user.type(name, 'ME');
  expect(save.getAttribute('aria-disabled')).toBe('true');
  await user.clear(name);
  await user.type(name, 'CI');
  await user.type(screen.getByLabelText('Expires, if you know it'), '2030-01-31');
  await user.click(save);
  expect(fake.inputsOf('tokens.set')).toEqual([
    { registryId: 'tiny', name: 'CI', expiresOn: '2030-01-31', token: 'abc' },
  ]);
});

test('a copied token is saved by main in a window of its own, and the page never sees it', async () => {
  const { fake, user } = await show([token('me', { active: true })]);
  const read = vi.spyOn(navigator.clipboard, 'readText');
  await user.click(press('Replace…'));
  await user.click(press('Save from clipboard'));
  await waitFor(() => expect(fake.inputsOf('tokens.setFromClipboard')).toEqual([{ registryId: 'tiny', name: 'me' }]));
  expect(read).not.toHaveBeenCalled();
  expect(fake.inputsOf('tokens.set')).toEqual([]);
});

test('in a browser the page reads the clipboard and shows nothing of it; where it may not, it says so', async () => {
  const { fake, user } = await show([token('me', { active: true })], 'web');
  await user.click(press('Replace…'));
  const read = vi.spyOn(navigator.clipboard, 'readText').mockRejectedValueOnce(new Error('denied'));
  await user.click(press('Save from clipboard'));
  expect((await screen.findByText(/did not let this page read the clipboard/)).textContent).toBeDefined();
  read.mockResolvedValueOnce(' copied-token\n');
  await user.click(press('Save from clipboard'));
  await waitFor(() =>
    expect(fake.inputsOf('tokens.set')).toEqual([{ registryId: 'tiny', name: 'me', token: 'copied-token' }]),
  );
  expect(document.documentElement.outerHTML).not.toContain('copied-token');
});

test('a token is reminded of two weeks before the day that was noted, and said to be over after it', async () => {
  await show([
    token('far', { active: true, expiresOn: dayIn(40) }),
    token('near', { expiresOn: dayIn(5) }),
    token('gone', { expiresOn: dayIn(-2) }),
  ]);
  expect(screen.getByText(/^Expires on /)).toBeDefined();
  expect(screen.getByText(/^Expires in 5 days, on /)).toBeDefined();
  expect(screen.getByText(/^Expired on /)).toBeDefined();
});

test('name and expiry are changed in a dialog; an emptied day is taken away', async () => {
  const { fake, user, expectAccessible } = await show([token('me', { active: true, expiresOn: '2030-01-31' })]);
  await user.click(press('Name and expiry…'));
  await expectAccessible();
  const name = screen.getByRole('textbox', { name: 'Name' });
  await user.clear(name);
  await user.type(name, 'alice');
  await user.clear(screen.getByLabelText('Expires on'));
  await user.click(press('Save name and expiry'));
  expect(fake.inputsOf('tokens.change')).toEqual([
    { registryId: 'tiny', tokenId: 'me', name: 'alice', expiresOn: null },
  ]);
});

import { fireEvent, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { RegistryList } from '../../../renderer/features/shell/RegistryList.tsx';
import { registryOf, snapshotOf } from '../../support/fakeStates.ts';
import { renderPage, screen } from '../renderPage.tsx';

const show = () =>
  renderPage(
    <>
      <h2 id="registries-heading">Registries</h2>
      <RegistryList route={{ page: 'settings' }} />
    </>,
    {
      snapshot: snapshotOf({ registries: ['a', 'b', 'c'].map((id) => registryOf(id)) }),
      handlers: { 'registries.reorder': () => undefined },
    },
  );

/** What the browser carries along from one drag event to the next. */
function transfer() {
  const held = new Map<string, string>();
  return {
    effectAllowed: 'none',
    dropEffect: 'none',
    get types() {
      return [...held.keys()];
    },
    setData: (type: string, text: string) => void held.set(type, text),
    getData: (type: string) => held.get(type) ?? '',
  };
}

test('Alt and an arrow key move a registry; its neighbours make room, and the ends hold', async () => {
  const { fake, user, expectAccessible } = await show();
  screen.getByRole('link', { name: 'B' }).focus();
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
  await user.keyboard('{ArrowUp}');
  screen.getByRole('link', { name: 'C' }).focus();
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
  await waitFor(() => expect(fake.inputsOf('registries.reorder')).toEqual([{ registryIds: ['b', 'a', 'c'] }]));
  await expectAccessible();
});

test('a dragged registry lands before the one whose upper half it is dropped on; nothing else that is dragged does', async () => {
  const { fake } = await show();
  const [a, , c] = screen.getAllByRole('listitem');
  if (a === undefined || c === undefined) throw new TypeError('The list is too short.');
  const dataTransfer = transfer();
  fireEvent.dragStart(a, { dataTransfer });
  // A drag has no position in jsdom, which counts as the upper half.
  fireEvent.dragOver(c, { dataTransfer });
  fireEvent.drop(c, { dataTransfer });
  await waitFor(() => expect(fake.inputsOf('registries.reorder')).toEqual([{ registryIds: ['b', 'a', 'c'] }]));
  fireEvent.drop(c, { dataTransfer: transfer() });
  expect(fake.inputsOf('registries.reorder')).toHaveLength(1);
});

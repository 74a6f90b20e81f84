import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { App } from '../../../renderer/App.tsx';
import { BridgeProvider, connect } from '../../../renderer/bridge/BridgeProvider.tsx';
import { createFakeBridge, fail } from '../../support/fakeBridge.ts';
import { snapshotOf } from '../../support/fakeStates.ts';
import { renderApp } from './renderApp.tsx';

const AT = '2026-01-31T12:00:00.000Z';

test('a fault of main is shown on every page, with its details to copy, until it is dismissed', async () => {
  const app = await renderApp({ snapshot: snapshotOf(), handlers: { 'app.showLog': () => ({ kind: 'shown' }) } });
  await app.emit('app.fault', { at: AT, message: 'It broke.', details: 'Error: at line 1' });
  await app.emit('app.fault', { at: AT, message: 'It broke.', details: 'Error: at line 2' });
  const note = await screen.findByRole('alert');
  expect(note.textContent).toContain('It broke. If it happens again');
  expect(note.textContent).toContain('It happened 2 times.');
  await app.expectAccessible();
  await app.user.click(screen.getByRole('button', { name: 'Copy details' }));
  expect(await navigator.clipboard.readText()).toBe(`${AT} Error: at line 1\n\n${AT} Error: at line 2`);
  await app.user.click(screen.getByRole('button', { name: 'Show log' }));
  expect(app.fake.inputsOf('app.showLog')).toHaveLength(1);
  await app.user.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a fault of the page is told to main and shown; a slow layout is none', async () => {
  const app = await renderApp({ snapshot: snapshotOf(), handlers: { 'app.reportProblem': () => undefined } });
  const happen = (message: string): Promise<void> =>
    act(async () => void window.dispatchEvent(new ErrorEvent('error', { message, error: new Error(message) })));
  await act(
    async () => void window.dispatchEvent(new ErrorEvent('error', { message: 'ResizeObserver loop completed' })),
  );
  expect(screen.queryByRole('alert')).toBeNull();
  await happen('a page broke');
  expect((await screen.findByRole('alert')).textContent).toContain('on this page');
  expect(app.fake.inputsOf('app.reportProblem').map(({ message }) => message)).toEqual(['Error: a page broke']);
});

test('a program that cannot start says why, and starts when it is tried again', async () => {
  let works = false;
  const fake = createFakeBridge({
    snapshot: snapshotOf(),
    handlers: {
      'projects.recent': () => [],
      'app.snapshot': () => {
        if (works) return snapshotOf();
        throw fail('data_too_new', 'The data folder was written by version 3.0.0.');
      },
    },
  });
  const bridge = connect(fake.transport);
  render(
    <BridgeProvider bridge={bridge}>
      <App />
    </BridgeProvider>,
  );
  expect(await screen.findByRole('heading', { level: 1, name: 'The program could not start' })).toBeTruthy();
  expect(screen.getByRole('alert').textContent).toContain('version 3.0.0');
  works = true;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.getByRole('navigation', { name: 'Main' })).toBeTruthy());
  cleanup();
  bridge.stop();
});

import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Check } from '../../../shared/project.ts';
import { reportOf } from '../../support/fakeStates.ts';
import { isBlocked, publishButton, reasonOf, review } from './review.tsx';

const secret: Check = {
  id: 'secret:1',
  severity: 'error',
  title: '.env looks like a secret',
  at: { file: '.env', line: 2 },
  actions: [{ kind: 'accept', label: 'Publish it as it is', findingId: 'secret:1' }],
};
const PENDING = ['Looking for secrets…'];

test('while something is still looked at, Publish says so, is held back by it, and no archive is built', async () => {
  const { fake, emit } = await review(reportOf({ pending: PENDING }));
  const publish = await publishButton('Checking…');
  expect(isBlocked(publish)).toBe(true);
  expect(reasonOf(publish)).toBe('Checking…');
  expect(screen.getByText('Looking for secrets…').closest('[role=status]')).not.toBeNull();
  expect(screen.queryByText(/All .* passed/)).toBeNull();
  expect(fake.inputsOf('publish.prepare')).toEqual([]);
  await emit('project.changed', reportOf());
  const ready = await publishButton('Publish 1.3.0 to Staging');
  await waitFor(() => expect(isBlocked(ready)).toBe(false));
  expect(fake.inputsOf('publish.prepare')).toHaveLength(1);
});

test('what is found at the end of it blocks', async () => {
  const { fake, emit } = await review(reportOf({ pending: PENDING }));
  await publishButton('Checking…');
  await emit('project.changed', reportOf({ checks: [secret] }));
  expect(reasonOf(await publishButton('Publish 1.3.0 to Staging'))).toBe('Fix 1 error in .env first');
  expect(fake.inputsOf('publish.prepare')).toEqual([]);
});

test('a report of the same look that was overtaken on its way does not take the page back', async () => {
  const { emit } = await review(reportOf({ checks: [secret] }));
  await publishButton('Publish 1.3.0 to Staging');
  await emit('project.changed', reportOf({ pending: PENDING }));
  expect(reasonOf(await publishButton('Publish 1.3.0 to Staging'))).toBe('Fix 1 error in .env first');
});

import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Check } from '../../../shared/project.ts';
import { reportOf } from '../../support/fakeStates.ts';
import { publishButton, review } from './review.tsx';

const command =
  "curl --request PUT --upload-file './acme_json-tools-1.3.0.tar.gz' 'https://staging.example/x?token=TOKEN'";
const curl = { 'publish.curl': () => ({ command, file: 'acme_json-tools-1.3.0.tar.gz' }) };

test('the command for a chosen registry can be copied, with the place of the token in it', async () => {
  const { user, fake, expectAccessible } = await review(reportOf(), curl);
  await user.click(await screen.findByRole('button', { name: 'Copy as curl for Staging' }));
  await waitFor(async () => expect(await navigator.clipboard.readText()).toBe(command));
  expect(fake.inputsOf('publish.curl')).toEqual([{ projectId: 'p1', registryId: 'staging' }]);
  await expectAccessible();
});

test('nothing is offered for an archive that cannot be built', async () => {
  const error: Check = { id: 'license', severity: 'error', title: 'The license is too long' };
  const { fake } = await review(reportOf({ checks: [error] }), curl);
  await publishButton('Publish 1.3.0 to Staging');
  expect(screen.queryByText('As curl')).toBeNull();
  expect(fake.inputsOf('publish.curl')).toEqual([]);
});

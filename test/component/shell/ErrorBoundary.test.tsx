import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { ErrorBoundary, type Problem, problemOf } from '../../../renderer/features/shell/ErrorBoundary.tsx';

function Page({ isBroken }: { readonly isBroken: () => boolean }) {
  if (isBroken()) throw new TypeError('x is undefined');
  return <p>All is well</p>;
}

describe('a page that fails', () => {
  afterEach(cleanup);
  /** React would write what it caught to the console as well. */
  const quiet = { onCaughtError: () => undefined };

  test('is reported, offers its details, and is shown again on request', async () => {
    const reported: Problem[] = [];
    let isBroken = true;
    const user = userEvent.setup();
    render(
      <ErrorBoundary address="#/publish" report={(problem) => reported.push(problem)}>
        <Page isBroken={() => isBroken} />
      </ErrorBoundary>,
      quiet,
    );
    expect(screen.getByRole('alert').textContent).toContain('What is under way goes on');
    expect(reported.map((problem) => problem.message)).toEqual(['TypeError: x is undefined']);
    await user.click(screen.getByRole('button', { name: 'Copy details' }));
    expect(await navigator.clipboard.readText()).toContain('TypeError: x is undefined');
    isBroken = false;
    await user.click(screen.getByRole('button', { name: 'Show the page again' }));
    expect(screen.getByText('All is well')).toBeTruthy();
  });

  test('does not stand in the way of another page', () => {
    const boundary = (address: string, isBroken: boolean) => (
      <ErrorBoundary address={address} report={() => undefined}>
        <Page isBroken={() => isBroken} />
      </ErrorBoundary>
    );
    const { rerender } = render(boundary('#/publish', true), quiet);
    expect(screen.getByRole('alert')).toBeTruthy();
    rerender(boundary('#/settings', false));
    expect(screen.getByText('All is well')).toBeTruthy();
  });

  test('is told in a size that main takes', () => {
    const problem = problemOf(new Error('x'.repeat(9000)));
    expect(problem.message).toHaveLength(4000);
    expect(problem.stack?.length).toBeLessThanOrEqual(20_000);
    expect(problemOf('just words')).toEqual({ message: 'just words' });
  });
});

import { Component, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/Copyable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';

interface Props {
  readonly children: ReactNode;
  /** The page's address; another one is shown without a further word. */
  readonly address: string;
  /** Tells main, so that the problem stands in its log. */
  readonly report: (problem: Problem) => void;
}

export interface Problem {
  readonly message: string;
  readonly stack?: string;
}

const MOST_MESSAGE = 4000;
const MOST_STACK = 20_000;

/** A thrown thing as main takes it: cut to what the contract allows. */
export function problemOf(thrown: unknown): Problem {
  if (!(thrown instanceof Error)) return { message: String(thrown).slice(0, MOST_MESSAGE) };
  const message = `${thrown.name}: ${thrown.message}`.slice(0, MOST_MESSAGE);
  return thrown.stack === undefined ? { message } : { message, stack: thrown.stack.slice(0, MOST_STACK) };
}

/** Stands in for a page that failed, so that the rest of the window goes on. */
export class ErrorBoundary extends Component<Props, { problem: Problem | null }> {
  override state: { problem: Problem | null } = { problem: null };

  static getDerivedStateFromError(thrown: unknown): { problem: Problem } {
    return { problem: problemOf(thrown) };
  }

  override componentDidCatch(thrown: unknown): void {
    this.props.report(problemOf(thrown));
  }

  override componentDidUpdate(before: Props): void {
    if (before.address !== this.props.address && this.state.problem !== null) this.setState({ problem: null });
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    const details = `${problem.message}\n${problem.stack ?? ''}`;
    return (
      <>
        <PageHeader title="This page stopped" />
        <div className="body">
          <div role="alert">
            <EmptyState
              title="This page stopped because of a fault in the program"
              action={
                <span className="row">
                  <Button size="sm" onPress={() => this.setState({ problem: null })}>
                    Show the page again
                  </Button>
                  <CopyButton text={details} what="details" />
                </span>
              }
            >
              What is under way goes on. Show the page again, or copy the details for whoever looks after the program.
            </EmptyState>
          </div>
        </div>
      </>
    );
  }
}

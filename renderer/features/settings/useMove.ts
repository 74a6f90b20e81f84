import { useState } from 'react';
import type { CallInput, CallOutput } from '../../../shared/contract.ts';
import type { AppError } from '../../../shared/errors.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf } from '../../bridge/queries.ts';
import { formatNoun } from '../../components/format.ts';
import { announce } from '../../components/LiveRegion.tsx';

type Moved = CallOutput<'tokens.move'>;
type Unreadable = CallInput<'tokens.move'>['unreadable'];
type Run = (unreadable: Unreadable) => Promise<Moved>;

/** Tokens that cannot be opened, and how to go on once it is decided what becomes of them. */
interface Question {
  readonly unreadable: number;
  readonly run: Run;
}

function wordsFor(moved: number, kept: number): string {
  const left =
    kept === 0
      ? ''
      : ` ${formatNoun(kept, 'token')} that could not be opened ${kept === 1 ? 'was' : 'were'} left as before.`;
  return moved === 0 ? `Done.${left}` : `${formatNoun(moved, 'token')} moved; the old copies are erased.${left}`;
}

/** Moves tokens to another way of keeping them, and asks where some cannot be opened. What was typed is not kept in the cache of calls. */
export function useMove(onDone: () => void) {
  const client = useClient();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const go = async (run: Run, unreadable: Unreadable): Promise<void> => {
    setBusy(true);
    setError(null);
    setQuestion(null);
    try {
      const done = await run(unreadable);
      if (done.kind === 'ask') setQuestion({ unreadable: done.unreadable, run });
      else {
        announce(wordsFor(done.moved, done.kept));
        onDone();
      }
    } catch (thrown) {
      setError(errorOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    error,
    unreadable: question?.unreadable ?? null,
    move: (input: Omit<CallInput<'tokens.move'>, 'unreadable'>) =>
      void go((unreadable) => client.invoke('tokens.move', { ...input, unreadable }), 'ask'),
    changePassphrase: (input: Omit<CallInput<'tokens.changePassphrase'>, 'unreadable'>) =>
      void go((unreadable) => client.invoke('tokens.changePassphrase', { ...input, unreadable }), 'ask'),
    /** What becomes of those that cannot be opened; null asks no more. */
    decide: (what: 'keep' | 'drop' | null) => {
      if (what === null) setQuestion(null);
      else if (question !== null) void go(question.run, what);
    },
    reset: () => {
      setError(null);
      setQuestion(null);
    },
  };
}
export type Move = ReturnType<typeof useMove>;

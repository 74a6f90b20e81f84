import type { AppError } from '../../../shared/errors.ts';
import { useBridge } from '../../bridge/BridgeProvider.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/Copyable.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useTitle } from '../../components/useTitle.ts';

/** What stands in the window when the program could not start: why, and what can be done. */
export function StartPage({ error }: { readonly error: AppError }) {
  const { state } = useBridge();
  useTitle('Not started');
  return (
    <main className="startfail">
      <div className="drag" aria-hidden="true" />
      <h1>The program could not start</h1>
      <ErrorNote error={error} />
      <div className="row">
        <Button variant="primary" onPress={() => state.retry()}>
          Try again
        </Button>
        <CopyButton text={`${error.code}: ${error.message}`} what="details" />
      </div>
    </main>
  );
}

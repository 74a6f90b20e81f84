import { useState } from 'react';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatNoun } from '../../components/format.ts';
import { announce } from '../../components/LiveRegion.tsx';

/** Empties the activity log, after a question that says what goes and what stays. */
export function ClearLog() {
  const clear = useCall('activity.clear');
  const [isAsking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  return (
    <>
      <Button variant="dangerOutline" onPress={() => setAsking(true)}>
        Clear log…
      </Button>
      <Dialog
        isOpen={isAsking}
        kind="alert"
        onCancel={close}
        canCancel={!clear.isPending}
        title="Clear the activity log?"
        footer={
          <>
            <Button autoFocus onPress={close}>
              Cancel
            </Button>
            <Button
              variant="danger"
              isBusy={clear.isPending}
              onPress={() =>
                clear.mutate(undefined, {
                  onSuccess: ({ gone }) => {
                    announce(`${formatNoun(gone, 'entry', 'entries')} cleared.`);
                    close();
                  },
                })
              }
            >
              Clear log
            </Button>
          </>
        }
      >
        <p className="t2">
          <span className="fgc med">Goes:</span> what was published, yanked and tested from here, with every answer. It
          cannot be brought back; export it first if you may need it.
        </p>
        <p className="t2 yankp">
          <span className="fgc med">Stays:</span> what is under way, and what has an unknown outcome. Nothing changes on
          any registry.
        </p>
        {clear.error !== null && <ErrorNote error={errorOf(clear.error)} />}
      </Dialog>
    </>
  );
}

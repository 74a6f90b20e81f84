import type { EntryId } from '../../../shared/ids.ts';
import type { Outcome } from '../../../shared/job.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';

/** Looks at what became of a yank that nobody answered; never sends it again. */
export function LookNow(props: { readonly entryId: EntryId; readonly onLooked: (outcome: Outcome) => void }) {
  const look = useCall('activity.look');
  return (
    <>
      <Button
        size="sm"
        isBusy={look.isPending}
        onPress={() =>
          look.mutate(
            { entryId: props.entryId },
            {
              onSuccess: ({ outcome }) => {
                if (outcome === undefined || outcome.kind === 'token_accepted' || outcome.kind === 'token_rejected')
                  return;
                props.onLooked(outcome);
              },
            },
          )
        }
      >
        Look now
      </Button>
      {look.error !== null && <ErrorNote error={errorOf(look.error)} />}
    </>
  );
}

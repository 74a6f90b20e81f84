import { useQueryClient } from '@tanstack/react-query';
import type { EntryId } from '../../../shared/ids.ts';
import type { ActivityEntry } from '../../../shared/job.ts';
import { keys } from '../../bridge/keys.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';

/** Looks again at what became of a write that nobody answered; never sends it again. */
export function LookButton(props: { readonly entryId: EntryId; readonly onLooked?: (entry: ActivityEntry) => void }) {
  const queries = useQueryClient();
  const look = useCall('activity.look');
  const take = (entry: ActivityEntry): void => {
    void queries.invalidateQueries({ queryKey: keys.activity() });
    props.onLooked?.(entry);
  };
  return (
    <>
      <Button
        size="sm"
        isBusy={look.isPending}
        onPress={() => look.mutate({ entryId: props.entryId }, { onSuccess: take })}
      >
        Look now
      </Button>
      {look.isError ? <ErrorNote error={errorOf(look.error)} /> : null}
    </>
  );
}

import type { EntryId, PackageRef } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { ErrorDetails, ErrorNote } from '../../components/ErrorNote.tsx';
import type { YankResult } from './useYank.ts';
import { outcomeWords } from './yankWords.ts';

interface NoticeProps {
  readonly registry: Registry;
  readonly package: PackageRef;
  readonly result: YankResult | null;
  readonly onDismiss: () => void;
  /** What a look at an unknown outcome found. */
  readonly onLooked: (result: YankResult) => void;
}

const TONES = { ok: 'ok', error: 'err', unknown: 'warn' } as const;

function LookAgain(props: {
  readonly entryId: EntryId;
  readonly result: YankResult;
  readonly onLooked: (result: YankResult) => void;
}) {
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
                props.onLooked({ ...props.result, outcome });
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

function Notice({
  registry,
  package: ref,
  result,
  onDismiss,
  onLooked,
}: NoticeProps & { readonly result: YankResult }) {
  const words = outcomeWords(
    { package: ref, version: result.version, registryName: registry.name, yanked: result.yanked },
    result.outcome,
  );
  return (
    <Callout
      tone={TONES[words.tone]}
      title={words.title}
      actions={
        <span className="row top">
          {result.outcome.kind === 'unknown' && result.entryId !== undefined && (
            <LookAgain entryId={result.entryId} result={result} onLooked={onLooked} />
          )}
          <Button size="sm" variant="ghost" onPress={onDismiss}>
            Dismiss
          </Button>
        </span>
      }
    >
      {words.text !== '' && <p className="t2">{words.text}</p>}
      {'error' in result.outcome && <ErrorDetails error={result.outcome.error} registryName={registry.name} />}
    </Callout>
  );
}

/**
 * How the last yank or unyank ended, in a live region that is always there: a status for what was reached, an alert for a
 * refusal and for what nobody knows.
 */
export function YankNotice(props: NoticeProps) {
  const { result } = props;
  const isAlert = result !== null && result.outcome.kind !== 'yanked' && result.outcome.kind !== 'unyanked';
  return (
    <div className={result === null ? undefined : 'vnotice'}>
      <div role="status">{result !== null && !isAlert && <Notice {...props} result={result} />}</div>
      <div role="alert">{result !== null && isAlert && <Notice {...props} result={result} />}</div>
    </div>
  );
}

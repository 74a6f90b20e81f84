import type { AppError } from '../../../shared/errors.ts';
import type { Registry } from '../../../shared/registry.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { ErrorDetails } from '../../components/ErrorNote.tsx';
import { formatDay, formatInstant, formatTime } from '../../components/format.ts';
import { Skeleton } from '../../components/Skeleton.tsx';
import { ImpactTable } from './ImpactTable.tsx';
import { headText, type KnownImpact, leftText, totalsText } from './impactWords.ts';
import type { ImpactState } from './useImpact.ts';

const FEW = 4;

interface PartProps {
  readonly registry: Registry;
  /** The package's own name, without its group. */
  readonly name: string;
  readonly yanked: boolean;
  readonly state: ImpactState;
  readonly onStop: () => void;
}

/** `index read 14:38`, with its day where that is not today. */
function readText(instant: string): string {
  const today = formatDay(instant) === formatDay(new Date().toISOString());
  return `index read ${today ? '' : `${formatDay(instant)}, `}${formatTime(instant)}`;
}

function Left({ impact }: { readonly impact: KnownImpact }) {
  const { left } = impact;
  if (left.packages === 0) return null;
  const them = left.packages === 1 ? 'it' : 'them';
  return (
    <div className="impleft">
      <Callout tone="err" title={`${leftText(impact)} would be left without a match`}>
        <p className="t2">
          Where yanks are honoured, fresh builds of {them} fail until{' '}
          {left.packages === 1 ? 'it accepts' : 'they accept'} another version or this is undone. Today’s elba keeps
          building {them}.
        </p>
      </Callout>
    </div>
  );
}

function Known({ registry, name, yanked, impact }: Omit<PartProps, 'state' | 'onStop'> & { impact: KnownImpact }) {
  const { rows, complete } = impact;
  // A few rows say it themselves.
  const totals = rows.length > FEW || !complete ? totalsText(impact) : '';
  return (
    <>
      <div className="row imptop">
        <h3 className="grow">{headText(impact, registry.name, name)}</h3>
        <span className="small t3 nowrap" title={formatInstant(impact.readAt)}>
          {readText(impact.readAt)}
        </span>
      </div>
      {totals !== '' && <p className="small t2">{totals}</p>}
      <ImpactTable impact={impact} />
      {yanked && <Left impact={impact} />}
    </>
  );
}

/** Nobody can say what happens to others; the dialog asks for the name then. */
function NotKnown({ reason, error, registryName }: { reason: string; error?: AppError; registryName: string }) {
  return (
    <Callout tone="warn" title="What this does to others can’t be known">
      <p className="t2">{reason}</p>
      {error !== undefined && <ErrorDetails error={error} registryName={registryName} />}
    </Callout>
  );
}

/** What the yank would do to everything else on the registry, as far as anybody can know. */
export function ImpactPart({ state, ...props }: PartProps) {
  const { name, registry, onStop } = props;
  switch (state.kind) {
    case 'asking':
      return (
        <Skeleton
          label={`Looking up who requires ${name}…`}
          rows={3}
          action={
            <Button size="sm" onPress={onStop}>
              Stop looking
            </Button>
          }
        />
      );
    case 'stopped':
      return <NotKnown reason="You stopped looking up who requires it." registryName={registry.name} />;
    case 'failed':
      return <NotKnown reason={state.error.message} error={state.error} registryName={registry.name} />;
    case 'told':
      return state.impact.kind === 'known' ? (
        <Known {...props} impact={state.impact} />
      ) : (
        <NotKnown reason={state.impact.reason} registryName={registry.name} />
      );
  }
}

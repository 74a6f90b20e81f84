import { useCallback, useMemo, useState } from 'react';
import type { PackageDetails, VersionRow } from '../../../shared/catalog.ts';
import type { PackageRef } from '../../../shared/ids.ts';
import type { Outcome } from '../../../shared/job.ts';
import type { Registry } from '../../../shared/registry.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { formatCount } from '../../components/format.ts';
import type { YankOrder } from '../yank/operation.ts';
import { useYank, type Yanking } from '../yank/useYank.ts';
import { YankDialog, type YankQuestion } from '../yank/YankDialog.tsx';
import { YankNotice } from '../yank/YankNotice.tsx';
import { YankRunDialog } from '../yank/YankRunDialog.tsx';
import { BulkBar } from './BulkBar.tsx';
import { PickVersions } from './PickVersions.tsx';
import { chooseOnly, keepOnly, NOTHING, type Selection } from './selection.ts';
import { useIsOff } from './useIsOff.ts';
import type { VersionDetailsOnDemand } from './useVersionNews.ts';
import { VersionGrid } from './VersionGrid.tsx';
import { filterVersions, inOrder, partialVersions, type VersionFilter, type VersionOrder } from './versionRows.ts';

const ALL: VersionFilter = { prereleases: true, yanked: true };

const ORDER_TEXT: Record<VersionOrder, string> = { newest: 'newest first', oldest: 'oldest first' };

function Tools(props: {
  readonly filter: VersionFilter;
  readonly onFilter: (filter: VersionFilter) => void;
  readonly rows: readonly VersionRow[];
  readonly all: number;
  readonly order: VersionOrder;
  readonly onPick: (versions: readonly string[]) => void;
}) {
  const { filter, onFilter, rows, all, order } = props;
  const shown = rows.length;
  return (
    <div className="row vtools">
      <h2>Versions</h2>
      <span className="small t3">
        {shown === all ? formatCount(all) : `${formatCount(shown)} of ${formatCount(all)}`}
        <span className="vorder">, {ORDER_TEXT[order]}</span>
      </span>
      <span className="push" />
      {shown > 1 && <PickVersions rows={rows} onPick={props.onPick} />}
      <Checkbox
        className="small t2"
        isSelected={filter.prereleases}
        onChange={(prereleases) => onFilter({ ...filter, prereleases })}
      >
        Pre-releases
      </Checkbox>
      <Checkbox className="small t2" isSelected={filter.yanked} onChange={(yanked) => onFilter({ ...filter, yanked })}>
        Yanked
      </Checkbox>
    </div>
  );
}

function NoRows(props: { readonly registry: Registry; readonly hidden: number; readonly onShowAll: () => void }) {
  if (props.hidden === 0)
    return (
      <EmptyState title="No version could be read">
        {props.registry.name} lists this package without a version.
      </EmptyState>
    );
  return (
    <EmptyState
      title="Every version is hidden"
      action={
        <Button size="sm" onPress={props.onShowAll}>
          Show all versions
        </Button>
      }
    >
      All of them are pre-releases or yanked, and those are turned off above.
    </EmptyState>
  );
}

/** The rows as a person wants to see them, and which of them are chosen. Rows that are hidden are never chosen. */
function useShownRows(versions: readonly VersionRow[]) {
  const [filter, setFilter] = useState(ALL);
  const [order, setOrder] = useState<VersionOrder>('newest');
  const [wanted, setWanted] = useState<Selection>(NOTHING);
  const rows = useMemo(() => inOrder(filterVersions(versions, filter), order), [versions, filter, order]);
  const selection = useMemo(
    () =>
      wanted.chosen.size === 0
        ? wanted
        : keepOnly(
            wanted,
            rows.map(({ version }) => version),
          ),
    [wanted, rows],
  );
  const onSelect = useCallback((change: (before: Selection) => Selection) => setWanted(change), []);
  const chosen = useMemo(() => rows.filter(({ version }) => selection.chosen.has(version)), [rows, selection]);
  return { filter, setFilter, order, setOrder, rows, selection, onSelect, chosen };
}

/** The questions and the work of yanking: what is asked, what is under way, and which of it is shown. */
function useYankFlow(registry: Registry, ref: PackageRef, reread: (versions: readonly string[]) => Promise<void>) {
  const yanking = useYank(registry.id, ref, reread);
  const [question, setQuestion] = useState<YankQuestion | null>(null);
  const [showsRun, setShowsRun] = useState(false);
  const { start } = yanking;
  const { production } = registry;
  const begin = useCallback(
    (order: YankOrder): void => {
      setQuestion(null);
      setShowsRun(order.versions.length > 1);
      start(order);
    },
    [start],
  );
  /** Unyanking happens at once where nothing is at stake; all else is asked first. */
  const want = useCallback(
    (versions: readonly string[], yanked: boolean): void => {
      setShowsRun(false);
      if (yanked || production) setQuestion({ versions, yanked });
      else begin({ versions, yanked, note: '', confirmation: '' });
    },
    [production, begin],
  );
  return { yanking, question, setQuestion, showsRun, setShowsRun, begin, want };
}

/** The questions and the rows of an order that lie over the page. */
function YankOverlays(props: {
  readonly registry: Registry;
  readonly package: PackageRef;
  readonly flow: ReturnType<typeof useYankFlow>;
  readonly onLooked: (version: string, outcome: Outcome) => void;
  readonly onBegin: () => void;
}) {
  const { registry, package: ref, flow, onLooked, onBegin } = props;
  const { yanking, question, setQuestion, showsRun, setShowsRun, begin, want } = flow;
  const { last } = yanking;
  if (question !== null)
    return (
      <YankDialog
        registry={registry}
        package={ref}
        question={question}
        onCancel={() => setQuestion(null)}
        onConfirm={(answer) => {
          onBegin();
          begin({ ...question, ...answer });
        }}
      />
    );
  if (!showsRun || last === null) return null;
  return (
    <YankRunDialog
      registry={registry}
      package={ref}
      last={last}
      onClose={() => setShowsRun(false)}
      onStop={yanking.stop}
      onAgain={yanking.again}
      onUndo={(versions) => want(versions, !last.order.yanked)}
      onLooked={onLooked}
    />
  );
}

/** The versions of a package with their switches, and how the last yank or unyank ended. */
export function VersionsSection(props: {
  readonly registry: Registry;
  readonly details: PackageDetails;
  readonly versions: readonly VersionRow[];
  readonly latest: string | null;
  readonly onDemand: VersionDetailsOnDemand;
}) {
  const { registry, details, versions, latest, onDemand } = props;
  const { group, name } = details;
  const ref = useMemo<PackageRef>(() => ({ group, name }), [group, name]);
  const flow = useYankFlow(registry, ref, onDemand.reread);
  const shown = useShownRows(versions);
  const isOff = useIsOff(registry);
  const { rows, chosen, onSelect } = shown;
  const { yanking, want } = flow;
  const partial = useMemo(() => partialVersions(details.versions), [details.versions]);
  const onToggle = useCallback((row: VersionRow) => want([row.version], row.yanked === false), [want]);
  const onLooked = (version: string, outcome: Outcome): void => {
    void onDemand.reread([version]).then(() => yanking.looked(version, outcome));
  };
  return (
    <>
      <Tools
        filter={shown.filter}
        onFilter={shown.setFilter}
        rows={rows}
        all={versions.length}
        order={shown.order}
        onPick={(picked) => onSelect(() => chooseOnly(picked))}
      />
      <YankNotice
        registry={registry}
        package={ref}
        last={flow.showsRun ? null : yanking.last}
        onDismiss={yanking.putAway}
        onLooked={onLooked}
        onUndo={(undone) => want(undone, yanking.last?.order.yanked === false)}
        onShow={() => flow.setShowsRun(true)}
      />
      {rows.length === 0 ? (
        <NoRows registry={registry} hidden={versions.length} onShowAll={() => shown.setFilter(ALL)} />
      ) : (
        <VersionGrid
          name={`${group}/${name}`}
          rows={rows}
          latest={latest}
          busy={yanking.busy}
          partial={partial}
          answered={onDemand.answered}
          loader={onDemand.loader}
          onToggle={onToggle}
          selection={shown.selection}
          onSelect={onSelect}
          order={shown.order}
          onOrder={shown.setOrder}
        />
      )}
      {chosen.length > 0 && (
        <BulkBar
          rows={chosen}
          blocked={isOff ? `${registry.name} is stopped. Start it to change versions.` : busyReason(yanking)}
          onClear={() => onSelect(() => NOTHING)}
          onAsk={(asked, yanked) => flow.setQuestion({ versions: asked, yanked })}
        />
      )}
      <YankOverlays
        registry={registry}
        package={ref}
        flow={flow}
        onLooked={onLooked}
        onBegin={() => onSelect(() => NOTHING)}
      />
    </>
  );
}

const busyReason = ({ last }: Yanking): string | undefined =>
  last?.isRunning === true ? 'Versions of this package are being changed. Wait for that, or stop it.' : undefined;

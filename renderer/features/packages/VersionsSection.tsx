import { useCallback, useMemo, useState } from 'react';
import type { PackageDetails, VersionRow } from '../../../shared/catalog.ts';
import type { PackageRef } from '../../../shared/ids.ts';
import type { Outcome } from '../../../shared/job.ts';
import type { Registry } from '../../../shared/registry.ts';
import type { YankOrder } from '../yank/operation.ts';
import { useYank, type Yanking } from '../yank/useYank.ts';
import { useYankNotes } from '../yank/useYankNotes.ts';
import { YankDialog, type YankQuestion } from '../yank/YankDialog.tsx';
import { YankNotice } from '../yank/YankNotice.tsx';
import { YankRunDialog } from '../yank/YankRunDialog.tsx';
import { BulkBar } from './BulkBar.tsx';
import { chooseOnly, NOTHING, type Selection } from './selection.ts';
import { useIsOff } from './useIsOff.ts';
import type { VersionDetailsOnDemand } from './useVersionNews.ts';
import { VersionGrid } from './VersionGrid.tsx';
import { ALL_VERSIONS, NoRows, useShownRows, VersionTools } from './VersionTools.tsx';
import { partialVersions } from './versionRows.ts';

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

/** The bar below the grid, as long as something is chosen. */
function Bulk(props: {
  readonly registry: Registry;
  readonly rows: readonly VersionRow[];
  readonly flow: ReturnType<typeof useYankFlow>;
  readonly onSelect: (change: (before: Selection) => Selection) => void;
}) {
  const { registry, rows, flow, onSelect } = props;
  const isOff = useIsOff(registry);
  if (rows.length === 0) return null;
  return (
    <BulkBar
      rows={rows}
      blocked={isOff ? `${registry.name} is stopped. Start it to change versions.` : busyReason(flow.yanking)}
      onClear={() => onSelect(() => NOTHING)}
      onAsk={(asked, yanked) => flow.setQuestion({ versions: asked, yanked })}
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
  /** Looks into the archive of a version. The same function each time. */
  readonly onInspect: (version: string) => void;
}) {
  const { registry, details, versions, latest, onDemand } = props;
  const { group, name } = details;
  const ref = useMemo<PackageRef>(() => ({ group, name }), [group, name]);
  const flow = useYankFlow(registry, ref, onDemand.reread);
  const shown = useShownRows(versions);
  const notes = useYankNotes(registry.id, ref);
  const { rows, chosen, onSelect } = shown;
  const { yanking, want } = flow;
  const partial = useMemo(() => partialVersions(details.versions), [details.versions]);
  const onToggle = useCallback((row: VersionRow) => want([row.version], row.yanked === false), [want]);
  const onLooked = (version: string, outcome: Outcome): void => {
    void onDemand.reread([version]).then(() => yanking.looked(version, outcome));
  };
  return (
    <>
      <VersionTools
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
        <NoRows registry={registry} hidden={versions.length} onShowAll={() => shown.setFilter(ALL_VERSIONS)} />
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
          notes={notes}
          selection={shown.selection}
          onSelect={onSelect}
          order={shown.order}
          onOrder={shown.setOrder}
          onInspect={props.onInspect}
        />
      )}
      <Bulk registry={registry} rows={chosen} flow={flow} onSelect={onSelect} />
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

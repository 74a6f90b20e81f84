import { useCallback, useMemo, useState } from 'react';
import type { VersionRow } from '../../../shared/catalog.ts';
import type { Registry } from '../../../shared/registry.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { formatCount } from '../../components/format.ts';
import { PickVersions } from './PickVersions.tsx';
import { keepOnly, NOTHING, type Selection } from './selection.ts';
import { filterVersions, inOrder, type VersionFilter, type VersionOrder } from './versionRows.ts';

export const ALL_VERSIONS: VersionFilter = { prereleases: true, yanked: true };

const ORDER_TEXT: Record<VersionOrder, string> = { newest: 'newest first', oldest: 'oldest first' };

/** What stands above the grid: how many versions are shown, which, and a way to choose many. */
export function VersionTools(props: {
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

/** In place of the grid where there is no row to show. */
export function NoRows(props: {
  readonly registry: Registry;
  readonly hidden: number;
  readonly onShowAll: () => void;
}) {
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
export function useShownRows(versions: readonly VersionRow[]) {
  const [filter, setFilter] = useState(ALL_VERSIONS);
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

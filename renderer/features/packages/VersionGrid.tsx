// biome-ignore-all lint/a11y/useSemanticElements: a table cannot leave rows out of the document and keep its layout.

import { ArrowDown, ArrowUp } from 'lucide-react';
import { type MouseEvent, useMemo, useRef } from 'react';
import type { VersionRow as Version } from '../../../shared/catalog.ts';
import { Checkbox } from '../../components/Checkbox.tsx';
import { useContextMenu } from '../shell/ContextMenu.tsx';
import { rowIndexOf, versionMenu } from './rowMenus.ts';
import { chooseOnly, extendTo, NOTHING, type Selection, toggle } from './selection.ts';
import { type GridActions, useGridKeys } from './useGridKeys.ts';
import { drawnRows, useWindowedRows } from './useWindowedRows.ts';
import { VersionRow } from './VersionRow.tsx';
import type { VersionOrder } from './versionRows.ts';
import type { VisibleLoader } from './visibleLoader.ts';

const ROW_HEIGHT = 32;
const HEAD_HEIGHT = 28;

interface GridProps {
  /** `group/name`, for the grid's name. */
  readonly name: string;
  readonly rows: readonly Version[];
  readonly latest: string | null;
  /** Versions whose yank or unyank is under way. */
  readonly busy: ReadonlySet<string>;
  /** Versions of which the list left something out. */
  readonly partial: ReadonlySet<string>;
  /** Those of them that were asked about; what is still missing is not known. */
  readonly answered: ReadonlySet<string>;
  readonly loader: VisibleLoader<string>;
  readonly onToggle: (row: Version) => void;
  /** What was noted with the yanks of versions, by version. */
  readonly notes: ReadonlyMap<string, string>;
  readonly selection: Selection;
  readonly onSelect: (change: (before: Selection) => Selection) => void;
  readonly order: VersionOrder;
  readonly onOrder: (order: VersionOrder) => void;
  /** Looks into the archive of a version. The same function each time. */
  readonly onInspect: (version: string) => void;
}

/** The columns behind the first two, by their heads and what the style sheet needs to know of them. */
const COLUMNS = [
  { head: 'Published', look: undefined },
  { head: 'Downloads', look: 'num' },
  { head: 'Deps', look: 'num vdeps' },
  { head: 'Available', look: 'num' },
] as const;

type HeadProps = Pick<GridProps, 'rows' | 'selection' | 'order' | 'onOrder'> & { readonly actions: GridActions };

function Head({ rows, selection, order, onOrder, actions }: HeadProps) {
  const { size } = selection.chosen;
  const Arrow = order === 'newest' ? ArrowDown : ArrowUp;
  return (
    <div role="rowgroup" className="vhead">
      <div role="row" tabIndex={-1} aria-rowindex={1} data-row={-1} className="vrow">
        <span role="columnheader" tabIndex={-1} aria-label="Selected">
          <Checkbox
            aria-label="Select all versions"
            isSelected={size > 0 && size === rows.length}
            isIndeterminate={size > 0 && size < rows.length}
            isStop={false}
            onChange={(isSelected) => (isSelected ? actions.all() : actions.none())}
          />
        </span>
        <span role="columnheader" tabIndex={-1} aria-sort={order === 'newest' ? 'descending' : 'ascending'}>
          <button
            type="button"
            tabIndex={-1}
            className="vsort"
            title={order === 'newest' ? 'Newest first; press for oldest first' : 'Oldest first; press for newest first'}
            onClick={() => onOrder(order === 'newest' ? 'oldest' : 'newest')}
          >
            Version
            <Arrow className="i xs" aria-hidden="true" />
          </button>
        </span>
        {COLUMNS.map(({ head, look }) => (
          <span key={head} role="columnheader" tabIndex={-1} className={look}>
            {head}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Shift and Ctrl or Command with a click choose rows wherever they are pressed; the controls in a row see to themselves. */
function chooseByClick(event: MouseEvent, keys: readonly string[], actions: GridActions, from: string): void {
  const { target } = event;
  if (!(target instanceof Element) || target.closest('button, input') !== null) return;
  const key = keys[Number(target.closest('[data-row]')?.getAttribute('data-row') ?? Number.NaN)];
  if (key === undefined) return;
  if (event.shiftKey) actions.extend(key, from);
  else if (event.ctrlKey || event.metaKey) actions.toggle(key);
}

/**
 * The grid `Versions of {group}/{name}`. One stop for the Tab key, arrow keys inside; rows can be chosen by mouse and by keys.
 * Only the rows in view are in the document, so that ten thousand versions scroll like ten.
 */
export function VersionGrid(props: GridProps) {
  const { name, rows, latest, busy, partial, answered, loader, onToggle, notes, selection, onSelect, order } = props;
  const { onOrder, onInspect } = props;
  const grid = useRef<HTMLDivElement>(null);
  const openMenu = useContextMenu();
  const keys = useMemo(() => rows.map((row) => row.version), [rows]);
  const view = useWindowedRows(grid, { count: rows.length, rowHeight: ROW_HEIGHT, headHeight: HEAD_HEIGHT });
  const actions = useMemo<GridActions>(
    () => ({
      toggle: (at) => onSelect((before) => toggle(before, at)),
      extend: (to, from) => onSelect((before) => extendTo(before, keys, to, from)),
      all: () => onSelect(() => chooseOnly(keys)),
      none: () => onSelect(() => NOTHING),
      inspect: onInspect,
    }),
    [keys, onSelect, onInspect],
  );
  const { current, onKeyDown, onFocus } = useGridKeys(grid, keys, view, actions);
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={-1}
      aria-label={`Versions of ${name}`}
      aria-rowcount={rows.length + 1}
      aria-multiselectable="true"
      className="pane grow vgrid"
      onKeyDown={onKeyDown}
      onFocus={(event) => onFocus(event.target)}
      onMouseDown={(event) => {
        // A range of rows, not of text.
        if (event.shiftKey) event.preventDefault();
      }}
      onClick={(event) => chooseByClick(event, keys, actions, keys[Math.max(0, current)] ?? '')}
      onContextMenu={(event) => {
        const row = rows[rowIndexOf(event.target) ?? -1];
        if (row !== undefined) openMenu(event, versionMenu(name, row, onToggle));
      }}
    >
      <Head rows={rows} selection={selection} order={order} onOrder={onOrder} actions={actions} />
      <div role="rowgroup" className="vall" style={{ height: rows.length * ROW_HEIGHT }}>
        {drawnRows(view.range, rows, current).map(([index, row]) => (
          <VersionRow
            key={row.version}
            row={row}
            index={index}
            top={index * ROW_HEIGHT}
            isLatest={row.version === latest}
            isBusy={busy.has(row.version)}
            isPartial={partial.has(row.version)}
            isPending={partial.has(row.version) && !answered.has(row.version)}
            note={notes.get(row.version)}
            isSelected={selection.chosen.has(row.version)}
            loader={loader}
            onToggle={onToggle}
            actions={actions}
          />
        ))}
      </div>
    </div>
  );
}

// biome-ignore-all lint/a11y/useSemanticElements: a table cannot leave rows out of the document and keep its layout.
import { useMemo, useRef } from 'react';
import type { VersionRow as Version } from '../../../shared/catalog.ts';
import { useGridKeys } from './useGridKeys.ts';
import { drawnRows, useWindowedRows } from './useWindowedRows.ts';
import { VersionRow } from './VersionRow.tsx';
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
}

/** The columns, by their heads and what the style sheet needs to know of them. */
const COLUMNS = [
  { head: 'Version', look: undefined },
  { head: 'Published', look: undefined },
  { head: 'Downloads', look: 'num' },
  { head: 'Deps', look: 'num vdeps' },
  { head: 'Available', look: 'num' },
] as const;

function Head() {
  return (
    <div role="rowgroup" className="vhead">
      <div role="row" tabIndex={-1} aria-rowindex={1} className="vrow">
        {COLUMNS.map(({ head, look }) => (
          <span key={head} role="columnheader" tabIndex={-1} className={look}>
            {head}
          </span>
        ))}
      </div>
    </div>
  );
}

/**
 * The grid `Versions of {group}/{name}`. One stop for the Tab key, arrow keys inside; only the rows in view are in the
 * document, so that ten thousand versions scroll like ten.
 */
export function VersionGrid({ name, rows, latest, busy, partial, answered, loader, onToggle }: GridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const keys = useMemo(() => rows.map((row) => row.version), [rows]);
  const view = useWindowedRows(grid, { count: rows.length, rowHeight: ROW_HEIGHT, headHeight: HEAD_HEIGHT });
  const { current, onKeyDown, onFocus } = useGridKeys(grid, keys, view);
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={-1}
      aria-label={`Versions of ${name}`}
      aria-rowcount={rows.length + 1}
      className="pane grow vgrid"
      onKeyDown={onKeyDown}
      onFocus={(event) => onFocus(event.target)}
    >
      <Head />
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
            loader={loader}
            onToggle={onToggle}
          />
        ))}
      </div>
    </div>
  );
}

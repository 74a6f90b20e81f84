// biome-ignore-all lint/a11y/useSemanticElements: a native select cannot hold two-line rows, nor draw a part of them.
import { type KeyboardEvent, type RefObject, useId, useState } from 'react';
import type { PackageRow } from '../../../shared/catalog.ts';
import type { PackageRef } from '../../../shared/ids.ts';
import { PACKAGE_HEIGHT, PackageOption } from './PackageOption.tsx';
import { rowForKey } from './rowKeys.ts';
import { packageKey } from './search.ts';
import { drawnRows, useWindowedRows } from './useWindowedRows.ts';
import type { VisibleLoader } from './visibleLoader.ts';

interface ListProps {
  readonly rows: readonly PackageRow[];
  /** What is known of a package by now; `rows` may hold less. */
  readonly summaries: ReadonlyMap<string, PackageRow>;
  readonly loader: VisibleLoader<PackageRef>;
  /** Key of the package whose details are shown. */
  readonly selected: string | null;
  readonly onSelect: (row: PackageRow) => void;
  readonly listRef: RefObject<HTMLDivElement | null>;
}

/**
 * The listbox "Packages". Only the rows in view are in the document, so that a registry's size does not matter; arrow keys
 * move, Enter and Space open.
 */
export function PackageListBox({ rows, summaries, loader, selected, onSelect, listRef }: ListProps) {
  const prefix = useId();
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const view = useWindowedRows(listRef, { count: rows.length, rowHeight: PACKAGE_HEIGHT, headHeight: 0 });
  const wanted = activeKey ?? selected;
  const found = wanted === null ? -1 : rows.findIndex((row) => packageKey(row) === wanted);
  const active = Math.max(0, found);
  const optionId = (index: number): string => `${prefix}-${index}`;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      const row = rows[active];
      if (row !== undefined) onSelect(row);
      return;
    }
    const next = rowForKey(event.key, active, rows.length, view.pageSize());
    const row = next === null ? undefined : rows[next];
    if (next === null || row === undefined) return;
    event.preventDefault();
    setActiveKey(packageKey(row));
    view.scrollToRow(next);
  };

  return (
    <div
      ref={listRef}
      role="listbox"
      tabIndex={0}
      aria-label="Packages"
      aria-activedescendant={rows.length > 0 ? optionId(active) : undefined}
      className="pane plist"
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const option = event.target instanceof Element ? event.target.closest('[data-row]') : null;
        const row = rows[Number(option?.getAttribute('data-row') ?? -1)];
        if (row === undefined) return;
        setActiveKey(packageKey(row));
        onSelect(row);
      }}
    >
      <div role="presentation" className="pkall" style={{ height: rows.length * PACKAGE_HEIGHT }}>
        {drawnRows(view.range, rows, active).map(([index, row]) => {
          const key = packageKey(row);
          return (
            <PackageOption
              key={key}
              id={optionId(index)}
              row={summaries.get(key) ?? row}
              partial={row.latest === null || row.description === null}
              index={index}
              count={rows.length}
              selected={key === selected}
              active={index === active}
              loader={loader}
            />
          );
        })}
      </div>
    </div>
  );
}

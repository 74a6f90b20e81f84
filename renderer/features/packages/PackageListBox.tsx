// biome-ignore-all lint/a11y/useSemanticElements: a native select cannot hold two-line rows, nor draw a part of them.
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useState } from 'react';
import type { PackageRow } from '../../../shared/catalog.ts';
import type { PackageRef } from '../../../shared/ids.ts';
import { useContextMenu } from '../shell/ContextMenu.tsx';
import { wordsOf } from './matchMarks.ts';
import { PACKAGE_HEIGHT, PackageOption, UnreadOption } from './PackageOption.tsx';
import { packageKey } from './packageKey.ts';
import { findRow, type PackagePages, type PackagePagesStore, type PackageSearch, rowAt } from './packagePages.ts';
import { rowForKey } from './rowKeys.ts';
import { packageMenu, rowIndexOf } from './rowMenus.ts';
import { drawnIndexes, useWindowedRows } from './useWindowedRows.ts';
import type { VisibleLoader } from './visibleLoader.ts';

interface ListProps {
  readonly pages: PackagePages;
  readonly store: PackagePagesStore;
  /** What is known of a package by now; the pages may hold less. */
  readonly summaries: ReadonlyMap<string, PackageRow>;
  readonly loader: VisibleLoader<PackageRef>;
  /** Key of the package whose details are shown. */
  readonly selected: string | null;
  readonly onSelect: (row: PackageRow) => void;
  /** Whether any source of the registry knows descriptions. */
  readonly hasTexts: boolean;
  /** Somebody types while the focus is in the list: the text belongs into the search box. */
  readonly onType: (text: string) => void;
  readonly listRef: RefObject<HTMLDivElement | null>;
}

/** The row that the keyboard is at: where it was put, by its key as long as that was read, and the first after another search. */
function useActiveRow(pages: PackagePages, selected: string | null) {
  const [place, setPlace] = useState<{ search: PackageSearch | null; index: number; key: string | null } | null>(null);
  const isHere = place !== null && place.search === pages.search;
  const key = isHere ? place.key : selected;
  const index = isHere ? place.index : 0;
  const row = rowAt(pages, index);
  const isThere = key !== null && row !== undefined && packageKey(row) === key;
  const found = key === null || isThere ? index : findRow(pages, (some) => packageKey(some) === key);
  const active = Math.max(0, Math.min(pages.total - 1, found === -1 ? index : found));
  const goTo = (next: number): void => {
    const there = rowAt(pages, next);
    setPlace({ search: pages.search, index: next, key: there === undefined ? null : packageKey(there) });
  };
  return { active, goTo };
}

/** A row with what was read for it alone; what the list itself says is newer. */
const knownOf = (row: PackageRow, summary: PackageRow | undefined): PackageRow =>
  summary === undefined || (row.latest !== null && row.description !== null) ? row : summary;

/** The rows that are in the document. */
function Rows(
  props: ListProps & {
    readonly indexes: readonly number[];
    readonly active: number;
    readonly optionId: (index: number) => string;
  },
) {
  const { pages, summaries, loader, selected, active, optionId } = props;
  const count = pages.total;
  const words = useMemo(() => wordsOf(pages.search?.text ?? ''), [pages.search]);
  return props.indexes.map((index) => {
    const row = rowAt(pages, index);
    const id = optionId(index);
    if (row === undefined)
      return <UnreadOption key={index} id={id} index={index} count={count} active={index === active} />;
    const key = packageKey(row);
    return (
      <PackageOption
        key={index}
        id={id}
        row={knownOf(row, summaries.get(key))}
        partial={row.latest === null || (row.description === null && props.hasTexts)}
        index={index}
        count={count}
        selected={key === selected}
        active={index === active}
        loader={loader}
        words={words}
        hasTexts={props.hasTexts}
      />
    );
  });
}

/**
 * The listbox "Packages". Only the rows in view are in the document and only those near them were read, so that a registry's size
 * does not matter; arrow keys move, Enter and Space open, and typing goes on in the search box.
 */
export function PackageListBox(props: ListProps) {
  const { pages, store, selected, onSelect, listRef } = props;
  const count = pages.total;
  const prefix = useId();
  const view = useWindowedRows(listRef, { count, rowHeight: PACKAGE_HEIGHT, headHeight: 0 });
  const { active, goTo } = useActiveRow(pages, selected);
  const openMenu = useContextMenu();
  const optionId = (index: number): string => `${prefix}-${index}`;
  const { range } = view;
  useEffect(() => store.show(range), [store, range]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search begins at its best match.
  useEffect(() => {
    if (listRef.current !== null) listRef.current.scrollTop = 0;
  }, [listRef, pages.search]);

  const open = (index: number): void => {
    const row = rowAt(pages, index);
    if (row !== undefined) onSelect(row);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = rowForKey(event.key, active, count, view.pageSize());
    if (event.key === 'Enter' || event.key === ' ') open(active);
    else if (next !== null) {
      goTo(next);
      view.scrollToRow(next);
    } else if (event.key.length === 1 && event.key !== '/') props.onType(event.key);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={listRef}
      role="listbox"
      tabIndex={0}
      aria-label="Packages"
      aria-activedescendant={count > 0 ? optionId(active) : undefined}
      className="pane plist"
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const index = rowIndexOf(event.target);
        if (index === null) return;
        goTo(index);
        open(index);
      }}
      onContextMenu={(event) => {
        // The menu key comes from the list itself: it means the row that the keyboard is at.
        const index = rowIndexOf(event.target) ?? active;
        const row = rowAt(pages, index);
        if (row !== undefined)
          openMenu(
            event,
            packageMenu(row, () => open(index)),
          );
      }}
    >
      <div role="presentation" className="pkall" style={{ height: count * PACKAGE_HEIGHT }}>
        <Rows {...props} indexes={drawnIndexes(range, count, active)} active={active} optionId={optionId} />
      </div>
    </div>
  );
}

import { useCallback, useMemo, useRef, useState } from 'react';
import type { Check, ProjectFiles } from '../../../shared/project.ts';
import { FileTreeRow } from './FileTreeRow.tsx';
import { buildTree, type TreeRow, visibleRows } from './fileTree.ts';
import { useTreeKeys } from './useTreeKeys.ts';
import { useWindowRange } from './useWindowRange.ts';

export const ROW_HEIGHT = 24;
/** Above this many files all folders are closed at first. */
const MANY_FILES = 2000;

/** The rows to draw: those in the window, and the active one, which must be there to hold the focus. */
function drawnRows(rows: readonly TreeRow[], first: number, end: number, active: number): number[] {
  const drawn: number[] = [];
  if (active >= 0 && active < first) drawn.push(active);
  for (let at = first; at < end; at += 1) drawn.push(at);
  if (active >= end && active < rows.length) drawn.push(active);
  return drawn;
}

function useOpenFolders(files: ProjectFiles): {
  isOpen: (path: string) => boolean;
  setOpen: (path: string, isOpen: boolean) => void;
} {
  const startsOpen = files.included.length <= MANY_FILES;
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const isOpen = useCallback((path: string) => toggled.has(path) !== startsOpen, [toggled, startsOpen]);
  const setOpen = useCallback(
    (path: string, open: boolean) =>
      setToggled((now) => {
        const next = new Set(now);
        if (open === startsOpen) next.delete(path);
        else next.add(path);
        return next;
      }),
    [startsOpen],
  );
  return { isOpen, setOpen };
}

/** The worst finding per file, so that its row can say so. */
function findingsByFile(checks: readonly Check[]): ReadonlyMap<string, 'error' | 'warning'> {
  const worst = new Map<string, 'error' | 'warning'>();
  for (const { at, severity } of checks) {
    if (at === undefined || (severity !== 'error' && severity !== 'warning')) continue;
    if (worst.get(at.file) !== 'error') worst.set(at.file, severity);
  }
  return worst;
}

/**
 * All files of a project, those that stay out too, as a tree. Only the rows in the window are drawn; one row takes the focus and the
 * arrow keys move it.
 */
export function FileTree(props: {
  readonly files: ProjectFiles;
  readonly totalBytes: number;
  readonly checks: readonly Check[];
  /** Shows a file as text. The same function each time. */
  readonly onOpenFile: (path: string) => void;
  /** The file whose text stands beside the tree: then one press shows a file. Without it files open in a dialog, by a double press. */
  readonly shown?: string | null;
  /** What is said of an entry that is no file of the package, before the reason. */
  readonly outWord?: string;
}) {
  const { files } = props;
  const root = useMemo(() => buildTree(files), [files]);
  const findings = useMemo(() => findingsByFile(props.checks), [props.checks]);
  const { isOpen, setOpen } = useOpenFolders(files);
  const rows = useMemo(() => visibleRows(root, isOpen), [root, isOpen]);
  const list = useRef<HTMLDivElement>(null);
  const { first, end } = useWindowRange(list, ROW_HEIGHT, rows.length);
  const [activePath, setActivePath] = useState<string | null>(null);
  const wantsFocus = useRef(false);
  const found = rows.findIndex((row) => row.node.path === activePath);
  const active = found === -1 ? 0 : found;

  const go = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    wantsFocus.current = true;
    setActivePath(row.node.path);
  };
  const onKeyDown = useTreeKeys(rows, active, { go, setOpen, openFile: props.onOpenFile });

  return (
    <div
      ref={list}
      role="tree"
      aria-label="Files"
      className="ftree"
      style={{ height: rows.length * ROW_HEIGHT }}
      onKeyDown={onKeyDown}
    >
      {drawnRows(rows, first, end, active).map((at) => {
        const row = rows[at];
        if (row === undefined) return null;
        return (
          <FileTreeRow
            key={row.node.path}
            row={row}
            top={at * ROW_HEIGHT}
            totalBytes={props.totalBytes}
            finding={findings.get(row.node.path)}
            isActive={at === active}
            isShown={props.shown === undefined ? undefined : props.shown === row.node.path}
            outWord={props.outWord ?? 'left out'}
            takesFocus={at === active ? wantsFocus : null}
            onActivate={setActivePath}
            onToggle={setOpen}
            onOpenFile={props.onOpenFile}
          />
        );
      })}
    </div>
  );
}

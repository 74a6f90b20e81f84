import {
  ChevronDown,
  ChevronRight,
  CircleX,
  File,
  FileText,
  Folder,
  FolderOpen,
  Link2,
  TriangleAlert,
} from 'lucide-react';
import { memo, type RefObject, useEffect, useRef } from 'react';
import type { LeftOut, Place } from '../../../shared/project.ts';
import { Badge } from '../../components/Badge.tsx';
import { classNames } from '../../components/classNames.ts';
import { formatBytes } from '../../components/format.ts';
import { canBeRead, type TreeRow } from './fileTree.ts';

const TEXT_FILE = /^(elba\.toml|readme.*|.*\.(md|txt|toml))$/i;

function Glyph({ row }: { readonly row: TreeRow }) {
  const { node } = row;
  if (node.leftOut?.kind === 'link') return <Link2 className="i s" />;
  if (node.isFolder) return row.isOpen ? <FolderOpen className="i s" /> : <Folder className="i s" />;
  return TEXT_FILE.test(node.name) ? <FileText className="i s" /> : <File className="i s" />;
}

function Twist({ row }: { readonly row: TreeRow }) {
  if (row.node.children.length === 0) return <span className="tw" />;
  return (
    <span className="tw">{row.isOpen ? <ChevronDown className="i xs" /> : <ChevronRight className="i xs" />}</span>
  );
}

const placeText = (at: Place): string => (at.line === undefined ? at.file : `${at.file}:${at.line}`);

/** Why an entry stays out, with the place of the rule unless the text names it already. */
function reasonOf(leftOut: LeftOut): string {
  if (leftOut.at === undefined || leftOut.text.includes(placeText(leftOut.at))) return leftOut.text;
  return `${leftOut.text} (${placeText(leftOut.at)})`;
}

function Finding({ kind }: { readonly kind: 'error' | 'warning' }) {
  return kind === 'error' ? (
    <Badge tone="err" icon={<CircleX className="i xs" />}>
      Error
    </Badge>
  ) : (
    <Badge tone="warn" icon={<TriangleAlert className="i xs" />}>
      Warning
    </Badge>
  );
}

/** The pointer's way to open a file. Hidden from assistive technology, where Enter on the row does the same. */
function OpenMark({ onOpen }: { readonly onOpen: () => void }) {
  return (
    <span className="link small fopen" aria-hidden="true" onClick={onOpen}>
      Open
    </span>
  );
}

interface Props {
  readonly row: TreeRow;
  readonly top: number;
  readonly totalBytes: number;
  readonly finding: 'error' | 'warning' | undefined;
  readonly isActive: boolean;
  /** Whether its text stands beside the tree; undefined where files open in a dialog. */
  readonly isShown: boolean | undefined;
  readonly outWord: string;
  /** For the active row: set when a key made it active, so that it takes the focus once. */
  readonly takesFocus: RefObject<boolean> | null;
  readonly onActivate: (path: string) => void;
  readonly onToggle: (path: string, isOpen: boolean) => void;
  readonly onOpenFile: (path: string) => void;
}

/** One row of the tree. */
export const FileTreeRow = memo(function FileTreeRow(props: Props) {
  const { row, isActive, takesFocus } = props;
  const { node } = row;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isActive || takesFocus === null || !takesFocus.current) return;
    takesFocus.current = false;
    element.current?.focus({ preventScroll: true });
    element.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive, takesFocus]);
  const isBranch = node.children.length > 0;
  const isReadable = canBeRead(node);
  const opensBeside = props.isShown !== undefined;
  const open = (): void => props.onOpenFile(node.path);
  const share = props.totalBytes > 0 ? (node.bytes / props.totalBytes) * 100 : 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys for all of its rows
    <div
      ref={element}
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.setSize}
      aria-expanded={isBranch ? row.isOpen : undefined}
      aria-haspopup={isReadable && !opensBeside ? 'dialog' : undefined}
      aria-selected={isReadable ? props.isShown : undefined}
      tabIndex={isActive ? 0 : -1}
      className={classNames('frow', node.leftOut !== null && 'ex', props.isShown === true && 'on')}
      style={{ transform: `translateY(${props.top}px)` }}
      onFocus={() => props.onActivate(node.path)}
      onMouseDown={(event) => {
        // A double click opens the file, so it must not mark a word of the row too.
        if (isReadable && event.detail > 1) event.preventDefault();
      }}
      onDoubleClick={isReadable && !opensBeside ? open : undefined}
      onClick={() => {
        props.onActivate(node.path);
        if (isBranch) props.onToggle(node.path, !row.isOpen);
        else if (isReadable && opensBeside) open();
      }}
    >
      <span className="tree" style={{ paddingLeft: (row.level - 1) * 16 }}>
        <Twist row={row} />
        <Glyph row={row} />
        <span className="ell" title={node.path}>
          {node.name}
        </span>
        {props.finding === undefined ? null : <Finding kind={props.finding} />}
        {isReadable && !opensBeside ? <OpenMark onOpen={open} /> : null}
      </span>{' '}
      {node.leftOut === null ? (
        <span className="sizebar" aria-hidden="true">
          <i style={{ width: `${share}%` }} />
        </span>
      ) : (
        <span className="small t3 ell" title={reasonOf(node.leftOut)}>
          <span className="vh">{props.outWord}:</span> {reasonOf(node.leftOut)}
        </span>
      )}{' '}
      <span className="num mono">{node.leftOut !== null && node.bytes === 0 ? '' : formatBytes(node.bytes)}</span>
    </div>
  );
});

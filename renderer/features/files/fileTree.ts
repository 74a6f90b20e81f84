import type { LeftOut, ProjectFiles } from '../../../shared/project.ts';

/** A folder or file of a project. A folder's `bytes` and `files` count what goes into the archive from below it. */
export interface TreeNode {
  readonly path: string;
  readonly name: string;
  readonly isFolder: boolean;
  readonly bytes: number;
  readonly files: number;
  /** Set for what stays out of the archive. */
  readonly leftOut: LeftOut | null;
  readonly children: readonly TreeNode[];
}

/** A row of the tree as it is shown; positions count from 1, as assistive technology wants them. */
export interface TreeRow {
  readonly node: TreeNode;
  readonly level: number;
  readonly position: number;
  readonly setSize: number;
  readonly isOpen: boolean;
  readonly parent: string | null;
}

interface Draft {
  readonly path: string;
  readonly name: string;
  bytes: number;
  leftOut: LeftOut | null;
  /** Null for a file. */
  children: Map<string, Draft> | null;
}

const folderDraft = (path: string, name: string): Draft => ({
  path,
  name,
  bytes: 0,
  leftOut: null,
  children: new Map(),
});

/** The folder that holds `path`, made with all above it where it is missing. */
function parentOf(root: Draft, segments: readonly string[]): Draft {
  let at = root;
  for (const name of segments.slice(0, -1)) {
    at.children ??= new Map();
    const path = at.path === '' ? name : `${at.path}/${name}`;
    const next = at.children.get(name) ?? folderDraft(path, name);
    at.children.set(name, next);
    at = next;
  }
  at.children ??= new Map();
  return at;
}

function add(root: Draft, path: string, bytes: number, leftOut: LeftOut | null): void {
  const segments = path.replace(/\/$/, '').split('/');
  const name = segments.at(-1) ?? path;
  parentOf(root, segments).children?.set(name, {
    path: segments.join('/'),
    name,
    bytes,
    leftOut,
    children: leftOut?.kind === 'folder' ? new Map() : null,
  });
}

const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Folders before files; what goes in before what stays out; then by name. */
function rank(node: TreeNode): number {
  if (node.isFolder) return node.leftOut === null ? 0 : 1;
  return node.leftOut === null ? 2 : 3;
}

function finish(draft: Draft): TreeNode {
  const { path, name, leftOut } = draft;
  if (draft.children === null)
    return {
      path,
      name,
      leftOut,
      isFolder: false,
      bytes: draft.bytes,
      files: leftOut === null ? 1 : 0,
      children: [],
    };
  const children = [...draft.children.values()]
    .map(finish)
    .sort((a, b) => rank(a) - rank(b) || order.compare(a.name, b.name));
  const included = children.filter((child) => child.leftOut === null);
  return {
    path,
    name,
    leftOut,
    isFolder: true,
    bytes: leftOut === null ? included.reduce((sum, child) => sum + child.bytes, 0) : draft.bytes,
    files: included.reduce((sum, child) => sum + child.files, 0),
    children,
  };
}

/** Whether a row is a file that goes in, which can be shown as text. */
export const canBeRead = (node: TreeNode): boolean => !node.isFolder && node.leftOut === null;

/** Puts the flat lists of a project into a tree; the answer is the project's own folder. */
export function buildTree(files: Pick<ProjectFiles, 'included' | 'leftOut'>): TreeNode {
  const root = folderDraft('', '');
  for (const file of files.included) add(root, file.path, file.bytes, null);
  for (const out of files.leftOut) add(root, out.path, out.bytes ?? 0, out);
  return finish(root);
}

/** The rows that are to be seen, from top to bottom, as far as folders are open. */
export function visibleRows(root: TreeNode, isOpen: (path: string) => boolean): TreeRow[] {
  const rows: TreeRow[] = [];
  const visit = (parent: TreeNode, level: number): void => {
    parent.children.forEach((node, at) => {
      const open = node.children.length > 0 && isOpen(node.path);
      rows.push({
        node,
        level,
        position: at + 1,
        setSize: parent.children.length,
        isOpen: open,
        parent: parent.path === '' ? null : parent.path,
      });
      if (open) visit(node, level + 1);
    });
  };
  visit(root, 1);
  return rows;
}

/** The next row after `from` whose name begins with `text`, going round; -1 for none. */
export function findByName(rows: readonly TreeRow[], from: number, text: string): number {
  const wanted = text.toLowerCase();
  for (let step = 0; step < rows.length; step += 1) {
    const at = (from + step) % rows.length;
    if (rows[at]?.node.name.toLowerCase().startsWith(wanted) === true) return at;
  }
  return -1;
}

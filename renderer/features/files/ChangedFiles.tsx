import { type ReactNode, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { formatNoun } from '../../components/format.ts';
import { type ChangedRow, lineCountText, lineCountWords } from './changedRows.ts';
import { type ChangeSource, FileChangePane } from './FileChangePane.tsx';

const WORDS: Record<ChangedRow['kind'], string> = { A: 'Added', M: 'Modified', D: 'Removed' };
/** So many files are listed; the numbers above the list count all of them. */
const MOST_ROWS = 1000;

const countOf = (rows: readonly ChangedRow[], kind: ChangedRow['kind']): number =>
  rows.filter((row) => row.kind === kind).length;

/** What became of a file, for who does not see the glyph and the figures. */
const spoken = ({ kind, lines }: ChangedRow): string =>
  [WORDS[kind], lineCountWords(lines)].filter((part) => part !== '').join(', ');

/** Files that differ, and beside them the lines of the one that is chosen. `from` says what they are compared with. */
export function ChangedFiles(props: {
  readonly rows: readonly ChangedRow[];
  readonly from: ReactNode;
  readonly source: ChangeSource;
}) {
  const { rows } = props;
  const [path, setPath] = useState<string | null>(null);
  const shown = rows.slice(0, MOST_ROWS);
  const active = rows.find((row) => row.path === path) ?? rows[0];
  if (active === undefined) return null;
  return (
    <div className="changes">
      <div className="chlist">
        <div className="small t2 chfrom">
          <span className="row">{props.from}</span>
          <span>
            {countOf(rows, 'A')} added, {countOf(rows, 'M')} modified, {countOf(rows, 'D')} removed
          </span>
        </div>
        <ListBox
          selectionBehavior="replace"
          aria-label="Changed files"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[active.path]}
          onSelectionChange={(keys) => {
            const [first] = keys;
            if (keys !== 'all' && first !== undefined) setPath(String(first));
          }}
        >
          {shown.map((row) => (
            <ListBoxItem
              key={row.path}
              id={row.path}
              textValue={`${row.path}, ${spoken(row)}`}
              className={row.path === active.path ? 'chg on' : 'chg'}
            >
              <span className={`k k-${row.kind}`} title={WORDS[row.kind]} aria-hidden="true">
                {row.kind}
              </span>
              <span className="ell" title={row.path}>
                <bdi>{row.path}</bdi>
              </span>
              <span className="vh">, {spoken(row)}</span>
              <span className="push small t3 nw" aria-hidden="true">
                {lineCountText(row.lines)}
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
        {rows.length > MOST_ROWS ? (
          <p className="small t2 chfrom">{formatNoun(rows.length - MOST_ROWS, 'more file')} not listed.</p>
        ) : null}
      </div>
      <FileChangePane row={active} source={props.source} />
    </div>
  );
}

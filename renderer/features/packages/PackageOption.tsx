// biome-ignore-all lint/a11y/useSemanticElements: a native option cannot hold two lines.
import { Ban } from 'lucide-react';
import { memo, useEffect } from 'react';
import type { PackageRow } from '../../../shared/catalog.ts';
import type { PackageRef } from '../../../shared/ids.ts';
import { formatCount, formatNoun } from '../../components/format.ts';
import { Marked } from './Marked.tsx';
import { packageKey } from './packageKey.ts';
import type { VisibleLoader } from './visibleLoader.ts';

/** Pixels; the style sheet says the same. */
export const PACKAGE_HEIGHT = 48;

interface OptionProps {
  readonly id: string;
  /** What is known by now. */
  readonly row: PackageRow;
  /** Whether the list itself left something out. */
  readonly partial: boolean;
  readonly index: number;
  readonly count: number;
  readonly selected: boolean;
  readonly active: boolean;
  readonly loader: VisibleLoader<PackageRef>;
  /** What a search looked for; found again it is marked. The same array as long as the search is. */
  readonly words: readonly string[];
  /** Whether any source of the registry knows descriptions. */
  readonly hasTexts: boolean;
}

const LONG_GROUP = 14;

/** A long group gives way before the name does; the title has all of it. */
const shortGroup = (group: string): string => (group.length <= LONG_GROUP ? group : `${group.slice(0, 12)}…`);

/** The whole name of a row whose group is drawn shortened; the others are named by what they hold. */
const labelOf = ({ group, name, latest, description }: PackageRow): string | undefined =>
  group.length <= LONG_GROUP
    ? undefined
    : [`${group}/${name}`, latest?.version, description].filter((part) => typeof part === 'string').join(' ');

function Latest({ row }: { readonly row: PackageRow }) {
  if (row.latest === null) return null;
  const { version, yanked } = row.latest;
  return (
    <span className={yanked ? 'mono struck ell pkver' : 'mono t2 ell pkver'} title={version}>
      {version}
    </span>
  );
}

/** The second line: what the package is for; where nobody can say that, how many versions it has. */
function Description({ row, words, hasTexts }: Pick<OptionProps, 'row' | 'words' | 'hasTexts'>) {
  if (row.description !== null) return <Marked text={row.description} words={words} />;
  if (!hasTexts) return row.versions === null ? null : versionsText(row.versions, row.yanked ?? 0);
  return row.latest === null ? null : 'No description';
}

const versionsText = (versions: number, yanked: number): string =>
  yanked === 0 ? formatNoun(versions, 'version') : `${formatNoun(versions, 'version')}, ${formatCount(yanked)} yanked`;

/** A row that was not read yet. */
export function UnreadOption(props: Pick<OptionProps, 'id' | 'index' | 'count' | 'active'>) {
  const { id, index, count, active } = props;
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-label="Reading…"
      aria-selected={false}
      aria-setsize={count}
      aria-posinset={index + 1}
      className={active ? 'pk at' : 'pk'}
      style={{ top: index * PACKAGE_HEIGHT }}
    >
      <span className="sk pkunread" />
    </div>
  );
}

/** One package of the list, two lines: name and latest version, description. Asks for what the list left out while in view. */
export const PackageOption = memo(function PackageOption({
  id,
  row,
  partial,
  index,
  count,
  selected,
  active,
  loader,
  words,
  hasTexts,
}: OptionProps) {
  const key = packageKey(row);
  const { group, name } = row;
  useEffect(() => {
    if (!partial) return;
    loader.enter(key, { group, name });
    return () => loader.leave(key);
  }, [loader, key, group, name, partial]);
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-label={labelOf(row)}
      aria-selected={selected}
      aria-setsize={count}
      aria-posinset={index + 1}
      className={`pk${selected ? ' on' : ''}${active ? ' at' : ''}`}
      style={{ top: index * PACKAGE_HEIGHT }}
      data-row={index}
      title={`${row.group}/${row.name}`}
    >
      <span className="row">
        <span className="ell grow">
          <span className="t2">
            <Marked text={shortGroup(row.group)} words={words} />/
          </span>
          <span className="med">
            <Marked text={row.name} words={words} />
          </span>
        </span>{' '}
        <Latest row={row} />
      </span>{' '}
      <span className="row small t2">
        <span className={row.description === null ? 'ell grow t3' : 'ell grow'}>
          <Description row={row} words={words} hasTexts={hasTexts} />
        </span>{' '}
        {row.latest?.yanked === true && (
          <span className="badge">
            <Ban className="i xs" aria-hidden="true" />
            Latest yanked
          </span>
        )}
      </span>
    </div>
  );
});

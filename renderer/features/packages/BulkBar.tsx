import { Ban, Undo2 } from 'lucide-react';
import type { VersionRow } from '../../../shared/catalog.ts';
import { Button } from '../../components/Button.tsx';
import { formatCount, formatList } from '../../components/format.ts';

/** The most versions that one order can hold. */
const MOST = 1000;

/** What each action would change among the chosen rows. A version whose state nobody has told could be changed by both. */
export function countChanges(rows: readonly VersionRow[]): { readonly yank: string[]; readonly unyank: string[] } {
  return {
    yank: rows.filter(({ yanked }) => yanked !== true).map(({ version }) => version),
    unyank: rows.filter(({ yanked }) => yanked !== false).map(({ version }) => version),
  };
}

const are = (count: number, words: string): string[] =>
  count === 0 ? [] : [`${count === 1 ? 'one is' : `${formatCount(count)} are`} ${words}`];

/** `1.1.9, 1.1.8, 1.1.7; one is already yanked`. */
export function chosenText(rows: readonly VersionRow[]): string {
  const yanked = rows.filter((row) => row.yanked === true).length;
  const open = rows.filter((row) => row.yanked === null).length;
  const notes = [...are(yanked, 'already yanked'), ...are(open, 'not checked yet')];
  const versions = rows.map(({ version }) => version).join(', ');
  return notes.length === 0 ? versions : `${versions}; ${formatList(notes)}`;
}

function reasonFor(count: number, what: string): string | undefined {
  if (count === 0) return `None of the chosen versions can be ${what}.`;
  return count > MOST ? `At most ${formatCount(MOST)} versions at a time.` : undefined;
}

/** What can be done with the chosen versions, and how many each action would change. */
export function BulkBar(props: {
  readonly rows: readonly VersionRow[];
  /** Why nothing can be changed now, if so. */
  readonly blocked: string | undefined;
  readonly onClear: () => void;
  readonly onAsk: (versions: readonly string[], yanked: boolean) => void;
}) {
  const { rows, blocked, onClear, onAsk } = props;
  const { yank, unyank } = countChanges(rows);
  const text = chosenText(rows.length > 100 ? rows.slice(0, 100) : rows);
  return (
    <div className="bulk" role="toolbar" aria-label="Selected versions">
      <span className="med nowrap" role="status">
        {formatCount(rows.length)} selected
      </span>
      <span className="small t2 ell" title={text}>
        {text}
      </span>
      <span className="push row">
        <Button variant="ghost" onPress={onClear}>
          Clear
        </Button>
        <Button
          icon={<Undo2 className="i s" aria-hidden="true" />}
          disabledReason={blocked ?? reasonFor(unyank.length, 'unyanked')}
          onPress={() => onAsk(unyank, false)}
        >
          Unyank {formatCount(unyank.length)}…
        </Button>
        <Button
          variant="dangerOutline"
          icon={<Ban className="i s" aria-hidden="true" />}
          disabledReason={blocked ?? reasonFor(yank.length, 'yanked')}
          onPress={() => onAsk(yank, true)}
        >
          Yank {formatCount(yank.length)}…
        </Button>
      </span>
    </div>
  );
}

import { Check, FileSearch, Fingerprint, ListTree, Search, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Evidence } from '../../../shared/job.ts';
import { formatInstant, formatTimeExact } from '../../components/format.ts';

const GLYPHS: Record<Evidence['kind'], ReactNode> = {
  sent: <Unplug className="i s" />,
  metadata: <FileSearch className="i s" />,
  versions: <Search className="i s" />,
  index: <ListTree className="i s" />,
  download: <Fingerprint className="i s" />,
};

/** What was seen, when, and what it proves, in the order in which it was looked at. */
export function EvidenceList(props: {
  readonly evidence: readonly Evidence[];
  /** The last thing seen settles it for the good. */
  readonly isSettled: boolean;
}) {
  const { evidence } = props;
  if (evidence.length === 0) return null;
  return (
    <ol className="evid" aria-label="What was looked at">
      {evidence.map((item, at) => {
        const settles = props.isSettled && at === evidence.length - 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is a record in order and is never rearranged
          <li key={at}>
            {GLYPHS[item.kind]}
            <time className="t3" dateTime={item.at} title={formatInstant(item.at)}>
              {formatTimeExact(item.at)}
            </time>
            <span className="brk">{item.seen}</span>
            <span className={settles ? 'ok st' : 't2'}>
              {settles ? <Check className="i xs" /> : null}
              {item.proves}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

import { CircleCheck, CircleDashed, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Finding } from '../../../shared/look.ts';
import { ErrorDetails } from '../../components/ErrorNote.tsx';

const GLYPHS: Record<Finding['state'], ReactNode> = {
  checking: <LoaderCircle className="i spin" aria-hidden="true" />,
  good: <CircleCheck className="i ok" aria-hidden="true" />,
  open: <CircleDashed className="i t2" aria-hidden="true" />,
  bad: <TriangleAlert className="i warn" aria-hidden="true" />,
};

/** Reachability first, the token last, whatever came in when. */
const ORDER: readonly Finding['id'][] = [
  'proxy',
  'reach',
  'family',
  'reads',
  'index',
  'belong',
  'clock',
  'known',
  'token',
];

/** What a look at an address found, filling in while it is under way. */
export function LookList({ findings }: { readonly findings: readonly Finding[] }) {
  const sorted = [...findings].sort((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id));
  return (
    <ul className="probe box" aria-live="polite" aria-label="What was found">
      {sorted.map(({ id, state, title, text, error }) => (
        <li key={id}>
          {GLYPHS[state]}
          <span className="grow">
            <span className="med">{title}</span>
            <span className="small t2 brk">{text}</span>
            {error !== undefined && <ErrorDetails error={error} />}
          </span>
        </li>
      ))}
    </ul>
  );
}

import { Ban, CircleCheck, CircleQuestionMark, CircleSlash, CircleX, LoaderCircle, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ActivityEntry } from '../../../shared/job.ts';
import { StatusText } from '../../components/StatusText.tsx';

interface Look {
  readonly glyph: ReactNode;
  readonly text: string;
  readonly tone?: 'ok' | 'warn' | 'err';
}

const i = { className: 'i s', 'aria-hidden': true } as const;
const DONE = <CircleCheck {...i} />;
const REFUSED = <CircleX {...i} />;

/** `, confirmed` where the registry's answer was lost and the outcome was seen afterwards. */
const confirmed = (how: 'answer' | 'looked'): string => (how === 'looked' ? ', confirmed' : '');

/** Something was seen afterwards only where bytes had left. */
function notSentText({
  error,
  evidence,
}: Extract<NonNullable<ActivityEntry['outcome']>, { kind: 'not_sent' }>): string {
  const looked = evidence.length > 0;
  if (error.code === 'cancelled') return looked ? 'Cancelled, nothing stored' : 'Cancelled before sending';
  return looked ? 'Nothing stored' : 'Not sent';
}

/** How an outcome is shown in one or two words, as glyph and word. */
export function outcomeLook(entry: ActivityEntry): Look {
  const { outcome } = entry;
  switch (outcome?.kind) {
    case undefined:
      return { glyph: <LoaderCircle className="i s spin" aria-hidden />, text: 'Under way' };
    case 'published':
      return { glyph: DONE, text: `Published${confirmed(outcome.confirmed)}`, tone: 'ok' };
    case 'yanked':
      return { glyph: <Ban {...i} />, text: `Yanked${confirmed(outcome.confirmed)}` };
    case 'unyanked':
      return { glyph: <Undo2 {...i} />, text: `Unyanked${confirmed(outcome.confirmed)}` };
    case 'rejected':
      return { glyph: REFUSED, text: 'Rejected', tone: 'err' };
    case 'not_sent':
      return {
        glyph: <CircleSlash {...i} />,
        text: notSentText(outcome),
      };
    case 'unknown':
      return { glyph: <CircleQuestionMark {...i} />, text: 'Unknown', tone: 'warn' };
    case 'token_accepted':
      return { glyph: DONE, text: 'Accepted', tone: 'ok' };
    case 'token_rejected':
      return { glyph: REFUSED, text: 'Token rejected', tone: 'err' };
  }
}

/** The outcome of an entry as glyph and word. */
export function OutcomeText({ entry }: { readonly entry: ActivityEntry }) {
  const { glyph, text, tone } = outcomeLook(entry);
  return (
    <StatusText glyph={glyph} tone={tone}>
      {text}
    </StatusText>
  );
}

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
        text: outcome.error.code === 'cancelled' ? 'Cancelled before sending' : 'Not sent',
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

import { CircleAlert, CircleDashed, Clock, Key } from 'lucide-react';
import type { SavedToken } from '../../../shared/tokens.ts';
import { expiryOf } from '../../components/expiry.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { StatusText } from '../../components/StatusText.tsx';

/** The state of a token as glyph and words; without one, that there is none. */
export function TokenStatus({ token }: { readonly token: Pick<SavedToken, 'test' | 'reason'> | null }) {
  if (token === null)
    return (
      <StatusText className="med" glyph={<CircleDashed className="i s" aria-hidden="true" />}>
        No token
      </StatusText>
    );
  if (token.reason !== undefined)
    return (
      <StatusText className="med" tone="err" glyph={<CircleAlert className="i s" aria-hidden="true" />}>
        The saved token can’t be read
      </StatusText>
    );
  if (token.test === 'rejected')
    return (
      <StatusText className="med" tone="err" glyph={<CircleAlert className="i s" aria-hidden="true" />}>
        Token rejected
      </StatusText>
    );
  return (
    <StatusText className="med" glyph={<Key className="i s" aria-hidden="true" />}>
      Token saved
    </StatusText>
  );
}

/** When it was saved and tested, in one line. */
export function TokenDates({ token, name }: { readonly token: SavedToken; readonly name: string }) {
  const { savedAt, test, testedAt } = token;
  return (
    <>
      {savedAt !== undefined && (
        <>
          Saved <RelativeTime instant={savedAt} />.{' '}
        </>
      )}
      {test === 'untested' || testedAt === undefined ? (
        'Not tested yet.'
      ) : (
        <>
          {test === 'accepted' ? 'Last accepted' : 'Rejected'} by {name} <RelativeTime instant={testedAt} />.
        </>
      )}
    </>
  );
}

/** The day on which it expires, with a warning when that is near or over. */
export function TokenExpiry({ day }: { readonly day: string | undefined }) {
  if (day === undefined) return null;
  const { kind, words } = expiryOf(day, new Date());
  if (kind === 'later') return <span className="small t2">{words}.</span>;
  return (
    <StatusText
      className="small"
      tone={kind === 'over' ? 'err' : 'warn'}
      glyph={<Clock className="i s" aria-hidden="true" />}
    >
      {words}
    </StatusText>
  );
}

import { useState } from 'react';
import { Disclosure } from './Disclosure.tsx';
import { formatCount } from './format.ts';

const SHOWN = 300;

/** The status to put before an answer; nothing where the text that main hands on begins with it already. */
const statusBefore = (text: string, status: number | undefined): string =>
  status === undefined || text.split(' ', 1)[0] === String(status) ? '' : `${status} `;

/** An answer with its status before it, once. */
export const answerText = (text: string, status: number | undefined): string => statusBefore(text, status) + text;

/** The words of a server, as text and never as markup, behind "What {registry} answered"; cut at 300 characters. */
export function ServerText(props: {
  readonly text: string;
  readonly registryName?: string | undefined;
  readonly status?: number | undefined;
}) {
  const [isWhole, setWhole] = useState(false);
  const isCut = !isWhole && props.text.length > SHOWN;
  return (
    <Disclosure
      className="srv"
      summary={props.registryName === undefined ? 'What came back' : `What ${props.registryName} answered`}
    >
      <code className="brk">
        {statusBefore(props.text, props.status)}
        {isCut ? `${props.text.slice(0, SHOWN)}…` : props.text}
      </code>
      {isCut ? (
        <button type="button" className="link" onClick={() => setWhole(true)}>
          Show all {formatCount(props.text.length)} characters
        </button>
      ) : null}
    </Disclosure>
  );
}

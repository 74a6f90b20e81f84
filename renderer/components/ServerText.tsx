import { useState } from 'react';
import { Disclosure } from './Disclosure.tsx';
import { formatCount } from './format.ts';

const SHOWN = 300;

/** The words of a server, as text and never as markup, behind "What {registry} answered"; cut at 300 characters. */
export function ServerText(props: {
  readonly text: string;
  readonly registryName?: string | undefined;
  readonly status?: number | undefined;
}) {
  const [isWhole, setWhole] = useState(false);
  const isCut = !isWhole && props.text.length > SHOWN;
  const status = props.status === undefined ? '' : `${props.status} `;
  return (
    <Disclosure
      className="srv"
      summary={props.registryName === undefined ? 'What came back' : `What ${props.registryName} answered`}
    >
      <code className="brk">
        {status}
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

import { type ReactNode, useState } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

/**
 * A link out of a text that others wrote. Its words can say anything, so the address is shown before `onOpen` hands it out. `url` is
 * absolute and https; where it is not one, only the words are shown.
 */
export function OutsideLink(props: {
  readonly url: string;
  readonly onOpen: (url: string) => void;
  readonly children: ReactNode;
}) {
  const [isAsking, setAsking] = useState(false);
  const url = URL.parse(props.url);
  if (url?.protocol !== 'https:') return <span title={props.url}>{props.children}</span>;
  const stay = (): void => setAsking(false);
  return (
    <>
      <button type="button" className="link" title={url.href} onClick={() => setAsking(true)}>
        {props.children}
      </button>
      <Dialog
        isOpen={isAsking}
        onCancel={stay}
        title="Open this address in your browser?"
        footer={
          <>
            <Button autoFocus onPress={stay}>
              Cancel
            </Button>
            <Button
              variant="primary"
              onPress={() => {
                stay();
                props.onOpen(url.href);
              }}
            >
              Open {url.host}
            </Button>
          </>
        }
      >
        <p className="t2">The link is part of a text that others wrote. It leads to:</p>
        <p>
          <code className="brk">{url.href}</code>
        </p>
      </Dialog>
    </>
  );
}

import { ImageOff } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { OutsideLink } from '../../components/OutsideLink.tsx';
import { isTooCostly } from './markdownCost.ts';

const PARTS: Components = {
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  h4: ({ children }) => <h6>{children}</h6>,
  h5: ({ children }) => <h6>{children}</h6>,
  pre: ({ children }) => (
    <pre className="snip">
      <span>{children}</span>
    </pre>
  ),
  img: ({ alt }) => (
    <span className="small t2 noimg">
      <ImageOff className="i s" /> {alt === undefined || alt === '' ? 'Image' : alt} (image, not loaded)
    </span>
  ),
};

/** Shows other children where setting the first ones failed, as Markdown made for that can do. */
export class OnFailure extends Component<
  { readonly instead: ReactNode; readonly children: ReactNode },
  { failed: boolean }
> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.instead : this.props.children;
  }
}

/** The text as it was written. */
const Plain = ({ text }: { readonly text: string }) => (
  <>
    <p className="small t2">This text cannot be set as Markdown, so it is shown as it was written.</p>
    <pre className="snip">
      <span>{text}</span>
    </pre>
  </>
);

/** A text in Markdown. Raw HTML is left out and no image is loaded; what links lead to is opened outside, and only over https. */
export function Markdown({ text }: { readonly text: string }) {
  const client = useClient();
  const open = (url: string): void => {
    // Nothing on the page depends on it; the host shows what kept it from opening.
    client.invoke('app.openLink', { url }).catch(() => undefined);
  };
  const link: NonNullable<Components['a']> = ({ href = '', children }) => (
    <OutsideLink url={href} onOpen={open}>
      {children}
    </OutsideLink>
  );
  return (
    <article className="md">
      {isTooCostly(text) ? (
        <Plain text={text} />
      ) : (
        <OnFailure key={text} instead={<Plain text={text} />}>
          <ReactMarkdown skipHtml components={{ ...PARTS, a: link }}>
            {text}
          </ReactMarkdown>
        </OnFailure>
      )}
    </article>
  );
}

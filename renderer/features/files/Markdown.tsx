import { ImageOff } from 'lucide-react';
import ReactMarkdown, { type Components } from 'react-markdown';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { OutsideLink } from '../../components/OutsideLink.tsx';

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
      <ReactMarkdown skipHtml components={{ ...PARTS, a: link }}>
        {text}
      </ReactMarkdown>
    </article>
  );
}

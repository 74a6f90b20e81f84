import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import { announce } from './LiveRegion.tsx';

const SHOWN_MS = 2000;

type CopyState = 'idle' | 'copied' | 'failed';

const WORDS: Record<CopyState, string> = { idle: 'Copy', copied: 'Copied', failed: 'Copying was refused' };

function useCopy(text: string): { state: CopyState; copy: () => void } {
  const [state, setState] = useState<CopyState>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const tell = (next: 'copied' | 'failed'): void => {
    setState(next);
    announce(WORDS[next]);
  };
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => tell('copied'),
      () => tell('failed'),
    );
  };
  return { state, copy };
}

/** A button that copies `text` and says so. `what` names it for a screen reader: "Copy sha256". */
export function CopyButton(props: {
  readonly text: string;
  readonly what: string;
  /** `icon` is the small glyph beside a value. */
  readonly kind?: 'button' | 'icon';
}) {
  const { state, copy } = useCopy(props.text);
  const glyph = state === 'copied' ? <Check className="i s" /> : <Copy className="i s" />;
  const name = state === 'idle' ? `Copy ${props.what}` : WORDS[state];
  return props.kind === 'icon' ? (
    <IconButton size="sm" label={name} icon={glyph} onPress={copy} />
  ) : (
    <Button size="sm" variant="ghost" icon={glyph} onPress={copy} aria-label={name}>
      {WORDS[state]}
    </Button>
  );
}

/** A value in mono type with a glyph that copies it whole. */
export function Copyable(props: { readonly text: string; readonly what: string; readonly children?: ReactNode }) {
  return (
    <span className="row copyable">
      <code className="ell" title={props.text}>
        {props.children ?? props.text}
      </code>
      <CopyButton text={props.text} what={props.what} kind="icon" />
    </span>
  );
}

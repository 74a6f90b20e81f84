import { type ReactNode, useRef } from 'react';
import { Button } from './Button.tsx';

/** A button that lets the person choose one file in the browser's own dialog; the page reads it. */
export function FileButton(props: {
  readonly children: ReactNode;
  /** What the file is, for assistive technology. */
  readonly label: string;
  /** Endings, such as `.pem,.crt`. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  readonly isBusy?: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button isBusy={props.isBusy ?? false} onPress={() => input.current?.click()}>
        {props.children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={props.accept}
        aria-label={props.label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // Emptied, so that the same file can be chosen again.
          event.currentTarget.value = '';
          if (file !== undefined) props.onFile(file);
        }}
      />
    </>
  );
}

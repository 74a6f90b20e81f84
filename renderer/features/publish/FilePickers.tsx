import type { RefObject } from 'react';

/** The browser's own folder picker; it lies outside of the page and is opened by "Choose folder…". */
export function FolderInput(props: {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly onChosen: (files: readonly File[], name: string) => void;
}) {
  return (
    <input
      ref={(element) => {
        props.inputRef.current = element;
        if (element !== null) element.webkitdirectory = true;
      }}
      type="file"
      hidden
      aria-label="Folder to review"
      onChange={(event) => {
        const files = Array.from(event.currentTarget.files ?? []);
        // Emptied, so that the same folder can be chosen again.
        event.currentTarget.value = '';
        if (files.length > 0) props.onChosen(files, files[0]?.webkitRelativePath.split('/')[0] ?? '');
      }}
    />
  );
}

/** The browser's own file picker, opened by "Choose archive…". */
export function ArchiveInput(props: {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly onChosen: (file: File) => void;
}) {
  return (
    <input
      ref={props.inputRef}
      type="file"
      accept=".gz,application/gzip"
      hidden
      aria-label="Archive to review"
      onChange={(event) => {
        const [file] = Array.from(event.currentTarget.files ?? []);
        event.currentTarget.value = '';
        if (file !== undefined) props.onChosen(file);
      }}
    />
  );
}

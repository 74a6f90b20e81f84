import { Download } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { saveText } from './saveText.ts';

const FORMATS = [
  { id: 'jsonl', label: 'JSON Lines', note: 'One entry a line, with everything that is known' },
  { id: 'csv', label: 'CSV', note: 'A table, for a spreadsheet' },
] as const;

/** Asks for a form and saves the whole log in it, whatever the page filters. What goes wrong is given to `error`. */
export function useExport() {
  const call = useCall('activity.export');
  const save = (format: (typeof FORMATS)[number]['id']): void =>
    call.mutate({ format }, { onSuccess: ({ name, text }) => saveText(name, text) });
  return { save, isBusy: call.isPending, error: call.error === null ? null : errorOf(call.error) };
}

export type Export = ReturnType<typeof useExport>;

/** The button of the page's bar that opens the two forms. */
export function ExportButton({ save, isBusy }: Export) {
  return (
    <MenuTrigger>
      <Button className="push" icon={<Download className="i s" />} isBusy={isBusy}>
        Export…
      </Button>
      <Popover className="pop" offset={4} placement="bottom end">
        <Menu className="poplist" aria-label="Export the log">
          {FORMATS.map(({ id, label, note }) => (
            <MenuItem key={id} id={id} textValue={label} className="popitem" onAction={() => save(id)}>
              <span className="two grow">
                <span>{label}</span>
                <span className="small t2 note2">{note}</span>
              </span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** Why the log could not be exported, if it could not. */
export function ExportError({ error }: Export) {
  return error === null ? null : (
    <div className="pkbanner">
      <ErrorNote error={error} />
    </div>
  );
}

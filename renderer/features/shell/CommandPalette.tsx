import { useState } from 'react';
import {
  Dialog as AriaDialog,
  Autocomplete,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components';
import { useInfo, useRegistries } from '../../bridge/useAppState.ts';
import { Swatch } from '../../components/Swatch.tsx';
import { type PaletteEntry, paletteSections } from './paletteEntries.ts';
import { navigate } from './router.ts';
import type { RunCommand } from './useCommands.ts';
import { usePalettePackages } from './usePalettePackages.ts';

function Entry({ entry }: { readonly entry: PaletteEntry }) {
  return (
    <MenuItem id={entry.id} textValue={entry.title} className="popitem">
      {entry.registry === null ? null : <Swatch colour={entry.registry.colour} />}
      <span className="grow ell" title={entry.title}>
        {entry.title}
      </span>
      {entry.note === null ? null : <span className="small t2 ell palnote">{entry.note}</span>}
    </MenuItem>
  );
}

function PaletteList({ onDone, run }: { readonly onDone: () => void; readonly run: RunCommand }) {
  const { platform } = useInfo();
  const registries = useRegistries();
  const [text, setText] = useState('');
  const packages = usePalettePackages(text, registries);
  const sections = paletteSections(text, platform, registries, packages);
  const act = (key: React.Key): void => {
    const entry = sections.flatMap(({ entries }) => entries).find(({ id }) => id === key);
    if (entry === undefined) return;
    onDone();
    if (entry.does.kind === 'go') navigate(entry.does.route);
    else run(entry.does.command);
  };
  return (
    <Autocomplete inputValue={text} onInputChange={setText}>
      <SearchField aria-label="Search actions, registries and packages" autoFocus className="palsearch">
        <Input className="input" placeholder="Search actions, registries and packages" />
      </SearchField>
      <Menu
        aria-label="Found"
        className="poplist pallist"
        onAction={act}
        renderEmptyState={() => <p className="t2 palnone">Nothing matches {text}</p>}
      >
        {sections.map(({ title, entries }) => (
          <MenuSection key={title} id={title}>
            <Header className="palhead">{title}</Header>
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </MenuSection>
        ))}
      </Menu>
    </Autocomplete>
  );
}

/** Everything that can be done or gone to from anywhere, found by typing. */
export function CommandPalette(props: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly run: RunCommand;
}) {
  return (
    <ModalOverlay
      className="scrim palscrim"
      isOpen={props.isOpen}
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      isDismissable
    >
      <Modal className="modal">
        <AriaDialog className="dialog palette" aria-label="Command palette">
          <PaletteList onDone={props.onClose} run={props.run} />
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

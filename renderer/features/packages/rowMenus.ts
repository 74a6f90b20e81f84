import type { PackageRow, VersionRow } from '../../../shared/catalog.ts';
import { copyText, type MenuEntry } from '../shell/ContextMenu.tsx';
import { dependencyLine } from './versionRows.ts';

/** The index of the row that an event came from; null where it came from none. */
export function rowIndexOf(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest('[data-row]') : null;
  const index = Number(row?.getAttribute('data-row') ?? -1);
  return index < 0 ? null : index;
}

/** What can be done with a package of the list. */
export function packageMenu({ group, name, latest }: PackageRow, open: () => void): MenuEntry[] {
  const whole = `${group}/${name}`;
  return [
    { id: 'open', label: `Show ${whole}`, run: open },
    null,
    { id: 'name', label: 'Copy name', run: () => copyText(whole) },
    {
      id: 'dependency',
      label: 'Copy line for elba.toml',
      isDisabled: latest === null,
      run: () => {
        if (latest !== null) copyText(dependencyLine(whole, latest.version));
      },
    },
  ];
}

/** What can be done with a version. Yanking asks as its switch does. */
export function versionMenu(name: string, row: VersionRow, toggle: (row: VersionRow) => void): MenuEntry[] {
  const { version, yanked } = row;
  return [
    { id: 'version', label: 'Copy version', run: () => copyText(version) },
    { id: 'dependency', label: 'Copy line for elba.toml', run: () => copyText(dependencyLine(name, version)) },
    null,
    {
      id: 'yank',
      label: yanked === true ? `Unyank ${version}` : `Yank ${version}…`,
      isDisabled: yanked === null,
      run: () => toggle(row),
    },
  ];
}

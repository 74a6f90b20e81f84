import type { PackageRef, RegistryId } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import type { Command } from '../../../shared/shell.ts';
import type { AppInfo } from '../../../shared/snapshot.ts';
import { COMMANDS, keyLabel } from './commands.ts';
import type { Route } from './router.ts';

/** One line of the command palette. `note` stands at its right: a key, or the registry that a package is of. */
export interface PaletteEntry {
  readonly id: string;
  readonly title: string;
  readonly note: string | null;
  readonly registry: Registry | null;
  readonly does: { readonly kind: 'run'; readonly command: Command } | { readonly kind: 'go'; readonly route: Route };
}

export interface PaletteSection {
  readonly title: string;
  readonly entries: readonly PaletteEntry[];
}

/** A package that was found, in the registry where it was. */
export interface FoundPackage {
  readonly registryId: RegistryId;
  readonly ref: PackageRef;
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Whether every word of the search is somewhere in the title. */
const fits = (title: string, words: readonly string[]): boolean =>
  words.every((word) => title.toLowerCase().includes(word));

/** Those that fit; the ones that begin with what was typed come first. */
function matching(entries: readonly PaletteEntry[], text: string): PaletteEntry[] {
  const words = wordsOf(text);
  const start = text.trim().toLowerCase();
  const found = entries.filter(({ title }) => fits(title, words));
  const begins = ({ title }: PaletteEntry): boolean => title.toLowerCase().startsWith(start);
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))];
}

const actions = (platform: AppInfo['platform']): PaletteEntry[] =>
  COMMANDS.filter(({ id }) => id !== 'palette').map((command) => ({
    id: `run ${command.id}`,
    title: command.title,
    note: keyLabel(command, platform),
    registry: null,
    does: { kind: 'run', command: command.id },
  }));

const placesOf = (registry: Registry): PaletteEntry[] => [
  {
    id: `registry ${registry.id}`,
    title: registry.name,
    note: registry.host,
    registry,
    does: { kind: 'go', route: { page: 'registry', registryId: registry.id } },
  },
  {
    id: `packages ${registry.id}`,
    title: `Packages of ${registry.name}`,
    note: null,
    registry,
    does: { kind: 'go', route: { page: 'packages', registryId: registry.id } },
  },
];

/** What the palette offers for what was typed, in sections; those without an entry are left out. */
export function paletteSections(
  text: string,
  platform: AppInfo['platform'],
  registries: readonly Registry[],
  packages: readonly FoundPackage[],
): PaletteSection[] {
  const found = packages.flatMap(({ registryId, ref }): PaletteEntry[] => {
    const registry = registries.find(({ id }) => id === registryId);
    if (registry === undefined) return [];
    return [
      {
        id: `package ${registryId} ${ref.group}/${ref.name}`,
        title: `${ref.group}/${ref.name}`,
        note: registry.name,
        registry,
        does: { kind: 'go', route: { page: 'packages', registryId, ...ref } },
      },
    ];
  });
  const sections = [
    { title: 'Actions', entries: matching(actions(platform), text) },
    { title: 'Registries', entries: matching(registries.flatMap(placesOf), text) },
    { title: 'Packages', entries: found },
  ];
  return sections.filter(({ entries }) => entries.length > 0);
}

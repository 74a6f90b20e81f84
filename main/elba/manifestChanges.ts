import type { ManifestChange } from '../../shared/changes.ts';
import type { ManifestView } from '../../shared/project.ts';
import { normaliseName, parsePackageName } from './packageName.ts';

type Part = ManifestChange['part'];
type Named = ReadonlyMap<string, { readonly name: string; readonly text: string }>;

const keyOf = (name: string): string => {
  const parsed = parsePackageName(name);
  return parsed.ok ? normaliseName(parsed.ref) : name;
};

const dependenciesOf = (view: ManifestView, dev: boolean): Named =>
  new Map(
    view.dependencies
      .filter((one) => one.dev === dev)
      .map(({ name, requirement }) => [keyOf(name), { name, text: requirement }]),
  );

const targetsOf = (view: ManifestView): Named =>
  new Map(
    view.targets.map(({ kind, name, path, mods }) => {
      const title = name === undefined ? kind : `${kind} ${name}`;
      return [
        `${title} ${name === undefined && kind !== 'lib' ? path : ''}`,
        { name: title, text: [path, ...mods].join(' ') },
      ];
    }),
  );

function fieldsOf(view: ManifestView): Named {
  const { description, homepage, repository, license, readme } = view;
  const lists = { authors: view.authors, keywords: view.keywords, exclude: view.exclude };
  const listed = Object.entries(lists).flatMap(([name, all]) =>
    all.length === 0 ? [] : [[name, all.join(', ')] as const],
  );
  const texts = Object.entries({ description, homepage, repository, license, readme }).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, text] as const],
  );
  return new Map([...texts, ...listed].map(([name, text]) => [name, { name, text }]));
}

function changesIn(part: Part, before: Named, after: Named): ManifestChange[] {
  const keys = [...new Set([...after.keys(), ...before.keys()])];
  return keys.flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    if (was?.text === is?.text) return [];
    const name = is?.name ?? was?.name ?? key;
    return [{ part, name, before: was?.text ?? null, after: is?.text ?? null }];
  });
}

/** What differs between two manifests: dependencies, targets and the other fields; another spelling of a dependency is no difference. */
export const manifestChanges = (before: ManifestView, after: ManifestView): ManifestChange[] => [
  ...changesIn('dependency', dependenciesOf(before, false), dependenciesOf(after, false)),
  ...changesIn('dev_dependency', dependenciesOf(before, true), dependenciesOf(after, true)),
  ...changesIn('target', targetsOf(before), targetsOf(after)),
  ...changesIn('field', fieldsOf(before), fieldsOf(after)),
];

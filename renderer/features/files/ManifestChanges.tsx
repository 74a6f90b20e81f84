import type { ManifestChange } from '../../../shared/changes.ts';

/** What elba.toml says differently: dependencies, targets and other fields. Nothing where nothing differs. */
export function ManifestChanges({ changes }: { readonly changes: readonly ManifestChange[] }) {
  if (changes.length === 0) return null;
  return (
    <ul className="small chmanifest" aria-label="What elba.toml says differently">
      {changes.map((one) => (
        <li key={`${one.part} ${one.name}`}>
          <span className="med">{one.name}</span> {one.before === null ? 'new' : <del>{one.before}</del>}
          {one.after === null ? ' removed' : <ins> {one.after}</ins>}
        </li>
      ))}
    </ul>
  );
}

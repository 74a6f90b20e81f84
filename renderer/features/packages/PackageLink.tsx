import type { RegistryId } from '../../../shared/ids.ts';
import { href } from '../shell/router.ts';

/** A package by its name, as the way to it on the same registry; text where it is no name of a package. */
export function PackageLink({ registryId, name }: { readonly registryId: RegistryId; readonly name: string }) {
  const [group = '', rest = '', ...more] = name.split('/');
  if (group === '' || rest === '' || more.length > 0) return <span title={name}>{name}</span>;
  return (
    <a href={href({ page: 'packages', registryId, group, name: rest })} title={name}>
      {name}
    </a>
  );
}

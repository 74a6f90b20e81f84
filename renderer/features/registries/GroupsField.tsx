import type { Registry } from '../../../shared/registry.ts';
import { CommitField } from './CommitField.tsx';
import type { ProfileEditing } from './useProfile.ts';

const split = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((group) => group.trim())
    .filter((group) => group !== '');

const GROUP = /^[\p{L}\p{N}_-]+$/u;

function checkGroups(text: string): string | undefined {
  const wrong = split(text).find((group) => !GROUP.test(group));
  return wrong === undefined ? undefined : `${wrong} cannot be a group: letters, digits, - and _ are taken.`;
}

/** The groups whose packages choose this registry by themselves. A production registry is never preselected. */
export function GroupsField({ registry, profile }: { readonly registry: Registry; readonly profile: ProfileEditing }) {
  if (registry.production) return <p className="t2 labline">None; a production registry is never chosen by itself.</p>;
  return (
    <CommitField
      label="Preselect for groups"
      mono
      maxLength={2000}
      placeholder="acme, acme-labs"
      value={(registry.groups ?? []).join(', ')}
      check={checkGroups}
      onCommit={(text) => profile.save({ groups: split(text) })}
      hint="A project of one of these groups has this registry chosen until you choose something else for it."
    />
  );
}

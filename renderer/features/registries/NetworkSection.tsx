import type { Registry } from '../../../shared/registry.ts';
import { Disclosure } from '../../components/Disclosure.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { NetworkFields } from './NetworkFields.tsx';
import { useProfile } from './useProfile.ts';

/** How this registry is reached where the settings are not right for it. */
export function NetworkSection({ registry }: { readonly registry: Registry }) {
  const profile = useProfile(registry);
  const { network = {} } = registry;
  const isOwn = Object.keys(network).length > 0;
  return (
    <Disclosure
      summary={isOwn ? 'Network, other than in Settings' : 'Network, as in Settings'}
      startsOpen={isOwn}
      className="netdiscl"
    >
      <div className="form">
        <NetworkFields
          value={network}
          inherited="Without a choice here, the one in Settings holds."
          onChange={(next) => profile.save({ network: next })}
        />
      </div>
      {profile.error !== null && <ErrorNote error={profile.error} registryName={registry.name} />}
    </Disclosure>
  );
}

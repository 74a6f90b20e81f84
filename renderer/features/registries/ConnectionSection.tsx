import { useState } from 'react';
import type { Registry, RouteFamily } from '../../../shared/registry.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Select } from '../../components/Select.tsx';
import { AddressForm } from './AddressForm.tsx';
import { CommitField } from './CommitField.tsx';
import { checkProfile, profileOf } from './profileForm.ts';
import { useProfile } from './useProfile.ts';

const FAMILIES = { documented: 'documented routes', packages: 'packages routes' } as const;

/** The ways to speak to a registry. What was found out stands in the first. */
export const familyOptions = (found: 'documented' | 'packages' | null) =>
  [
    { id: 'auto', label: found === null ? 'Find out by itself' : `Detected: ${FAMILIES[found]}` },
    { id: 'documented', label: 'Documented routes', note: '/api/v1/publish, as in elba’s Guide' },
    { id: 'packages', label: 'Packages routes', note: '/api/v1/packages/…, as the reference registry' },
  ] as const;

function Address({ registry }: { readonly registry: Registry }) {
  const [isEditing, setEditing] = useState(false);
  if (isEditing) return <AddressForm registry={registry} onDone={() => setEditing(false)} />;
  return (
    <div>
      <div className="row">
        <input
          className="input mono"
          aria-label="Registry URL"
          value={registry.url}
          placeholder="none; only the index is read"
          readOnly
        />
        {!registry.embedded && <Button onPress={() => setEditing(true)}>Change…</Button>}
      </div>
      <p className="hint">
        {registry.embedded
          ? 'This program listens there while the registry runs; nobody outside this computer can reach it.'
          : 'A new address needs a new token; the saved one is not sent anywhere else.'}
      </p>
    </div>
  );
}

/** Where a registry is and how it is spoken to. */
export function ConnectionSection({ registry }: { readonly registry: Registry }) {
  const others = useRegistries().filter((one) => one.id !== registry.id);
  const profile = useProfile(registry);
  const found = registry.status.kind === 'reachable' ? registry.status.family : null;
  return (
    <div className="form">
      <span className="lab">Registry URL</span>
      <Address registry={registry} />
      <span className="lab">Index</span>
      {registry.embedded ? (
        <input className="input mono" aria-label="Index" value={registry.index} readOnly />
      ) : (
        <CommitField
          label="Index"
          mono
          value={registry.index}
          placeholder="index+git+https://…"
          check={(index) => {
            const errors = checkProfile({ ...profileOf(registry), index }, others);
            return errors.index ?? (registry.url === '' ? errors.url : undefined);
          }}
          onCommit={(index) => profile.save({ index })}
          hint="Where elba itself looks versions up. It is read where the registry has no routes for that."
        />
      )}
      <span className="lab">API style</span>
      <div>
        <Select<RouteFamily>
          label="API style"
          hideLabel
          width={320}
          options={familyOptions(found)}
          value={registry.family}
          onChange={(family) => void profile.save({ family })}
        />
        <p className="hint">Which routes publishing and yanking use. Switch if they answer 404.</p>
      </div>
      {profile.error !== null && (
        <>
          <span className="lab" />
          <ErrorNote error={profile.error} registryName={registry.name} />
        </>
      )}
    </div>
  );
}

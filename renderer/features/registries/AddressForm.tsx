import { useState } from 'react';
import type { Registry } from '../../../shared/registry.ts';
import { useRegistries } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { TextField } from '../../components/TextField.tsx';
import { PlainHttpConsent } from './PlainHttpConsent.tsx';
import { checkProfile, originOf, profileOf } from './profileForm.ts';
import { useProfile } from './useProfile.ts';

/** Changes a registry's address. Another origin drops the token, which is said before it happens. */
export function AddressForm({ registry, onDone }: { readonly registry: Registry; readonly onDone: () => void }) {
  const others = useRegistries().filter((one) => one.id !== registry.id);
  const profile = useProfile(registry);
  const [url, setUrl] = useState(registry.url);
  const [allowPlainHttp, setAllow] = useState(registry.allowPlainHttp);
  const [isTried, setTried] = useState(false);
  const errors = checkProfile({ ...profileOf(registry), url, allowPlainHttp }, others);
  const many = registry.tokens.length > 1;
  const dropsToken = registry.tokens.length > 0 && originOf(url) !== originOf(registry.url);
  const submit = async (): Promise<void> => {
    setTried(true);
    if (errors.url !== undefined || errors.allowPlainHttp !== undefined) return;
    if (await profile.save({ url, allowPlainHttp })) onDone();
  };
  return (
    <div className="addrform">
      <TextField
        label="Registry URL"
        hideLabel
        mono
        autoFocus
        value={url}
        onChange={setUrl}
        onEnter={() => void submit()}
        error={isTried ? errors.url : undefined}
      />
      <PlainHttpConsent
        url={url}
        value={allowPlainHttp}
        onChange={setAllow}
        error={isTried ? errors.allowPlainHttp : undefined}
      />
      {dropsToken && (
        <Callout tone="warn" title="A new address needs a new token" role="status">
          <p className="t2">
            {many ? `The ${registry.tokens.length} saved tokens are` : 'The saved token is'} bound to{' '}
            {registry.host === '' ? 'the old address' : registry.host}. Saving this address removes{' '}
            {many ? 'them' : 'it'} from this computer; nothing is sent anywhere else.
          </p>
        </Callout>
      )}
      {profile.error !== null && <ErrorNote error={profile.error} registryName={registry.name} />}
      <div className="row">
        <Button variant="primary" isBusy={profile.isSaving} onPress={() => void submit()}>
          {dropsToken ? `Save address and remove ${many ? 'tokens' : 'token'}` : 'Save address'}
        </Button>
        <Button onPress={onDone}>Cancel</Button>
      </div>
    </div>
  );
}

import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useTitle } from '../../components/useTitle.ts';
import { AddForm } from './AddForm.tsx';
import { ElbaImport } from './ElbaImport.tsx';
import { LookList } from './LookList.tsx';
import { useAdding } from './useAdding.ts';
import { useLook } from './useLook.ts';

/** The address, and what a look at it found; then the form that it fills. */
function ByAddress({ begin }: { readonly begin: string }) {
  const [address, setAddress] = useState(begin);
  const [isByHand, setByHand] = useState(false);
  const look = useLook();
  const adding = useAdding(look.report);
  const { draft } = adding;
  const start = (text: string, allowPlainHttp: boolean): void => {
    if (text.trim() === '') return;
    const { network } = draft;
    look.start({ address: text.trim(), allowPlainHttp, ...(network === undefined ? {} : { network }) });
  };
  // What came in by a drop is looked at once, without being asked for.
  const dropped = useRef(begin);
  useEffect(() => {
    const text = dropped.current;
    dropped.current = '';
    if (text !== '') look.start({ address: text, allowPlainHttp: false });
  }, [look]);
  const isOpen = isByHand || look.report !== null;
  return (
    <section className="sec">
      <p className="t2 lead">
        Paste the address of a registry or of an index, or drop an index folder. Only public pages are read; no token is
        sent, and nothing is saved yet.
      </p>
      <div className="row top lookrow">
        <div className="grow">
          <TextField
            label="Registry or index address"
            hideLabel
            mono
            autoFocus
            placeholder="https://registry.example"
            maxLength={2000}
            value={address}
            onChange={setAddress}
            onEnter={() => start(address, draft.allowPlainHttp)}
          />
        </div>
        {look.isLooking ? (
          <Button onPress={look.stop}>Stop looking</Button>
        ) : (
          <Button
            variant={isOpen ? 'default' : 'primary'}
            disabledReason={address.trim() === '' ? 'Write or paste an address first.' : undefined}
            onPress={() => start(address, draft.allowPlainHttp)}
          >
            {look.report === null ? 'Look' : 'Look again'}
          </Button>
        )}
      </div>
      {look.error !== null && <ErrorNote error={look.error} />}
      {look.report !== null && <LookList findings={look.report.findings} />}
      {!isOpen && (
        <Button variant="ghost" className="byhand" onPress={() => setByHand(true)}>
          Fill it in by hand
        </Button>
      )}
      {isOpen && (
        <AddForm
          {...adding}
          report={look.report}
          onSource={adding.setSource}
          onChange={adding.change}
          onConsent={(allowPlainHttp) => {
            adding.change({ allowPlainHttp });
            if (allowPlainHttp && look.report?.wantsConsent === true) start(address, true);
          }}
          onSubmit={adding.submit}
        />
      )}
    </section>
  );
}

/**
 * Adds a registry: by an address that is looked at first, or from what elba has on this computer. `address` is what was dropped.
 * One that cannot be reached is saved too.
 */
export function AddRegistryPage({ address = '' }: { readonly address?: string | undefined }) {
  useTitle('Add registry');
  return (
    <>
      <PageHeader title="Add registry" />
      <div className="body">
        <div className="fpage">
          <ByAddress key={address} begin={address} />
          <ElbaImport />
        </div>
      </div>
    </>
  );
}

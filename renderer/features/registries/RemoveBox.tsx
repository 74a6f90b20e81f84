import { useId, useState } from 'react';
import type { Registry } from '../../../shared/registry.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useLocalRegistry } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { navigate } from '../shell/router.ts';

const ownTokens = (count: number): string => (count === 1 ? 'its token' : `its ${count} tokens`);

function RemoveDialog({ registry, onCancel }: { readonly registry: Registry; readonly onCancel: () => void }) {
  const remove = useCall('registries.remove');
  const { name, tokens } = registry;
  return (
    <Dialog
      isOpen
      kind="alert"
      onCancel={onCancel}
      canCancel={!remove.isPending}
      title={`Remove ${name} from this app?`}
      footer={
        <>
          <Button autoFocus onPress={onCancel}>
            Cancel
          </Button>
          <Button
            variant="danger"
            isBusy={remove.isPending}
            onPress={() =>
              remove.mutate({ registryId: registry.id }, { onSuccess: () => navigate({ page: 'publish' }, 'replace') })
            }
          >
            Remove {name}
          </Button>
        </>
      }
    >
      <p className="t2">
        <span className="fgc med">Goes:</span> its name, colour, addresses and network choices, the copy of its package
        list here{tokens.length === 0 ? '' : `, and ${ownTokens(tokens.length)}, which cannot be brought back`}.
      </p>
      <p className="t2 yankp">
        <span className="fgc med">Stays:</span> every package on {name}, and your Activity log.{' '}
        {registry.embedded
          ? 'Start the local registry in Settings and it is back.'
          : tokens.length > 0 &&
            `${name} still knows ${tokens.length === 1 ? 'the token' : 'the tokens'} until deleted there.`}
      </p>
      {remove.error !== null && <ErrorNote error={errorOf(remove.error)} registryName={name} />}
    </Dialog>
  );
}

/** The way out: removes a registry from this program, and nothing anywhere else. */
export function RemoveBox({ registry }: { readonly registry: Registry }) {
  const local = useLocalRegistry();
  const isOn = registry.embedded && local.state !== 'stopped' && local.state !== 'failed';
  const words = useId();
  const [isAsking, setAsking] = useState(false);
  return (
    <section className="sec" aria-label="Remove">
      <div className="box">
        <div className="li">
          <span className="grow">
            <span className="med">Remove {registry.name} from this app</span>
            <br />
            <span className="small t2" id={words}>
              {isOn
                ? 'Stop the local registry first. Its packages and your Activity log stay.'
                : 'Deletes its settings and token here. Packages on the registry and your Activity log stay.'}
            </span>
          </span>
          <Button
            variant="dangerOutline"
            onPress={() => setAsking(true)}
            disabledReason={isOn ? 'Stop the local registry first.' : undefined}
            reasonId={words}
          >
            Remove registry…
          </Button>
        </div>
      </div>
      {isAsking && <RemoveDialog registry={registry} onCancel={() => setAsking(false)} />}
    </section>
  );
}

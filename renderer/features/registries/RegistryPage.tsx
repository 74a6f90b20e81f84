import { CircleCheck, CircleDashed, CloudOff, LoaderCircle, RefreshCw } from 'lucide-react';
import { useId } from 'react';
import type { RegistryId } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useRegistries, useRegistry } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { LinkButton } from '../../components/LinkButton.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { StatusText } from '../../components/StatusText.tsx';
import { Switch } from '../../components/Switch.tsx';
import { useTitle } from '../../components/useTitle.ts';
import { href } from '../shell/router.ts';
import { AccountPanel } from '../tokens/AccountPanel.tsx';
import { TokenPanel } from '../tokens/TokenPanel.tsx';
import { ColourPicker } from './ColourPicker.tsx';
import { CommitField } from './CommitField.tsx';
import { ConnectionSection } from './ConnectionSection.tsx';
import { ElbaToken } from './ElbaToken.tsx';
import { GroupsField } from './GroupsField.tsx';
import { LocalRegistryPanel } from './LocalRegistryPanel.tsx';
import { NetworkSection } from './NetworkSection.tsx';
import { OrderBox } from './OrderBox.tsx';
import { checkProfile, profileOf } from './profileForm.ts';
import { RemoveBox } from './RemoveBox.tsx';
import { useProfile } from './useProfile.ts';

/** What the last look at a registry found, and when. */
export function StatusLine({ registry }: { readonly registry: Registry }) {
  const { status } = registry;
  switch (status.kind) {
    case 'unchecked':
      return (
        <StatusText tone="quiet" glyph={<CircleDashed className="i s" aria-hidden="true" />}>
          Not checked yet
        </StatusText>
      );
    case 'checking':
      return (
        <StatusText tone="quiet" glyph={<LoaderCircle className="i s spin" aria-hidden="true" />}>
          Checking…
        </StatusText>
      );
    case 'reachable':
      return (
        <>
          <StatusText tone="ok" glyph={<CircleCheck className="i s" aria-hidden="true" />}>
            Reachable
          </StatusText>{' '}
          <span className="t3">·</span> checked <RelativeTime instant={status.checkedAt} />,{' '}
          {Math.round(status.milliseconds)} ms
        </>
      );
    case 'offline':
      return (
        <>
          <StatusText glyph={<CloudOff className="i s" aria-hidden="true" />}>Offline</StatusText>{' '}
          <span className="t3">·</span> checked <RelativeTime instant={status.checkedAt} />
        </>
      );
  }
}

function Identity({ registry }: { readonly registry: Registry }) {
  const others = useRegistries().filter((one) => one.id !== registry.id);
  const profile = useProfile(registry);
  const production = useId();
  return (
    <section className="sec">
      <h2 className="fh2">Identity</h2>
      <div className="form">
        <span className="lab">Name</span>
        <div className="narrow">
          <CommitField
            label="Name"
            value={registry.name}
            maxLength={40}
            check={(name) => checkProfile({ ...profileOf(registry), name }, others).name}
            onCommit={(name) => profile.save({ name })}
          />
        </div>
        <span className="lab">Colour</span>
        <ColourPicker value={registry.colour} onChange={(colour) => void profile.save({ colour })} />
        <span className="lab">Production</span>
        <div className="row top">
          <Switch
            id={production}
            isSelected={registry.production}
            isBusy={profile.isSaving}
            onChange={(next) => void profile.save(next ? { production: true, groups: [] } : { production: false })}
          />
          <div className="swlab">
            <label htmlFor={production}>Treat as production</label>
            <p className="hint">Never preselected. Publishing and yanking here ask for the package name first.</p>
          </div>
        </div>
        <span className="lab">Preselect for groups</span>
        <div className="narrow">
          <GroupsField registry={registry} profile={profile} />
        </div>
      </div>
      {profile.error !== null && <ErrorNote error={profile.error} registryName={registry.name} />}
    </section>
  );
}

function Header({ registry }: { readonly registry: Registry }) {
  const check = useCall('registries.check');
  return (
    <PageHeader
      title={
        <span className="ell" title={registry.name}>
          {registry.name}
        </span>
      }
      lead={
        <span className={`sw lg ${registry.colour}`} aria-hidden="true">
          {registry.name.charAt(0).toUpperCase()}
        </span>
      }
      sub={
        <span role="status">
          <StatusLine registry={registry} />
        </span>
      }
    >
      <LinkButton href={href({ page: 'packages', registryId: registry.id })}>Show packages</LinkButton>
      <Button
        icon={<RefreshCw className="i s" />}
        isBusy={check.isPending || registry.status.kind === 'checking'}
        onPress={() => check.mutate({ registryId: registry.id })}
      >
        Check now
      </Button>
      {check.error !== null && <ErrorNote error={errorOf(check.error)} registryName={registry.name} />}
    </PageHeader>
  );
}

function Page({ registry }: { readonly registry: Registry }) {
  useTitle(registry.name);
  return (
    <>
      <Header registry={registry} />
      <div className="body">
        <div className="fpage">
          {registry.status.kind === 'offline' && (
            <ErrorNote error={registry.status.error} registryName={registry.name} isQuiet />
          )}
          <Identity registry={registry} />
          {registry.embedded && (
            <section className="sec">
              <h2 className="fh2">Local registry</h2>
              <LocalRegistryPanel />
            </section>
          )}
          <section className="sec">
            <h2 className="fh2">Token</h2>
            <ElbaToken registry={registry} />
            <TokenPanel registry={registry} />
            <AccountPanel registry={registry} />
          </section>
          <section className="sec">
            <h2 className="fh2">Connection</h2>
            <ConnectionSection registry={registry} />
            {!registry.embedded && <NetworkSection registry={registry} />}
          </section>
          <OrderBox registry={registry} />
          <RemoveBox registry={registry} />
        </div>
      </div>
    </>
  );
}

/** One registry: who it is, its token, how it is reached, and the way to remove it. */
export function RegistryPage({ registryId }: { readonly registryId: RegistryId }) {
  const registry = useRegistry(registryId);
  if (registry !== undefined) return <Page key={registry.id} registry={registry} />;
  return (
    <>
      <PageHeader title="Registry" />
      <EmptyState title="This registry is not in the list">
        It was removed, or the address of this page is an old one. Choose another one at the left.
      </EmptyState>
    </>
  );
}

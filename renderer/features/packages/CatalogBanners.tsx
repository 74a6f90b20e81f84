import type { Registry } from '../../../shared/registry.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorDetails, ErrorNote } from '../../components/ErrorNote.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import type { Catalog } from './useCatalog.ts';
import { useIsOff } from './useIsOff.ts';

function StartLocal() {
  const start = useCall('localRegistry.start');
  return (
    <>
      <Button size="sm" isBusy={start.isPending} onPress={() => start.mutate(undefined)}>
        Start local registry
      </Button>
      {start.error !== null && <ErrorNote error={errorOf(start.error)} />}
    </>
  );
}

/** The registry on this computer is off and nothing of it could be read. */
export function Stopped({ registry }: { readonly registry: Registry }) {
  return (
    <EmptyState title={`${registry.name} is stopped`} action={<StartLocal />}>
      It runs on this computer, inside this program. Its packages are kept; start it to see and change them.
    </EmptyState>
  );
}

function Age({ catalog }: { readonly catalog: Catalog }) {
  if (catalog.readAt === null) return null;
  return (
    <p className="t2">
      What you see was read <RelativeTime instant={catalog.readAt} />.
    </p>
  );
}

function ReadAgain({ catalog, label }: { readonly catalog: Catalog; readonly label: string }) {
  return (
    <Button size="sm" isBusy={catalog.reading !== null} onPress={catalog.readAgain}>
      {label}
    </Button>
  );
}

/** What is to be known about a list that is not of just now: a source that failed, a registry that is off, old data. */
export function CatalogBanners({ registry, catalog }: { readonly registry: Registry; readonly catalog: Catalog }) {
  const isOff = useIsOff(registry);
  const { error } = catalog;
  if (isOff)
    return (
      <div className="pkbanner">
        <Callout title={`${registry.name} is stopped`} actions={<StartLocal />}>
          <p className="t2">What you see is read from its folder. Start it to yank, unyank and publish.</p>
        </Callout>
      </div>
    );
  if (error !== null)
    return (
      <div className="pkbanner">
        <Callout tone="warn" role="alert" actions={<ReadAgain catalog={catalog} label="Try again" />}>
          <p>{error.message}</p>
          <Age catalog={catalog} />
          <ErrorDetails error={error} registryName={registry.name} />
        </Callout>
      </div>
    );
  if (registry.status.kind === 'offline')
    return (
      <div className="pkbanner">
        <Callout tone="warn" actions={<ReadAgain catalog={catalog} label="Try again" />}>
          <p>{registry.status.error.message}</p>
          <p className="t2">Nothing can be yanked or unyanked until it is back.</p>
          <Age catalog={catalog} />
        </Callout>
      </div>
    );
  if (catalog.isStale && catalog.readAt !== null)
    return (
      <div className="pkbanner">
        <Callout actions={<ReadAgain catalog={catalog} label="Read again" />}>
          <p>
            This was read <RelativeTime instant={catalog.readAt} /> and may have changed since.
          </p>
        </Callout>
      </div>
    );
  return null;
}

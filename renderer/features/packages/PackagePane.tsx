import { useMemo } from 'react';
import type { PackageDetails } from '../../../shared/catalog.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { PackageRef } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { errorOf, usePackageDetails } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { mergeVersions } from './mergeVersions.ts';
import { PackageHead } from './PackageHead.tsx';
import { PackageTabs } from './PackageTabs.tsx';
import { useIsOff } from './useIsOff.ts';
import { useRereadCutOff } from './useRereadCutOff.ts';
import { useVersionNews } from './useVersionNews.ts';
import { latestVersion } from './versionRows.ts';

/** A registry that is offline says so above the list; the same words here would say nothing more. */
const isSaidAbove = ({ status }: Registry, error: AppError): boolean =>
  status.kind === 'offline' && status.error.message === error.message;

function Loaded({ registry, details, at }: { registry: Registry; details: PackageDetails; at: number }) {
  const { group, name } = details;
  const ref = useMemo<PackageRef>(() => ({ group, name }), [group, name]);
  const onDemand = useVersionNews(registry.id, ref, at);
  const isOff = useIsOff(registry);
  const versions = useMemo(
    () => mergeVersions(details.versions, at, onDemand.news),
    [details.versions, at, onDemand.news],
  );
  const latest = useMemo(() => latestVersion(versions), [versions]);
  return (
    <>
      <PackageHead details={details} latest={latest} />
      {details.incomplete !== null && !isOff && !isSaidAbove(registry, details.incomplete) && (
        <div className="pkbanner">
          <ErrorNote error={details.incomplete} registryName={registry.name} isQuiet />
        </div>
      )}
      <PackageTabs registry={registry} details={details} versions={versions} latest={latest} onDemand={onDemand} />
    </>
  );
}

/** One package of a registry: what it is, and its versions with their switches. */
export function PackagePane({ registry, shown }: { readonly registry: Registry; readonly shown: PackageRef }) {
  const query = usePackageDetails(registry.id, shown);
  useRereadCutOff(registry, shown, query.data);
  const retry = (
    <Button size="sm" isBusy={query.isFetching} onPress={() => void query.refetch()}>
      Try again
    </Button>
  );
  if (query.data === undefined)
    return query.error === null ? (
      <Skeleton label={`Reading ${shown.group}/${shown.name}…`} rows={5} />
    ) : (
      <div className="pkbanner">
        <ErrorNote error={errorOf(query.error)} registryName={registry.name} actions={retry} />
      </div>
    );
  return (
    <>
      {query.error !== null && (
        <div className="pkbanner">
          <ErrorNote error={errorOf(query.error)} registryName={registry.name} actions={retry} />
        </div>
      )}
      <Loaded registry={registry} details={query.data} at={query.dataUpdatedAt} />
    </>
  );
}

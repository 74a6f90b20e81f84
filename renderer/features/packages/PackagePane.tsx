import { useCallback, useMemo, useState } from 'react';
import type { PackageDetails, VersionRow } from '../../../shared/catalog.ts';
import type { PackageRef } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { errorOf, usePackageDetails } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatCount } from '../../components/format.ts';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useYank } from '../yank/useYank.ts';
import { YankDialog, type YankQuestion } from '../yank/YankDialog.tsx';
import { YankNotice } from '../yank/YankNotice.tsx';
import { mergeVersions } from './mergeVersions.ts';
import { PackageHead } from './PackageHead.tsx';
import { useIsOff } from './useIsOff.ts';
import { useRereadCutOff } from './useRereadCutOff.ts';
import { useVersionNews } from './useVersionNews.ts';
import { VersionGrid } from './VersionGrid.tsx';
import { filterVersions, latestVersion, partialVersions, type VersionFilter } from './versionRows.ts';

const ALL: VersionFilter = { prereleases: true, yanked: true };

function Tools(props: {
  readonly filter: VersionFilter;
  readonly onFilter: (filter: VersionFilter) => void;
  readonly shown: number;
  readonly all: number;
}) {
  const { filter, onFilter, shown, all } = props;
  return (
    <div className="row vtools">
      <h2>Versions</h2>
      <span className="small t3">
        {shown === all ? formatCount(all) : `${formatCount(shown)} of ${formatCount(all)}`}, newest first
      </span>
      <span className="push" />
      <Checkbox
        className="small t2"
        isSelected={filter.prereleases}
        onChange={(prereleases) => onFilter({ ...filter, prereleases })}
      >
        Pre-releases
      </Checkbox>
      <Checkbox className="small t2" isSelected={filter.yanked} onChange={(yanked) => onFilter({ ...filter, yanked })}>
        Yanked
      </Checkbox>
    </div>
  );
}

function NoRows(props: { readonly registry: Registry; readonly hidden: number; readonly onShowAll: () => void }) {
  if (props.hidden === 0)
    return (
      <EmptyState title="No version could be read">
        {props.registry.name} lists this package without a version.
      </EmptyState>
    );
  return (
    <EmptyState
      title="Every version is hidden"
      action={
        <Button size="sm" onPress={props.onShowAll}>
          Show all versions
        </Button>
      }
    >
      All of them are pre-releases or yanked, and those are turned off above.
    </EmptyState>
  );
}

function Loaded({ registry, details, at }: { registry: Registry; details: PackageDetails; at: number }) {
  const { group, name } = details;
  const ref = useMemo<PackageRef>(() => ({ group, name }), [group, name]);
  const onDemand = useVersionNews(registry.id, ref, at);
  const yanking = useYank(registry.id, ref, onDemand.reread);
  const isOff = useIsOff(registry);
  const [filter, setFilter] = useState(ALL);
  const [question, setQuestion] = useState<YankQuestion | null>(null);
  const versions = useMemo(
    () => mergeVersions(details.versions, at, onDemand.news),
    [details.versions, at, onDemand.news],
  );
  const rows = useMemo(() => filterVersions(versions, filter), [versions, filter]);
  const partial = useMemo(() => partialVersions(details.versions), [details.versions]);
  const latest = useMemo(() => latestVersion(versions), [versions]);
  const { start } = yanking;
  const { production } = registry;
  const onToggle = useCallback(
    (row: VersionRow): void => {
      const yanked = row.yanked === false;
      if (yanked || production) setQuestion({ version: row.version, yanked });
      else start({ version: row.version, yanked: false, note: '', confirmation: '' });
    },
    [production, start],
  );
  return (
    <>
      <PackageHead details={details} latest={latest} />
      {details.incomplete !== null && !isOff && (
        <div className="pkbanner">
          <ErrorNote error={details.incomplete} registryName={registry.name} isQuiet />
        </div>
      )}
      <Tools filter={filter} onFilter={setFilter} shown={rows.length} all={versions.length} />
      <YankNotice
        registry={registry}
        package={ref}
        result={yanking.result}
        onDismiss={() => yanking.show(null)}
        onLooked={(result) => {
          void onDemand.reread([result.version]).then(() => yanking.show(result));
        }}
      />
      {rows.length === 0 ? (
        <NoRows registry={registry} hidden={versions.length} onShowAll={() => setFilter(ALL)} />
      ) : (
        <VersionGrid
          name={`${group}/${name}`}
          rows={rows}
          latest={latest}
          busy={yanking.busy}
          partial={partial}
          answered={onDemand.answered}
          loader={onDemand.loader}
          onToggle={onToggle}
        />
      )}
      {question !== null && (
        <YankDialog
          registry={registry}
          package={ref}
          question={question}
          onCancel={() => setQuestion(null)}
          onConfirm={(answer) => {
            setQuestion(null);
            start({ ...question, ...answer });
          }}
        />
      )}
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

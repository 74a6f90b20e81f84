import { useCallback, useMemo, useState } from 'react';
import type { PackageDetails, VersionRow } from '../../../shared/catalog.ts';
import type { PackageRef } from '../../../shared/ids.ts';
import type { Registry } from '../../../shared/registry.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { formatCount } from '../../components/format.ts';
import { useYank } from '../yank/useYank.ts';
import { YankDialog, type YankQuestion } from '../yank/YankDialog.tsx';
import { YankNotice } from '../yank/YankNotice.tsx';
import type { VersionDetailsOnDemand } from './useVersionNews.ts';
import { VersionGrid } from './VersionGrid.tsx';
import { filterVersions, partialVersions, type VersionFilter } from './versionRows.ts';

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

/** The versions of a package with their switches, and how the last yank or unyank ended. */
export function VersionsSection(props: {
  readonly registry: Registry;
  readonly details: PackageDetails;
  readonly versions: readonly VersionRow[];
  readonly latest: string | null;
  readonly onDemand: VersionDetailsOnDemand;
}) {
  const { registry, details, versions, latest, onDemand } = props;
  const { group, name } = details;
  const ref = useMemo<PackageRef>(() => ({ group, name }), [group, name]);
  const yanking = useYank(registry.id, ref, onDemand.reread);
  const [filter, setFilter] = useState(ALL);
  const [question, setQuestion] = useState<YankQuestion | null>(null);
  const rows = useMemo(() => filterVersions(versions, filter), [versions, filter]);
  const partial = useMemo(() => partialVersions(details.versions), [details.versions]);
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

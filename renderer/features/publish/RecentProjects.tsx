import { skipToken, useQuery } from '@tanstack/react-query';
import { Check, CircleQuestionMark, CloudOff } from 'lucide-react';
import type { ActivityFilter } from '../../../shared/activity.ts';
import type { RecentProject } from '../../../shared/project.ts';
import type { Registry } from '../../../shared/registry.ts';
import type { AppInfo } from '../../../shared/snapshot.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf, useRecentProjects } from '../../bridge/queries.ts';
import { useInfo, useRegistries, useUnknownOutcomes } from '../../bridge/useAppState.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatList } from '../../components/format.ts';
import { RegistryName } from '../../components/RegistryName.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { RecentRow } from './RecentRow.tsx';
import { type Column, sameNameKey, useLatestVersions } from './useLatestVersions.ts';

const MOST_UNKNOWN = 500;
const UNKNOWN: ActivityFilter = { text: '', registryId: null, action: 'publish', outcome: 'unknown' };

/** The key of a cell of the matrix: registry, package and version. */
const cellKey = (registryId: string, name: string, version: string): string => `${registryId} ${name} ${version}`;

/** Which cells stand for a publish whose outcome nobody knows. Asks nothing while there is none. */
function useUnknownCells(): ReadonlySet<string> {
  const client = useClient();
  const hasUnknown = useUnknownOutcomes() > 0;
  const activity = useQuery({
    queryKey: keys.unknownPublishes(),
    queryFn: hasUnknown
      ? () => client.invoke('activity.list', { offset: 0, limit: MOST_UNKNOWN, filter: UNKNOWN })
      : skipToken,
  });
  return new Set(
    (activity.data?.entries ?? []).flatMap((entry) =>
      entry.outcome?.kind === 'unknown' && entry.package !== undefined && entry.version !== undefined
        ? [cellKey(entry.registryId, sameNameKey(entry.package), entry.version)]
        : [],
    ),
  );
}

function OfflineNote(props: {
  readonly registries: readonly Registry[];
  readonly columns: ReadonlyMap<string, Column>;
}) {
  const failed = props.registries.filter((registry) => props.columns.get(registry.id)?.kind === 'failed');
  if (failed.length === 0) return null;
  return (
    <p className="note matrix-note">
      <CloudOff className="i s" />
      <span>
        What {formatList(failed.map((registry) => registry.name))} {failed.length === 1 ? 'has' : 'have'} could not be
        read, so {failed.length === 1 ? 'that column says' : 'those columns say'} nothing.
      </span>
    </p>
  );
}

/** Project and "In folder", at their narrowest. */
const FIRST_COLUMNS = 340;

/** As wide as a column's longest version with its glyph, within reason. */
function widthOf(registry: Registry, column: Column | undefined): number {
  const versions = column?.kind === 'read' ? [...column.latest.values()] : [];
  const longest = Math.max(0, ...versions.map((version) => version.length));
  const glyph = column?.kind === 'failed' ? 20 : 0;
  return Math.min(140, Math.max(74, 36 + longest * 7.3, 36 + glyph + Math.min(registry.name.length, 12) * 7));
}

function Matrix({ projects }: { readonly projects: readonly RecentProject[] }) {
  const registries = useRegistries();
  const packages = projects.flatMap((project) => (project.package === null ? [] : [project.package]));
  const columns = useLatestVersions(registries, packages);
  const unknown = useUnknownCells();
  const widths = registries.map((registry) => widthOf(registry, columns.get(registry.id)));
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard */}
      <section className="xscroll" tabIndex={0} aria-label="Recent projects by registry">
        <table
          className="tbl matrix"
          style={{ minWidth: FIRST_COLUMNS + widths.reduce((sum, width) => sum + width, 0) }}
        >
          <colgroup>
            <col />
            <col className="mx-folder" />
            {widths.map((width, at) => (
              <col key={registries[at]?.id} style={{ width }} />
            ))}
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Project</th>
              <th scope="col">In folder</th>
              {registries.map((registry) => (
                <th scope="col" key={registry.id}>
                  <RegistryName registry={registry}>
                    {columns.get(registry.id)?.kind === 'failed' ? <CloudOff className="i xs" /> : null}
                  </RegistryName>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {projects.map((project) => (
              <RecentRow
                key={project.folder}
                project={project}
                registries={registries}
                columns={columns}
                isUnknown={(registry, name, version) => unknown.has(cellKey(registry.id, name, version))}
              />
            ))}
          </tbody>
        </table>
      </section>
      <OfflineNote registries={registries} columns={columns} />
    </>
  );
}

function Legend() {
  return (
    <span className="small t3 push row legend">
      <Check className="i xs" /> same as the folder
      <CircleQuestionMark className="i xs" /> outcome unknown
    </span>
  );
}

/** A browser hands over what is dropped as a copy, and says nothing of where it lies. */
const EMPTY: Record<AppInfo['folders'], string> = {
  path: 'The folders that you review are listed here, with what each registry has of them.',
  staging:
    'Folders that were named when the program was started are listed here, with what each registry has of them. Of what is dropped a browser hands over only a copy.',
};

/** The projects that were opened before, against the registries. */
export function RecentProjects() {
  const { folders } = useInfo();
  const recent = useRecentProjects();
  const projects = recent.data ?? [];
  return (
    <section className="sec" aria-labelledby="recent-heading">
      <div className="sec-h">
        <h2 id="recent-heading">Recent projects</h2>
        {projects.length === 0 ? null : (
          <>
            <span className="small t3">latest version on each registry</span>
            <Legend />
          </>
        )}
      </div>
      {recent.isPending ? <Skeleton label="Reading the recent projects" /> : null}
      {recent.isError ? <ErrorNote error={errorOf(recent.error)} /> : null}
      {recent.isSuccess && projects.length === 0 ? <p className="t2">{EMPTY[folders]}</p> : null}
      {projects.length === 0 ? null : <Matrix projects={projects} />}
    </section>
  );
}

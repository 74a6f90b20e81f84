import { Check, CircleQuestionMark, TriangleAlert } from 'lucide-react';
import type { RecentProject } from '../../../shared/project.ts';
import type { Registry } from '../../../shared/registry.ts';
import { useInfo } from '../../bridge/useAppState.ts';
import { Button } from '../../components/Button.tsx';
import { StatusText } from '../../components/StatusText.tsx';
import { copyText, useContextMenu } from '../shell/ContextMenu.tsx';
import { useIntake } from './intake.ts';
import { type Column, sameNameKey } from './useLatestVersions.ts';

const lastSegment = (folder: string): string =>
  folder
    .split(/[\\/]/)
    .filter((part) => part !== '')
    .at(-1) ?? folder;

/** How a recent project is called: its package, or its folder when it had none. */
const nameOf = (project: RecentProject): string =>
  project.package === null ? lastSegment(project.folder) : `${project.package.group}/${project.package.name}`;

function Never() {
  return (
    <>
      <span className="t3" aria-hidden="true">
        –
      </span>
      <span className="vh">never published</span>
    </>
  );
}

function Cell(props: {
  readonly project: RecentProject;
  readonly registry: Registry;
  readonly column: Column | undefined;
  readonly isUnknown: boolean;
}) {
  const { project, column } = props;
  if (project.package === null) return null;
  if (props.isUnknown)
    return (
      <span className="st warn" title="Outcome unknown: look in Activity">
        {project.package.version}
        <CircleQuestionMark className="i xs" />
        <span className="vh">outcome unknown</span>
      </span>
    );
  if (column === undefined || column.kind === 'failed') return <span className="vh">not read</span>;
  if (column.kind === 'reading')
    return (
      <>
        <span className="sk" aria-hidden="true" />
        <span className="vh">being read</span>
      </>
    );
  const latest = column.latest.get(sameNameKey(project.package));
  if (latest === undefined) return <Never />;
  if (latest !== project.package.version) return <span title={latest}>{latest}</span>;
  return (
    <span className="st" title={latest}>
      <span className="ell">{latest}</span>
      <Check className="i xs" />
      <span className="vh">same as the folder</span>
    </span>
  );
}

/** A browser may not open a folder by its path, so there the person points to it once more. */
function ProjectCell({ project }: { readonly project: RecentProject }) {
  const intake = useIntake();
  const { folders } = useInfo();
  const name = nameOf(project);
  return (
    <span className="row">
      <span className="two grow">
        <span className="ell med" title={name}>
          {project.package === null ? name : <span className="t2">{project.package.group}/</span>}
          {project.package?.name}
        </span>
        {project.missing ? (
          <StatusText tone="warn" className="small" glyph={<TriangleAlert className="i xs" />}>
            Folder moved or deleted
          </StatusText>
        ) : (
          <span className="ell small t3" title={project.folder}>
            {project.folder}
          </span>
        )}
      </span>
      {project.missing || folders === 'staging' ? (
        <Button
          size="sm"
          className={project.missing ? undefined : 'onrow'}
          aria-label={`Locate ${name}…`}
          onPress={() => intake.choose('folder')}
        >
          Locate…
        </Button>
      ) : (
        <Button
          size="sm"
          className="onrow"
          aria-label={`Review ${name}…`}
          onPress={() => intake.openPath(project.folder, name)}
        >
          Review…
        </Button>
      )}
    </span>
  );
}

/** One project of the matrix. */
export function RecentRow(props: {
  readonly project: RecentProject;
  readonly registries: readonly Registry[];
  readonly columns: ReadonlyMap<string, Column>;
  readonly isUnknown: (registry: Registry, name: string, version: string) => boolean;
}) {
  const { project } = props;
  const ref = project.package;
  const openMenu = useContextMenu();
  const intake = useIntake();
  const { folders } = useInfo();
  const name = nameOf(project);
  const canReview = folders === 'path' && !project.missing;
  return (
    <tr
      onContextMenu={(event) =>
        openMenu(event, [
          {
            id: 'review',
            label: `Review ${name}…`,
            isDisabled: !canReview,
            run: () => intake.openPath(project.folder, name),
          },
          { id: 'locate', label: 'Locate…', run: () => intake.choose('folder') },
          null,
          { id: 'folder', label: 'Copy folder', run: () => copyText(project.folder) },
        ])
      }
    >
      <td>
        <ProjectCell project={project} />
      </td>
      <td className="mono med" title={ref?.version}>
        {ref === null || project.missing ? <span className="t3">–</span> : ref.version}
      </td>
      {props.registries.map((registry) => (
        <td key={registry.id} className="mono">
          <Cell
            project={project}
            registry={registry}
            column={props.columns.get(registry.id)}
            isUnknown={ref !== null && props.isUnknown(registry, sameNameKey(ref), ref.version)}
          />
        </td>
      ))}
    </tr>
  );
}

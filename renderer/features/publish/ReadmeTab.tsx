import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { ProjectReport, ShownReadme } from '../../../shared/project.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';
import { Callout } from '../../components/Callout.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';

const Markdown = lazy(async () => ({ default: (await import('../files/Markdown.tsx')).Markdown }));
const reading = <Skeleton label="Reading the README" />;

function Readme({ readme }: { readonly readme: ShownReadme }) {
  return (
    <>
      <div className="row fh">
        <h2 className="mono ell" title={readme.path}>
          {readme.path}
        </h2>
        {readme.truncated ? <span className="t3 small">only its beginning is shown</span> : null}
      </div>
      {readme.note === null ? null : (
        <div className="pad">
          <Callout tone="warn">
            <p>{readme.note}</p>
          </Callout>
        </div>
      )}
      {readme.text === '' ? null : (
        <Suspense fallback={reading}>
          <Markdown text={readme.text} />
        </Suspense>
      )}
    </>
  );
}

/** The README that a registry would show of the files that go in. */
export function ReadmeTab({ report }: { readonly report: ProjectReport }) {
  const client = useClient();
  const { projectId, revision } = report;
  const { data, isPending, error } = useQuery({
    queryKey: [...keys.project(projectId), 'readme', revision],
    queryFn: () => client.invoke('projects.readme', { projectId }),
  });
  if (isPending) return reading;
  if (error !== null)
    return (
      <div className="pad">
        <ErrorNote error={errorOf(error)} isQuiet />
      </div>
    );
  if (data === null)
    return (
      <EmptyState title="No README goes in">
        A registry shows nothing but the name and the description. Add a README.md next to elba.toml.
      </EmptyState>
    );
  return <Readme readme={data} />;
}

import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import type { PublishedVersion } from '../inspect/inspectKeys.ts';

/** So much is drawn: setting a megabyte of Markdown would hold up the window. */
const MOST_CHARACTERS = 256 * 1024;

const Markdown = lazy(async () => ({ default: (await import('../files/Markdown.tsx')).Markdown }));

/** The README of a version as its registry shows it. `onArchive` leads to the files of the same version. */
export function PackageReadme({ of, onArchive }: { readonly of: PublishedVersion; readonly onArchive: () => void }) {
  const client = useClient();
  const { registryId, package: ref, version } = of;
  const reading = <Skeleton label={`Reading the README of ${version}`} />;
  const readme = useQuery({
    queryKey: [...keys.package(registryId, ref), 'readme', version],
    queryFn: () => client.invoke('packages.readme', of),
  });
  const look = (
    <Button size="sm" onPress={onArchive}>
      Look into the archive
    </Button>
  );
  if (readme.isError)
    return (
      <div className="pad">
        <ErrorNote error={errorOf(readme.error)} actions={look} isQuiet />
      </div>
    );
  if (readme.data === undefined) return reading;
  if (readme.data === null)
    return (
      <EmptyState title={`The registry shows no README for ${version}`} action={look}>
        It may have none, or nothing shows READMEs there. Its archive can tell.
      </EmptyState>
    );
  const text = readme.data.text.slice(0, MOST_CHARACTERS);
  return (
    <>
      {(readme.data.truncated || text.length < readme.data.text.length) && (
        <p className="small t2 pad">Only its beginning is shown.</p>
      )}
      <Suspense fallback={reading}>
        <Markdown text={text} />
      </Suspense>
    </>
  );
}

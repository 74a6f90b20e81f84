import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { InspectedArchive } from '../../../shared/inspect.ts';
import type { ProjectFiles } from '../../../shared/project.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf } from '../../bridge/queries.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatBytes, formatNoun } from '../../components/format.ts';
import { Skeleton } from '../../components/Skeleton.tsx';
import { FileText } from '../files/FileText.tsx';
import { FileTree } from '../files/FileTree.tsx';
import { inspectKeys, type PublishedVersion } from './inspectKeys.ts';

/** The archive's entries as the tree takes them: what is no file is shown with the reason, and never opened. */
const treeOf = ({ files, others }: InspectedArchive): ProjectFiles => ({
  revision: 0,
  included: files,
  leftOut: others.map(({ path, kind, target }) => ({
    path,
    kind,
    reason: kind,
    text: kind === 'special' ? 'Neither a file nor a folder' : `A link to ${target ?? 'nothing'}, not followed`,
  })),
});

/** README first, as a reader would; else the manifest; else whatever is there. */
function firstToShow({ files }: InspectedArchive): string | null {
  const named = (form: RegExp): string | undefined => files.find(({ path }) => form.test(path))?.path;
  return named(/^readme(\.\w+)?$/i) ?? named(/^elba\.toml$/i) ?? files[0]?.path ?? null;
}

function FilePane({
  of,
  path,
  bytes,
}: {
  readonly of: PublishedVersion;
  readonly path: string;
  readonly bytes: number;
}) {
  const client = useClient();
  const read = useQuery({
    queryKey: inspectKeys.text(of, path),
    queryFn: () => client.invoke('inspect.readText', { ...of, path }),
    gcTime: 60_000,
  });
  return (
    <div className="chfile">
      <div className="row fh">
        <h3 className="mono ell" title={path}>
          {path}
        </h3>
        <span className="push small t2 nw opt2">{formatBytes(bytes)}</span>
      </div>
      {read.isPending ? <Skeleton label="Reading the file" /> : null}
      {read.isError ? (
        <div className="pad">
          <ErrorNote error={errorOf(read.error)} isQuiet />
        </div>
      ) : null}
      {read.data === undefined ? null : <FileText key={path} read={read.data} path={path} />}
    </div>
  );
}

/** The files of an archive, and the text of the one that is chosen. */
export function ArchiveFiles({ of, archive }: { readonly of: PublishedVersion; readonly archive: InspectedArchive }) {
  const tree = useMemo(() => treeOf(archive), [archive]);
  const [chosen, setChosen] = useState<string | null>(null);
  const file = archive.files.find(({ path }) => path === chosen) ?? null;
  const path = file?.path ?? firstToShow(archive);
  const bytes = archive.files.find((one) => one.path === path)?.bytes ?? 0;
  const missing = archive.fileCount - archive.files.length;
  if (archive.files.length + archive.others.length === 0)
    return <EmptyState title="No file could be read">{archive.whole ? 'The archive is empty.' : null}</EmptyState>;
  return (
    <div className="changes arfiles">
      <div className="chlist">
        <FileTree
          files={tree}
          totalBytes={archive.unpackedBytes}
          checks={[]}
          onOpenFile={setChosen}
          shown={path}
          outWord="not a file"
        />
        {missing > 0 ? <p className="small t2 chfrom">{formatNoun(missing, 'more file')} not listed.</p> : null}
      </div>
      {path === null ? null : <FilePane of={of} path={path} bytes={bytes} />}
    </div>
  );
}

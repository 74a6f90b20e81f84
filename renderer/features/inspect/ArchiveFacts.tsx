import { CircleAlert, CircleCheck } from 'lucide-react';
import type { ArchiveIdentity } from '../../../shared/inspect.ts';
import { Callout } from '../../components/Callout.tsx';
import { Copyable } from '../../components/Copyable.tsx';
import { formatHash } from '../../components/format.ts';
import { StatusText } from '../../components/StatusText.tsx';

/** Whether the bytes are those that the index names. */
function IndexCheck({ archive }: { readonly archive: ArchiveIdentity }) {
  const { sha256, indexSha256 } = archive;
  if (indexSha256 === null) return <span className="t3">no index names a hash to compare with</span>;
  return indexSha256 === sha256 ? (
    <StatusText tone="ok" glyph={<CircleCheck className="i s" />}>
      as the index says
    </StatusText>
  ) : (
    <StatusText tone="err" glyph={<CircleAlert className="i s" />}>
      not what the index says
    </StatusText>
  );
}

/** The hash of an archive, and what it is worth. */
export function ArchiveHash({ archive }: { readonly archive: ArchiveIdentity }) {
  return (
    <span className="row small t2 arhash">
      sha256
      <Copyable text={archive.sha256} what={`sha256 of ${archive.version}`}>
        {formatHash(archive.sha256, 'short')}
      </Copyable>
      <IndexCheck archive={archive} />
    </span>
  );
}

/** An archive whose bytes are others than the index promises; nothing where they are the same or nobody knows. */
export function WrongHash({ archive }: { readonly archive: ArchiveIdentity }) {
  const { version, sha256, indexSha256 } = archive;
  if (indexSha256 === null || indexSha256 === sha256) return null;
  return (
    <div className="pad">
      <Callout tone="err" role="alert" title={`The archive of ${version} is not the one that the index names`}>
        <p>
          The index says <code title={indexSha256}>{formatHash(indexSha256, 'short')}</code>, what came has{' '}
          <code title={sha256}>{formatHash(sha256, 'short')}</code>. elba refuses such an archive. Either the registry
          hands out other bytes than were published, or the index is wrong.
        </p>
      </Callout>
    </div>
  );
}

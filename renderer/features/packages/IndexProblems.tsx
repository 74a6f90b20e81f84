import { useQuery } from '@tanstack/react-query';
import type { Registry } from '../../../shared/registry.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { errorOf } from '../../bridge/queries.ts';
import { Callout } from '../../components/Callout.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { formatCount, formatNoun } from '../../components/format.ts';
import { Skeleton } from '../../components/Skeleton.tsx';

/** More than anybody reads; the rest is counted. */
const SHOWN = 100;

function Places({ registry, count }: { readonly registry: Registry; readonly count: number }) {
  const client = useClient();
  const read = useQuery({
    queryKey: [...keys.registryPackages(registry.id), 'problems', count],
    queryFn: () => client.invoke('catalog.problems', { registryId: registry.id, offset: 0, limit: SHOWN }),
  });
  if (read.isError) return <ErrorNote error={errorOf(read.error)} registryName={registry.name} isQuiet />;
  if (read.data === undefined) return <Skeleton label="Reading the places" rows={1} />;
  const { problems, total } = read.data;
  return (
    <>
      <ul className="dolist">
        {problems.map((problem) => (
          <li key={`${problem.file} ${problem.line} ${problem.text}`}>
            <span className="mono">
              {problem.file}
              {problem.line === undefined ? '' : `, line ${problem.line}`}
            </span>{' '}
            {problem.text}
          </li>
        ))}
      </ul>
      {total > problems.length && <p>and {formatCount(total - problems.length)} more</p>}
    </>
  );
}

/** Places of the index that elba would refuse, each with its file and line; read when somebody wants to see them. */
export function IndexProblems({ registry, count }: { readonly registry: Registry; readonly count: number }) {
  if (count === 0) return null;
  return (
    <div className="pkbanner">
      <Callout tone="warn" title={`elba stumbles over ${formatNoun(count, 'place')} of ${registry.name}’s index`}>
        <Disclosure summary={`Show ${formatNoun(count, 'place')}`} className="srv">
          <p className="t2">
            One bad line makes a whole package unusable for elba. What could be read is listed here; mend the files
            where the index is written.
          </p>
          <Places registry={registry} count={count} />
        </Disclosure>
      </Callout>
    </div>
  );
}

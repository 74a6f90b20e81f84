import { useQuery } from '@tanstack/react-query';
import type { PackageDetails } from '../../../shared/catalog.ts';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { keys } from '../../bridge/keys.ts';
import { formatCount, formatDay, formatNoun } from '../../components/format.ts';
import { linePath, type Week, weeksOf } from './downloadWeeks.ts';

const WIDTH = 108;
const HEIGHT = 26;

function Table({ weeks, name }: { readonly weeks: readonly Week[]; readonly name: string }) {
  return (
    <table className="vh">
      <caption>Downloads of {name} by week</caption>
      <thead>
        <tr>
          <th scope="col">Week from</th>
          <th scope="col">Downloads</th>
        </tr>
      </thead>
      <tbody>
        {weeks.map(({ from, downloads }) => (
          <tr key={from}>
            <th scope="row">{formatDay(from)}</th>
            <td>{formatCount(downloads)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How often a package was downloaded lately, as a small chart with a table behind it; nothing where the registry counts no downloads. */
export function Downloads({ details }: { readonly details: PackageDetails }) {
  const client = useClient();
  const { registryId, group, name } = details;
  const ref = { group, name };
  const graph = useQuery({
    queryKey: [...keys.package(registryId, ref), 'downloads'],
    queryFn: () => client.invoke('packages.downloadGraph', { registryId, package: ref }),
  });
  if (graph.data === undefined || graph.data === null) return null;
  const { days, versions, of } = graph.data;
  const weeks = weeksOf(days, new Date());
  const sum = weeks.reduce((total, week) => total + week.downloads, 0);
  const some = versions < of ? `, of the newest ${formatNoun(versions, 'version')} of ${formatCount(of)}` : '';
  return (
    <figure className="spark" title={`Downloads as the registry counts them${some}`}>
      <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} fill="none" aria-hidden="true">
        <path d={linePath(weeks, WIDTH, HEIGHT)} stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
      </svg>
      <figcaption className="small t2">
        {formatCount(sum)} in {weeks.length} weeks{some}
      </figcaption>
      <Table weeks={weeks} name={`${group}/${name}`} />
    </figure>
  );
}

import { ArrowRight, CircleX } from 'lucide-react';
import { useState } from 'react';
import type { ImpactRow } from '../../../shared/impact.ts';
import { formatCount } from '../../components/format.ts';
import { Segmented } from '../../components/Segmented.tsx';
import { type KnownImpact, versionsText } from './impactWords.ts';

/** Whose rules the table shows: what the Guide promises of a yank, or what elba does today. */
type Rule = 'promised' | 'today';

const NoMatch = ({ words = 'no match' }: { readonly words?: string }) => (
  <span className="st err med">
    <CircleX className="i s" aria-hidden="true" />
    {words}
  </span>
);

const WORDS: Record<ImpactRow['effect'], string> = {
  left: '',
  older: 'older',
  newer: 'newer',
  through: 'builds on a change',
  regained: 'again',
  never: 'as before',
  unchanged: 'unchanged',
};

function Change({ row, rule }: { readonly row: ImpactRow; readonly rule: Rule }) {
  const { before, after, today, effect } = row;
  if (rule === 'today')
    return (
      <span className="row imp">
        {today === null ? <NoMatch /> : <span className="mono">{today}</span>}
        <span className="small t2">unchanged</span>
      </span>
    );
  return (
    <span className="row imp">
      {before !== after && (
        <>
          {before === null ? <span className="t2">no match</span> : <span className="mono struck">{before}</span>}
          <ArrowRight className="i xs" aria-label="to" />
        </>
      )}
      {after === null ? <NoMatch /> : <span className="mono">{after}</span>}
      {WORDS[effect] !== '' && <span className="small t2">{WORDS[effect]}</span>}
    </span>
  );
}

function Requirement({ row }: { readonly row: ImpactRow }) {
  const { requirement, understoodAs, on, direct } = row;
  const name = `${on.group}/${on.name}`;
  const read = understoodAs === null ? '' : ` (elba reads it as ${understoodAs})`;
  return (
    <td className="ell" title={`${name} ${requirement}${read}`}>
      {!direct && <span className="t2">{on.name} </span>}
      <span className="mono">{requirement}</span>
      {understoodAs !== null && <span className="small warn"> read as {understoodAs}</span>}
    </td>
  );
}

function Row({ row, rule }: { readonly row: ImpactRow; readonly rule: Rule }) {
  const { package: ref, yanked } = row;
  const versions = versionsText(row);
  return (
    <tr>
      <td title={`${ref.group}/${ref.name} ${row.versions.join(', ')}${yanked ? ', yanked' : ''}`}>
        <span className="t2">{ref.group}/</span>
        <span className="med">{ref.name}</span> <span className={yanked ? 'mono struck' : 'mono t2'}>{versions}</span>
        {yanked && <span className="vh"> yanked</span>}
      </td>
      <Requirement row={row} />
      <td>
        <Change row={row} rule={rule} />
      </td>
    </tr>
  );
}

/** Who requires it, with what each would resolve to, under one of the two rules. */
export function ImpactTable({ impact }: { readonly impact: KnownImpact }) {
  const [rule, setRule] = useState<Rule>('promised');
  const { rows, more } = impact;
  if (rows.length === 0) return null;
  return (
    <>
      <div className="imphead">
        <Segmented
          label="How yanks are treated"
          segments={[
            { id: 'promised', label: 'Where yanks are honoured' },
            { id: 'today', label: 'With today’s elba' },
          ]}
          value={rule}
          onChange={setRule}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reachable by keys */}
      <section className="box impbox" tabIndex={0} aria-label="Who requires it">
        <table className="tbl impact">
          <colgroup>
            <col />
            <col className="impreq" />
            <col className="impto" />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Package</th>
              <th scope="col">Requires</th>
              <th scope="col">{rule === 'promised' ? 'Would resolve to' : 'Resolves to'}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row
                key={`${row.package.group}/${row.package.name} ${row.versions[0]} ${row.on.group}/${row.on.name} ${row.requirement}`}
                row={row}
                rule={rule}
              />
            ))}
          </tbody>
        </table>
        {more > 0 && (
          <p className="small t2 impmore">{formatCount(more)} more rows are left out; the totals count them.</p>
        )}
      </section>
    </>
  );
}

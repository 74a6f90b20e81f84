import type { Impact, ImpactRow, Tally } from '../../../shared/impact.ts';
import { formatCount, formatNoun } from '../../components/format.ts';

export type KnownImpact = Extract<Impact, { kind: 'known' }>;

/** `0.7.0`, or `0.7.0 and 3 more` where several versions fare alike. */
export function versionsText({ versions, count }: Pick<ImpactRow, 'versions' | 'count'>): string {
  const [newest = ''] = versions;
  return count === 1 ? newest : `${newest} and ${formatCount(count - 1)} more`;
}

/** `3 packages on Public require json-tools`, as the head of the table. */
export function headText({ direct }: KnownImpact, registryName: string, name: string): string {
  if (direct.packages === 0) return `No package on ${registryName} requires ${name}`;
  const verb = direct.packages === 1 ? 'requires' : 'require';
  return `${formatNoun(direct.packages, 'package')} on ${registryName} ${verb} ${name}`;
}

const tallyText = ({ packages, versions }: Tally): string =>
  packages === versions
    ? formatNoun(packages, 'package')
    : `${formatNoun(packages, 'package')} (${formatNoun(versions, 'version')})`;

/** What becomes of them in numbers: `1 package left without a match, 2 packages change.` Empty where nothing does. */
export function totalsText({ left, changed, complete, direct }: KnownImpact): string {
  const parts = [
    ...(left.packages === 0 ? [] : [`${tallyText(left)} left without a match`]),
    ...(changed.packages === 0 ? [] : [`${tallyText(changed)} ${changed.packages === 1 ? 'changes' : 'change'}`]),
  ];
  const most = complete ? '' : ' At least: there is more than could be followed.';
  if (parts.length === 0) return direct.packages === 0 ? most.trim() : `Nothing changes for them.${most}`;
  return `${parts.join(', ')}, those who build on them included.${most}`;
}

/** The one that is left with nothing, by name, or how many there are. */
export function leftText({ left, rows }: KnownImpact): string {
  const [row] = rows;
  if (left.packages === 1 && row?.effect === 'left')
    return `${row.package.group}/${row.package.name} ${left.versions === 1 ? (row.versions[0] ?? '') : `in ${formatNoun(left.versions, 'version')}`}`;
  return formatNoun(left.packages, 'package');
}

/** What a person accepts where somebody is left with nothing: `I accept that tiny/client 0.7.0 stops building`. */
export const acceptText = (impact: KnownImpact): string =>
  `I accept that ${leftText(impact)} ${impact.left.packages === 1 ? 'stops' : 'stop'} building`;

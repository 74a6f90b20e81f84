import type { Impact, ImpactRow } from '../../../shared/impact.ts';
import { READ_AT } from '../packages/catalogStates.ts';

/** A dependent of acme/json-tools that stays as it is. */
export const impactRow = (full: string, version: string, more: Partial<ImpactRow> = {}): ImpactRow => {
  const [group = '', name = ''] = full.split('/');
  return {
    package: { group, name },
    versions: [version],
    count: 1,
    yanked: false,
    on: { group: 'acme', name: 'json-tools' },
    direct: true,
    requirement: '1',
    understoodAs: null,
    before: '1.3.0',
    after: '1.3.0',
    today: '1.3.0',
    effect: 'unchanged',
    ...more,
  };
};

const tally = (rows: readonly ImpactRow[]) => ({
  packages: rows.length,
  versions: rows.reduce((sum, { count }) => sum + count, 0),
});

/** What a yank would do, told with these rows; each row is a package of its own. */
export const impactOf = (rows: ImpactRow[], more: Partial<Extract<Impact, { kind: 'known' }>> = {}): Impact => ({
  kind: 'known',
  readAt: READ_AT,
  rows,
  more: 0,
  direct: tally(rows.filter(({ direct }) => direct)),
  left: tally(rows.filter(({ effect }) => effect === 'left')),
  changed: tally(rows.filter(({ effect }) => effect === 'older' || effect === 'newer' || effect === 'through')),
  complete: true,
  ...more,
});

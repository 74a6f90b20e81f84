import type { PackageFilter } from '../../../shared/catalog.ts';
import { Checkbox } from '../../components/Checkbox.tsx';
import { formatCount, formatNoun } from '../../components/format.ts';

/** No filter: every package. */
export const EVERY: PackageFilter = { mine: false, hasYanked: false, prerelease: false };

export const isFiltered = ({ mine, hasYanked, prerelease }: PackageFilter): boolean => mine || hasYanked || prerelease;

const SWITCHES = [
  { of: 'mine', label: 'Mine', title: 'Published from here, or owned by the account of your token' },
  { of: 'hasYanked', label: 'Yanked', title: 'At least one version is yanked' },
  { of: 'prerelease', label: 'Pre-release', title: 'At least one version is a pre-release' },
] as const;

/** What stands above the list: which packages are wanted, and how many there are. */
export function PackageFilters(props: {
  readonly filter: PackageFilter;
  readonly onFilter: (filter: PackageFilter) => void;
  readonly total: number;
  readonly all: number;
}) {
  const { filter, onFilter, total, all } = props;
  return (
    <div className="pkfilters">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lie in a row */}
      <div className="row wrap" role="group" aria-label="Show only packages">
        {SWITCHES.map(({ of, label, title }) => (
          <span key={of} title={title}>
            <Checkbox
              className="small t2"
              isSelected={filter[of]}
              onChange={(isOn) => onFilter({ ...filter, [of]: isOn })}
            >
              {of !== 'mine' && <span className="vh">With</span>} {label}
            </Checkbox>
          </span>
        ))}
      </div>
      <p className="small t3" role="status">
        {total === all ? formatNoun(all, 'package') : `${formatCount(total)} of ${formatNoun(all, 'package')}`}
      </p>
    </div>
  );
}

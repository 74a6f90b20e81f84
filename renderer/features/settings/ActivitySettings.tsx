import { errorOf, useCall } from '../../bridge/queries.ts';
import { useSettings } from '../../bridge/useAppState.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Select } from '../../components/Select.tsx';
import { ClearLog } from './ClearLog.tsx';

const DAYS = [
  { id: 'ever', label: 'For ever' },
  { id: '1825', label: '5 years' },
  { id: '365', label: '1 year' },
  { id: '90', label: '90 days' },
  { id: '30', label: '30 days' },
];

/** How long the activity log goes back. */
export function ActivitySettings() {
  const { keepActivityDays } = useSettings();
  const set = useCall('settings.set');
  const saved = keepActivityDays === null ? 'ever' : String(keepActivityDays);
  const options = DAYS.some(({ id }) => id === saved) ? DAYS : [...DAYS, { id: saved, label: `${saved} days` }];
  return (
    <section className="sec">
      <h2 className="fh2">Activity</h2>
      <div className="form">
        <span className="lab">Keep for</span>
        <div>
          <div className="row wrap">
            <Select
              label="Keep for"
              hideLabel
              width={160}
              options={options}
              value={saved}
              onChange={(days) => set.mutate({ keepActivityDays: days === 'ever' ? null : Number(days) })}
            />
            <ClearLog />
          </div>
          <p className="hint">
            Older entries go at the next start. One whose outcome is unknown stays until it is known.
          </p>
        </div>
      </div>
      {set.error !== null && <ErrorNote error={errorOf(set.error)} />}
    </section>
  );
}

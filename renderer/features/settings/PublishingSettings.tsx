import type { RegistryId } from '../../../shared/ids.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useRegistries, useSettings } from '../../bridge/useAppState.ts';
import { Checkbox } from '../../components/Checkbox.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Select, type SelectOption } from '../../components/Select.tsx';

const NONE = 'none';
type Choice = RegistryId | typeof NONE;

/** What a review begins with, and what a rejection stops. */
export function PublishingSettings() {
  const { publishing } = useSettings();
  const set = useCall('settings.set');
  const others = useRegistries().filter(({ production }) => !production);
  const options: SelectOption<Choice>[] = [
    { id: NONE, label: 'None' },
    ...others.map(({ id, name, colour }) => ({ id, label: name, colour })),
  ];
  const chosen = others.some(({ id }) => id === publishing.preselect) ? publishing.preselect : null;
  return (
    <section className="sec">
      <h2 className="fh2">Publishing</h2>
      <div className="form">
        <span className="lab">Preselect</span>
        <div>
          <Select<Choice>
            label="Preselect"
            hideLabel
            width={240}
            options={options}
            value={chosen ?? NONE}
            onChange={(id) => set.mutate({ publishing: { ...publishing, preselect: id === NONE ? null : id } })}
          />
          <p className="hint">
            For projects that nothing was chosen for yet. Production registries can’t be preselected.
          </p>
        </div>
        <span className="lab">Several registries</span>
        <div className="stline row">
          <Checkbox
            isSelected={publishing.goOnAfterRejection}
            onChange={(goOnAfterRejection) => set.mutate({ publishing: { ...publishing, goOnAfterRejection } })}
          >
            Go on to the next registry when one rejects
          </Checkbox>
        </div>
      </div>
      {set.error !== null && <ErrorNote error={errorOf(set.error)} />}
    </section>
  );
}

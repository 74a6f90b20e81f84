import { NETWORK_DEFAULTS, type RegistryNetwork } from '../../../shared/network.ts';
import { errorOf, useCall } from '../../bridge/queries.ts';
import { useSettings } from '../../bridge/useAppState.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { NetworkFields } from '../registries/NetworkFields.tsx';

/** How registries are reached that say nothing else. */
export function NetworkSettings() {
  const { network } = useSettings();
  const set = useCall('settings.set');
  const save = (next: RegistryNetwork): Promise<boolean> =>
    set
      .mutateAsync({
        network: {
          ...next,
          proxy: next.proxy ?? NETWORK_DEFAULTS.proxy,
          stallSeconds: next.stallSeconds ?? NETWORK_DEFAULTS.stallSeconds,
        },
      })
      .then(
        () => true,
        () => false,
      );
  return (
    <section className="sec">
      <h2 className="fh2">Network</h2>
      <div className="form">
        <NetworkFields value={network} inherited={null} onChange={save} />
      </div>
      {set.error !== null && <ErrorNote error={errorOf(set.error)} />}
    </section>
  );
}

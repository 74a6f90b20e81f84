import type { Registry } from '../../../shared/registry.ts';
import { useLocalRegistry } from '../../bridge/useAppState.ts';

/** True while a registry is this program's own and off: what it holds can be read, but nothing can be changed. */
export function useIsOff(registry: Registry): boolean {
  const { state } = useLocalRegistry();
  return registry.embedded && (state === 'stopped' || state === 'failed');
}

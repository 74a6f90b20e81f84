import type { PowerMonitor } from 'electron';

/** Tells when the computer has woken up. Answers the function that ends the listening. */
export function whenItWakes(monitor: Pick<PowerMonitor, 'on' | 'off'>, listener: () => void): () => void {
  monitor.on('resume', listener);
  return () => void monitor.off('resume', listener);
}

/** Tells when the computer goes to sleep or its screen gets locked. Answers the function that ends the listening. */
export function whenItSleeps(monitor: Pick<PowerMonitor, 'on' | 'off'>, listener: () => void): () => void {
  monitor.on('suspend', listener);
  monitor.on('lock-screen', listener);
  return () => {
    monitor.off('suspend', listener);
    monitor.off('lock-screen', listener);
  };
}

const LOOK_MS = 15_000;
/** A timer that comes so much later than it should means that the computer slept. */
const SLEPT_MS = 60_000;

/** Tells when the computer has slept, by a clock that went on while a timer stood still. For a host that the system does not tell. */
export function watchForSleep(listener: () => void, clock: () => number = Date.now, lookMs = LOOK_MS): () => void {
  let seen = clock();
  const timer = setInterval(() => {
    const current = clock();
    if (current - seen > lookMs + SLEPT_MS) listener();
    seen = current;
  }, lookMs).unref();
  return () => clearInterval(timer);
}

/** Runs what it is given one after the other, in the order in which it came; a failure does not stop those behind it. */
export type InTurn = <T>(run: () => Promise<T> | T) => Promise<T>;

/** Makes a queue of its own. */
export function createTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const mine = last.then(run);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/**
 * Runs `work` over all items, at most `limit` at a time, and gives the results in the items' order. The first failure stops
 * the start of further ones and is thrown once those under way have ended.
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const entries = items.entries();
  const failures: unknown[] = [];
  const run = async (): Promise<void> => {
    for (const [at, item] of entries) {
      if (failures.length > 0) return;
      try {
        results[at] = await work(item);
      } catch (thrown) {
        failures.push(thrown);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, run));
  if (failures.length > 0) throw failures[0];
  return results;
}

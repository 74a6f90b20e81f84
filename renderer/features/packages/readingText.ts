import { formatCount } from '../../components/format.ts';
import type { Catalog } from './useCatalog.ts';

/** How far a reading is: `Reading Public’s index, 612 of 1,284 packages`. */
export function readingText(name: string, { reading, from }: Pick<Catalog, 'reading' | 'from'>): string {
  const whole = from === 'the index' ? `Reading ${name}’s index` : `Reading what ${name} holds`;
  if (reading === null) return `${whole}…`;
  const { done, total, what } = reading;
  if (done === 0 && total === null) return `${whole}…`;
  const count = total === null ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`;
  return `${whole}, ${count} ${what}`;
}

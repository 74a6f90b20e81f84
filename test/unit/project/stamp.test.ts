import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stampOf } from '../../../main/project/stamp.ts';
import { sandbox } from './sandbox.ts';

describe('the stamp of a file', () => {
  test('stays while nothing happens to the file, and changes when it is written or touched', async () => {
    const file = join(await sandbox({ a: '1' }), 'a');
    const first = stampOf(statSync(file));
    expect(stampOf(statSync(file))).toBe(first);
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    const touched = stampOf(statSync(file));
    writeFileSync(file, '22');
    expect(new Set([first, touched, stampOf(statSync(file))]).size).toBe(3);
  });

  test('tells apart any two times of this century', async () => {
    const stats = statSync(join(await sandbox({ a: '1' }), 'a'));
    const ticks = fc.bigInt({ min: 2n ** 40n * 4096n, max: 2n ** 41n * 4096n - 1n });
    fc.assert(
      fc.property(ticks, fc.constantFrom(0n, 1n, 4096n, 4_096_000n), (tick, later) => {
        const at = (time: bigint): string => stampOf(Object.assign(stats, { mtimeMs: Number(time) / 4096 }));
        expect(at(tick) === at(tick + later)).toBe(later === 0n);
      }),
      { numRuns: 300 },
    );
  });
});

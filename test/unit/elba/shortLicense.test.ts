import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortLicense } from '../../../main/elba/shortLicense.ts';

test.each([
  ['AGPL-3.0-only', 'AGPLv3.0'],
  ['GPL-3.0-or-later', 'GPLv3.0+'],
  ['LGPL-2.1-only', 'LGPLv2.1'],
  ['GNU GPL v3', 'GPLv3.0'],
  ['BSD-3-Clause', 'BSD3'],
  ['The MIT License', 'MIT'],
  ['Apache License, Version 2.0', 'Apache-2.0'],
  ['Mozilla Public License 2.0', 'MPL-2.0'],
  ['CC0-1.0-Universal', 'CC0-1.0'],
])('%s is %s for short', (long, short) => {
  expect(shortLicense(long)).toBe(short);
});

test.each(['MIT OR Apache-2.0', 'BSD-3-Clause-Clear', 'Proprietary license', 'GPL', ''])(
  'nothing is made up for %j',
  (text) => {
    expect(shortLicense(text)).toBeNull();
  },
);

test('whatever is offered fits', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^(a|l)?gpl-?v?\d(\.\d)?(-only|-or-later)?$/), (text) => {
      expect(Buffer.byteLength(shortLicense(text) ?? '')).toBeLessThanOrEqual(10);
    }),
  );
});

import { expect, test } from 'vitest';
import { archiveName } from '../../../main/elba/archiveName.ts';

test('an archive is named as the client of elba names it', () => {
  expect(archiveName({ group: 'Alice', name: 'pretty_print' }, '1.0.0-rc.1+b')).toBe(
    'Alice_pretty_print-1.0.0-rc.1+b.tar.gz',
  );
});

test('a name that a registry made up leads to no other folder', () => {
  expect(archiveName({ group: '../..', name: 'a\\b:c' }, '1\n')).toBe('..-.._a-b-c-1-.tar.gz');
});

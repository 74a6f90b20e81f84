import { expect, test } from 'vitest';
import {
  checkProfile,
  colourName,
  firstFreeColour,
  isPlainHttp,
  originOf,
  tidyProfile,
} from '../../../renderer/features/registries/profileForm.ts';
import { RegistryId } from '../../../shared/ids.ts';
import { Colour, type Registry, type RegistryProfile } from '../../../shared/registry.ts';

const profile = (more: Partial<RegistryProfile> = {}): RegistryProfile => ({
  name: 'Orchid',
  colour: 'orange',
  url: 'https://elba.orchid.example/packages',
  index: '',
  family: 'auto',
  production: false,
  allowPlainHttp: false,
  ...more,
});
const registry = (more: Partial<Registry> = {}): Registry => ({
  ...profile(),
  id: RegistryId.parse('r1'),
  host: 'elba.orchid.example',
  embedded: false,
  token: { kind: 'none' },
  tokens: [],
  status: { kind: 'unchecked' },
  ...more,
});
const wrong = (more: Partial<RegistryProfile>, others: readonly Registry[] = []) =>
  Object.keys(checkProfile(profile(more), others));

test('a profile with a name and an address can be saved', () => {
  expect(checkProfile(profile(), [])).toEqual({});
  expect(checkProfile(profile({ url: '', index: 'index+dir+/srv/index' }), [])).toEqual({});
});

test.each([
  ['', 'no address at all'],
  ['registry.example', 'no scheme'],
  ['ftp://pkgs.example', 'another scheme'],
  ['https://alice:secret@registry.example', 'a password in it'],
  ['https://registry.example/?token=x', 'a query'],
  ['https://registry.example/#top', 'a fragment'],
])('the address %j is refused: %s', (url) => {
  expect(wrong({ url })).toEqual(['url']);
});

test.each([
  'https://git.example/index',
  'index+svn+https://x.example',
  'index+dir+relative/path',
  'index+tar+file:///srv/index.tar.gz',
  'index+git+',
])('the index %j is refused', (index) => {
  expect(wrong({ index })).toEqual(['index']);
});

test.each([
  'index+git+https://git.example/index#main',
  'index+git+git@git.example:index.git',
  'index+tar+https://x.example/index.tar.gz',
  'index+dir+/srv/index',
  'index+dir+C:\\elba\\index',
])('the index %j is taken', (index) => {
  expect(wrong({ index })).toEqual([]);
});

test('names are needed, short and different, whatever their capitals', () => {
  expect(wrong({ name: '  ' })).toEqual(['name']);
  expect(wrong({ name: 'x'.repeat(41) })).toEqual(['name']);
  expect(wrong({ name: 'orchid' }, [registry()])).toEqual(['name']);
  expect(wrong({ name: 'Orchid 2' }, [registry()])).toEqual([]);
});

test('plain http needs consent, except to this computer', () => {
  expect(wrong({ url: 'http://registry.example' })).toEqual(['allowPlainHttp']);
  expect(wrong({ url: 'http://registry.example', allowPlainHttp: true })).toEqual([]);
  for (const host of ['127.0.0.1:6480', 'localhost:80', '[::1]:1', 'elba.localhost'])
    expect(isPlainHttp(`http://${host}/x`)).toBe(false);
  expect(isPlainHttp('http://127.0.0.1.example')).toBe(true);
});

test('consent is dropped with the address that needed it', () => {
  expect(tidyProfile(profile({ allowPlainHttp: true })).allowPlainHttp).toBe(false);
  expect(tidyProfile(profile({ name: ' Orchid ', url: ' http://r.example ', allowPlainHttp: true }))).toMatchObject({
    name: 'Orchid',
    url: 'http://r.example',
    allowPlainHttp: true,
  });
});

test('an origin is scheme, host and port; the path does not count', () => {
  expect(originOf('https://r.example/a')).toBe(originOf('https://r.example:443/b'));
  expect(originOf('https://r.example')).not.toBe(originOf('http://r.example'));
  expect(originOf('nonsense')).toBeNull();
});

test('a new registry takes the first free colour', () => {
  expect(firstFreeColour([registry({ colour: 'crimson' }), registry({ colour: 'gold' })])).toBe('orange');
  expect(firstFreeColour(Colour.options.map((colour) => registry({ colour })))).toBe('crimson');
  expect(colourName('violet')).toBe('Violet');
});

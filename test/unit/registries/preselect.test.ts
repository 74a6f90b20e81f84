import { expect, test } from 'vitest';
import { preselect } from '../../../main/registries/preselect.ts';
import { idOf, registryOf } from '../../support/fakeStates.ts';

const registries = [
  registryOf('public', { production: true }),
  registryOf('staging'),
  registryOf('team', { groups: ['Acme_Labs'] }),
];
const base = { chosen: [], package: { group: 'alice', name: 'x' }, registries, setting: null };

test('nothing is chosen for a project that nothing is known of', () => {
  expect(preselect(base)).toEqual([]);
});

test('what was chosen last for it comes first, then the registry of its group, then the one from the settings', () => {
  const acme = { ...base, package: { group: 'acme-labs', name: 'x' }, setting: idOf.registry('staging') };
  expect(preselect({ ...acme, chosen: [idOf.registry('public')] })).toEqual(['public']);
  expect(preselect(acme)).toEqual(['team']);
  expect(preselect({ ...acme, package: base.package })).toEqual(['staging']);
  expect(preselect({ ...acme, package: null })).toEqual(['staging']);
});

test('a production registry is never chosen by a setting, and a removed one is none', () => {
  expect(preselect({ ...base, setting: idOf.registry('public') })).toEqual([]);
  expect(preselect({ ...base, setting: idOf.registry('gone') })).toEqual([]);
});

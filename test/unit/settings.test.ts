import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSettings } from '../../main/settings.ts';
import { SETTINGS_DEFAULTS as defaults, type Settings } from '../../shared/settings.ts';
import { memoryDocument } from '../support/memoryDocument.ts';

test('the defaults hold until something is set; what is set is told whole and there in the next run', () => {
  const document = memoryDocument();
  const told: Settings[] = [];
  const settings = createSettings(document, (all) => told.push(all));
  expect(settings.get()).toEqual(defaults);
  settings.set({ theme: 'dark' });
  settings.set({ localRegistryPort: 6480, theme: undefined });
  expect(told).toEqual([
    { ...defaults, theme: 'dark' },
    { ...defaults, theme: 'dark', localRegistryPort: 6480 },
  ]);
  expect(createSettings(document, () => {}).get()).toEqual({ ...defaults, theme: 'dark', localRegistryPort: 6480 });
});

test('a disk that refuses changes nothing', () => {
  const document = memoryDocument();
  const told: Settings[] = [];
  const failing = {
    ...document,
    write: () => {
      throw new Error('full');
    },
  };
  const settings = createSettings(failing, (all) => told.push(all));
  expect(() => settings.set({ theme: 'dark' })).toThrow('full');
  expect(settings.get()).toEqual(defaults);
  expect(told).toEqual([]);
});

test('content of another form is set aside and never wiped', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const content: unknown = JSON.parse(JSON.stringify(value));
      const document = memoryDocument(content);
      expect(createSettings(document, () => {}).get()).toEqual(defaults);
      expect(document.aside.map((some) => some.content)).toEqual([content]);
    }),
  );
});

import { expect, test } from 'vitest';
import { outcomeWords, type YankSubject } from '../../../renderer/features/yank/yankWords.ts';

const yank: YankSubject = {
  package: { group: 'acme', name: 'json-tools' },
  version: '1.2.0',
  registryName: 'Public',
  yanked: true,
};
const error = { code: 'not_owner', message: 'You are not an owner of acme/json-tools on Public.' } as const;

test('what was reached is said with what follows from it', () => {
  const words = outcomeWords(yank, { kind: 'yanked', confirmed: 'answer', evidence: [] });
  expect(words.title).toBe('acme/json-tools 1.2.0 is yanked on Public.');
  expect(words.text).toContain('Nothing was deleted');
  const back = outcomeWords({ ...yank, yanked: false }, { kind: 'unyanked', confirmed: 'looked', evidence: [] });
  expect(back.title).toBe('acme/json-tools 1.2.0 is available on Public again.');
  expect(back.text).toContain('it was seen there');
});

test('a refusal names the registry and gives its reason', () => {
  expect(outcomeWords(yank, { kind: 'rejected', error, evidence: [] })).toEqual({
    tone: 'error',
    title: 'Public did not yank acme/json-tools 1.2.0.',
    text: error.message,
  });
});

test('not sent means that nothing changed, and unknown claims nothing', () => {
  expect(outcomeWords(yank, { kind: 'not_sent', error, evidence: [] }).title).toContain('nothing changed on Public');
  const unknown = outcomeWords({ ...yank, yanked: false }, { kind: 'unknown', error, evidence: [] });
  expect(unknown).toMatchObject({ tone: 'unknown' });
  expect(unknown.title).toBe('Nobody can tell yet whether acme/json-tools 1.2.0 is unyanked on Public.');
});

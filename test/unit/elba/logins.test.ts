import fc from 'fast-check';
import { stringify } from 'smol-toml';
import { expect, test } from 'vitest';
import { parseElbaConfig } from '../../../main/elba/config.ts';
import { parseLogins, withoutLogin } from '../../../main/elba/logins.ts';

const ORCHID = 'index+tar+https://elba.orchid.example/index.tar.gz';
const PUBLIC = 'index+git+https://git.example/index#master';

test('the indices of a configuration come in their order, each in elba’s full spelling', () => {
  const text = `[indices]\npublic = "index+git+https://git.example/index"\norchid = "${ORCHID}"\nodd = "git+x"\n`;
  expect(parseElbaConfig(text)).toEqual({
    ok: true,
    value: {
      indices: [
        { alias: 'public', index: PUBLIC },
        { alias: 'orchid', index: ORCHID },
      ],
      odd: ['odd'],
    },
  });
  expect(parseElbaConfig('[term]\nverbose = true\n')).toEqual({ ok: true, value: { indices: [], odd: [] } });
});

test('a file that is not TOML is named with its line, and its text is not repeated', () => {
  const wrong = parseElbaConfig('[indices]\na = "index+dir+/x"\nb = secret-token\n');
  expect(wrong).toEqual({ ok: false, fault: { line: 3, reason: 'it is not TOML' } });
  expect(JSON.stringify(parseLogins(`"${ORCHID}" = "secret\n`))).not.toContain('secret');
});

test('a login is found under any spelling of its index', () => {
  const read = parseLogins(`"index+git+https://git.example/index" = "one"\n"${ORCHID}" = 'two'\n"other" = "three"\n`);
  expect(read.ok && [...read.logins]).toEqual([
    [PUBLIC, 'one'],
    [ORCHID, 'two'],
  ]);
});

test('a login is taken out with its line, and everything else stays as it was', () => {
  const text = `# mine\r\n"${PUBLIC}" = "one"  # comment\r\n\r\n'${ORCHID}' = """\r\ntwo"""\r\n# end`;
  expect(withoutLogin(text, PUBLIC)).toBe(`# mine\r\n\r\n'${ORCHID}' = """\r\ntwo"""\r\n# end`);
  expect(withoutLogin(text, ORCHID)).toBe(`# mine\r\n"${PUBLIC}" = "one"  # comment\r\n\r\n# end`);
  expect(withoutLogin(text, 'index+dir+/elsewhere')).toBeNull();
  expect(withoutLogin('not toml', PUBLIC)).toBeNull();
});

test('whatever the tokens are, taking one out leaves exactly the others', () => {
  const index = fc.nat(30).map((port) => `index+dir+/index-${port}`);
  const file = fc.dictionary(index, fc.string({ unit: 'grapheme' }), { minKeys: 1 });
  fc.assert(
    fc.property(file, fc.nat(), (logins, at) => {
      const keys = Object.keys(logins);
      const key = keys[at % keys.length] ?? '';
      const after = withoutLogin(stringify(logins), key);
      expect(after).not.toBeNull();
      const rest = Object.entries(logins).filter(([other, token]) => other !== key && token.trim() !== '');
      const read = parseLogins(after ?? '');
      expect(read.ok && new Map(read.logins)).toEqual(new Map(rest));
    }),
  );
});

import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskLine } from '../../../main/project/maskLine.ts';
import { folderSource } from '../../../main/project/projectSource.ts';
import {
  createSecretScanner,
  type SecretFinding,
  type SecretScan,
  type SecretScanner,
} from '../../../main/project/secrets.ts';
import { walkProject } from '../../../main/project/walk.ts';
import { noise, privateKey, samples } from './madeUpSecrets.ts';
import { sandbox } from './sandbox.ts';

type Files = Readonly<Record<string, string | Buffer>>;

const scanFolder = async (root: string, scanner = createSecretScanner('key')): Promise<SecretScan> => {
  const { included } = await walkProject(root, { exclude: [] });
  return scanner.scan({ source: folderSource(root), included });
};

const found = async (files: Files, scanner?: SecretScanner): Promise<readonly SecretFinding[]> =>
  (await scanFolder(await sandbox(files), scanner)).findings;

/** Whether any eight characters of a secret can be read in what was found. */
const leaks = (findings: unknown, secret: string): boolean => {
  const shown = JSON.stringify(findings);
  const parts = Array.from({ length: Math.max(1, secret.length - 7) }, (_, i) => secret.slice(i, i + 8));
  return parts.some((part) => shown.includes(part));
};

const token = `${'gh'}${'p_'}${noise(36)}`;
const otherToken = `${'gh'}${'p_'}${noise(36, 7)}`;

describe('secrets in texts', () => {
  test.each(samples.map((sample) => [sample.what, sample] as const))(
    '%s is found and not shown',
    async (what, sample) => {
      const path = sample.path ?? 'src/Config.idr';
      const text = sample.isWhole === true ? sample.text : `-- ünï\n${sample.text}\n-- end\n`;
      const findings = await found({ [path]: text });
      expect(findings).toMatchObject([{ path, severity: 'error', title: `${path} holds ${what}`, at: { file: path } }]);
      expect(leaks(findings, sample.secret)).toBe(false);
    },
  );

  test('each is found in the middle of a long line as well, and what is around it is cut', async () => {
    for (const { text, secret, path = 'src/Config.idr' } of samples.filter((sample) => sample.path === undefined)) {
      const findings = await found({ [path]: `${'a '.repeat(9000)}${text} ${'b '.repeat(9000)}` });
      expect(findings).toHaveLength(1);
      expect(findings[0]?.maskedLine?.length).toBeLessThan(200);
      expect(leaks(findings, secret)).toBe(false);
    }
  });

  test('the place is that of the secret, counted in characters', async () => {
    const [finding] = await found({ 'a.txt': `\uFEFFone\r\n😀 x = "${token}" -- why\r\n` });
    expect(finding).toMatchObject({ at: { line: 2, column: 8 }, maskedLine: '😀 x = "••••" -- why' });
  });

  test('every secret of a line is masked in the line of each', async () => {
    const findings = await found({ 'a.txt': `${token} and ${otherToken} and ${token}` });
    expect(findings.map(({ maskedLine }) => maskedLine)).toEqual(['•••• and •••• and ••••', '•••• and •••• and ••••']);
  });

  test('a key that overlaps an address is one finding', async () => {
    const findings = await found({ 'a.txt': `${'https'}://alice:${token}@host.example.org/x` });
    expect(findings).toMatchObject([{ title: 'a.txt holds a GitHub token', maskedLine: 'https://••••/x' }]);
  });

  test('no comment in a file switches them off', async () => {
    const findings = await found({ 'a.txt': `// ${'secretlint'}-disable\n${token}` });
    expect(findings).toHaveLength(1);
  });

  test('what only looks a little like one is none', async () => {
    const files = {
      'A.idr': 'token : String\ntoken = "ghp_short"\npassword = ?hole\n-- https://user:password@example.com\n',
      'README.md': `Write postgres://user:$${'{PASSWORD}'}@host/db`,
      'elba.toml': '[package]\nname = "a/b"\n',
    };
    expect(await found(files)).toEqual([]);
  });

  test('texts in other encodings are looked at, binaries are not', async () => {
    const latin = Buffer.concat([Buffer.from([0xfc, 0x20]), Buffer.from(token)]);
    const findings = await found({ 'latin.txt': latin, binary: Buffer.concat([Buffer.from([0]), Buffer.from(token)]) });
    expect(findings.map(({ path }) => path)).toEqual(['latin.txt']);
  });

  test('a file with very many is one finding, which another secret makes a new one', async () => {
    const many = (count: number): string =>
      Array.from({ length: count }, (_, i) => `${'gh'}${'p_'}${noise(36, i + 100)}`).join('\n');
    const first = await found({ 'dump.txt': many(25) });
    expect(first).toMatchObject([{ title: 'dump.txt holds 25 secrets', at: { line: 1 }, maskedLine: null }]);
    const second = await found({ 'dump.txt': many(26) });
    expect(second[0]?.id).not.toBe(first[0]?.id);
  });

  test('a file over 1 MiB is named as one that was not looked at', async () => {
    const scan = await scanFolder(
      await sandbox({ 'big.txt': `${token}${' '.repeat(1024 * 1024)}`, 'small.txt': token }),
    );
    expect(scan.tooLarge).toEqual(['big.txt']);
    expect(scan.findings.map(({ path }) => path)).toEqual(['small.txt']);
  });
});

describe('files that their names give away', () => {
  const secret = noise(20);
  const rows: readonly [string, string | Buffer, Partial<SecretFinding>][] = [
    [
      '.env',
      `# db\nexport DB_PASSWORD=${secret}\n`,
      {
        title: '.env looks like a secret',
        maskedLine: 'export DB_PASSWORD=••••',
        at: { file: '.env', line: 2, column: 20 },
      },
    ],
    ['app/.env.production', `A=${secret}`, { severity: 'error', maskedLine: 'A=••••' }],
    ['.envrc', `export A=${secret}`, { severity: 'error' }],
    ['.env', '# nothing yet\n', { severity: 'warning' }],
    ['.env.example', `A=${secret}`, { severity: 'warning', maskedLine: 'A=••••' }],
    ['.env.local.sample', `A=${secret}`, { severity: 'warning' }],
    ['id_rsa', privateKey('OPENSSH '), { title: 'id_rsa is a private key' }],
    [
      'keys/server.pem',
      `some text\n${privateKey('ENCRYPTED ')}`,
      { title: 'keys/server.pem is a private key', at: { file: 'keys/server.pem', line: 2, column: 38 } },
    ],
    [
      'a.ppk',
      `${'PuTTY'}-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\n${secret}`,
      { title: 'a.ppk is a private key' },
    ],
    [
      'store.p12',
      Buffer.from(`\0${secret}`),
      { title: 'store.p12 is a store of private keys', at: { file: 'store.p12' }, maskedLine: null },
    ],
    ['store.PFX', Buffer.from(`\0${secret}`), { severity: 'error' }],
    [
      '.npmrc',
      `//r.example/:_password=${secret}\n`,
      { title: '.npmrc holds a password or token of a package registry', maskedLine: '//r.example/:_password=••••' },
    ],
    [
      '.npmrc',
      `//r.example/:_authToken=${secret}\n`,
      { severity: 'error', maskedLine: '//r.example/:_authToken=••••' },
    ],
    ['.netrc', `machine host.example login alice password ${secret}`, { title: '.netrc holds a password' }],
    ['.pypirc', `[pypi]\npassword: ${secret}\n`, { maskedLine: 'password: ••••' }],
    [
      'logins.toml',
      `"index+dir+/x" = "${secret}"\n`,
      { title: 'logins.toml holds tokens of elba registries', maskedLine: '"index+dir+/x" = "••••"' },
    ],
  ];

  test.each(rows)('%s', async (path, content, expected) => {
    const findings = await found({ [path]: content });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject(expected);
    expect(leaks(findings, secret)).toBe(false);
    expect(leaks(findings, noise(64, 5))).toBe(false);
  });

  test.each([
    ['.npmrc', `//r.example/:_authToken=$${'{TOKEN}'}\nsave=true\n`],
    ['.netrc', 'machine host.example login alice'],
    ['cert.pem', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'],
    ['id_rsa.pub', 'ssh-rsa AAAA alice'],
    ['id_rsa', ''],
    ['store.p12', ''],
    ['environment', 'A=b'],
    ['.envy', 'A=b'],
    ['logins.toml', '# none\n'],
  ])('%s without anything secret is none', async (path, content) => {
    expect(await found({ [path]: content })).toEqual([]);
  });

  test('a whole file is one finding, whatever is in it', async () => {
    const findings = await found({ '.env': `A=${token}\nB=${otherToken}\n` });
    expect(findings).toMatchObject([{ title: '.env looks like a secret', severity: 'error' }]);
    expect(leaks(findings, token) || leaks(findings, otherToken)).toBe(false);
  });

  test('a sample with a real secret in it blocks for that secret', async () => {
    expect(await found({ '.env.example': `A=${token}\n` })).toMatchObject([
      { severity: 'error', title: '.env.example holds a GitHub token', maskedLine: 'A=••••' },
    ]);
  });
});

describe('the id of a finding', () => {
  const idOf = async (files: Files, key = 'key'): Promise<string> =>
    (await found(files, createSecretScanner(key)))[0]?.id ?? '';

  test('stays while the secret moves within its file', async () => {
    expect(await idOf({ 'a.txt': token })).toBe(await idOf({ 'a.txt': `\n\nmoved: ${token}!` }));
  });

  test('is another for another secret, another file, and another scanner', async () => {
    const ids = await Promise.all([
      idOf({ 'a.txt': token }),
      idOf({ 'a.txt': otherToken }),
      idOf({ 'b.txt': token }),
      idOf({ 'a.txt': token }, 'other key'),
    ]);
    expect(new Set(ids).size).toBe(4);
  });

  test('of a whole file is another as soon as anything in it changes', async () => {
    expect(await idOf({ '.env': 'A=1' })).not.toBe(await idOf({ '.env': 'A=1\n' }));
    expect(await idOf({ 'a.p12': Buffer.from([0, 1]) })).not.toBe(await idOf({ 'a.p12': Buffer.from([0, 2]) }));
  });
});

describe('scanning again', () => {
  test('gives what was found before as long as file, size and time are the same', async () => {
    const root = await sandbox({ 'a.txt': token });
    const scanner = createSecretScanner('key');
    const [first] = (await scanFolder(root, scanner)).findings;
    const [second] = (await scanFolder(root, scanner)).findings;
    expect(second).toBe(first);
  });

  test('sees a change of the same size with the time set back', async () => {
    const root = await sandbox({ 'a.txt': token });
    const file = join(root, 'a.txt');
    const past = new Date(1_700_000_000_000);
    await utimes(file, past, past);
    const scanner = createSecretScanner('key');
    const before = (await scanFolder(root, scanner)).findings;
    await writeFile(file, otherToken);
    await utimes(file, past, past);
    const after = (await scanFolder(root, scanner)).findings;
    expect(after[0]?.id).not.toBe(before[0]?.id);
    await writeFile(file, 'nothing any more');
    expect((await scanFolder(root, scanner)).findings).toEqual([]);
  });

  test('a file that went away since it was listed is no trouble', async () => {
    const root = await sandbox({ 'a.txt': token, 'b.txt': token });
    const { included } = await walkProject(root, { exclude: [] });
    await rm(join(root, 'a.txt'));
    const { findings } = await createSecretScanner('key').scan({ source: folderSource(root), included });
    expect(findings.map(({ path }) => path)).toEqual(['b.txt']);
  });

  test('goes on where it was stopped', async () => {
    const root = await sandbox(Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`${i}.txt`, token])));
    const { included } = await walkProject(root, { exclude: [] });
    const scanner = createSecretScanner('key');
    const stop = new AbortController();
    const onProgress = (files: number): void => {
      if (files > 0) stop.abort();
    };
    const stopped = scanner.scan({ source: folderSource(root), included, signal: stop.signal, onProgress });
    await expect(stopped).rejects.toMatchObject({ error: { code: 'cancelled' } });
    expect((await scanner.scan({ source: folderSource(root), included })).findings).toHaveLength(600);
  });
});

/** The longest turn of the event loop while something is done, in milliseconds of this thread's own work: a busy computer adds none. */
const longestTurn = async (work: () => Promise<unknown>): Promise<number> => {
  const used = (): number => Object.values(process.threadCpuUsage()).reduce((sum, micros) => sum + micros, 0) / 1000;
  let [longest, before, done] = [0, used(), false];
  const turn = (): void => {
    const now = used();
    longest = Math.max(longest, now - before);
    before = now;
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  done = true;
  turn();
  return longest;
};

test('the event loop is not held up', async () => {
  // Of this text the rules take about the time that the whole of it may take in one turn.
  const text = `${'mongodb'}://${'a'.repeat(100)}:`.repeat(9000);
  const root = await sandbox(Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`${i}.idr`, text])));
  const { included } = await walkProject(root, { exclude: [] });
  const scanner = createSecretScanner('key');
  expect(await longestTurn(() => scanner.scan({ source: folderSource(root), included }))).toBeLessThan(150);
});

describe('a masked line', () => {
  test('has nothing of what is hidden, wherever it stands', () => {
    const piece = fc.constantFrom('ab', ' ', '\n', 'é', '\t');
    const arbitrary = fc.tuple(
      fc.array(piece, { maxLength: 60 }),
      fc.uniqueArray(fc.nat(60), { minLength: 1, maxLength: 4 }),
      fc.stringMatching(/^[XYZ]{6,12}$/),
    );
    fc.assert(
      fc.property(arbitrary, ([pieces, places, secret]) => {
        let text = '';
        const hidden: { start: number; end: number }[] = [];
        for (const [i, part] of pieces.entries()) {
          text += part;
          if (!places.includes(i)) continue;
          hidden.push({ start: text.length, end: text.length + secret.length });
          text += secret;
        }
        for (const { start } of hidden) {
          const line = maskLine(text, start, hidden);
          expect(line).not.toMatch(/[XYZ\n\t]/);
          expect(line).toContain('••••');
        }
      }),
    );
  });

  test('hides a second copy that no rule found', () => {
    const secret = noise(30);
    const text = `a ${secret} b ${secret}`;
    expect(maskLine(text, 2, [{ start: 2, end: 32 }])).toBe('a •••• b ••••');
  });
});

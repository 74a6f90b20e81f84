import { describe, expect, test } from 'vitest';
import { formatIndexConfig, parseIndexConfig } from '../../../main/elba/indexConfig.ts';

describe('index.toml', () => {
  test('as it is written, it is read', () => {
    expect(parseIndexConfig(formatIndexConfig('http://127.0.0.1:6480'))).toEqual({
      ok: true,
      config: { secure: false, registry: 'http://127.0.0.1:6480', dependencies: {} },
    });
    expect(parseIndexConfig(formatIndexConfig(null))).toMatchObject({ ok: true, config: { registry: null } });
  });

  test("the reference's older key for the registry is understood", () => {
    const text =
      '[index]\nsecure = true\nbackend = "https://host.example"\n[index.dependencies]\nother = "index+dir+/x"\n';
    expect(parseIndexConfig(text)).toEqual({
      ok: true,
      config: { secure: true, registry: 'https://host.example', dependencies: { other: 'index+dir+/x' } },
    });
  });

  test.each([
    ['', /no \[index\]/],
    ['[index]\nsecure = false\n', /index\.dependencies/],
    ['[index]\n[index.dependencies]\n', /secure/],
    ['[index]\nsecure = false\nregistry = "ftp://x"\n[index.dependencies]\n', /registry/],
    ['<html>', /not TOML/],
  ])('%j is refused, because elba would drop the index without a word', (text, because) => {
    expect(parseIndexConfig(text)).toEqual({ ok: false, reason: expect.stringMatching(because) });
  });
});

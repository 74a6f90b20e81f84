import { afterEach, expect, test, vi } from 'vitest';
import { environmentProxy } from '../../../main/web/environmentProxy.ts';

const NAMES = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'];

function environment(set: Readonly<Record<string, string>>): void {
  for (const name of NAMES) {
    vi.stubEnv(name, set[name] ?? '');
    vi.stubEnv(name.toUpperCase(), '');
  }
}
afterEach(() => void vi.unstubAllEnvs());

test('the environment’s proxy is taken by scheme, and NO_PROXY leaves hosts out', () => {
  environment({ https_proxy: 'http://proxy.example:3128', no_proxy: 'corp.example,.inside.example' });
  expect(environmentProxy('https://registry.example')).toBe('http://proxy.example:3128');
  expect(environmentProxy('http://registry.example')).toBeNull();
  expect(environmentProxy('https://corp.example')).toBeNull();
  expect(environmentProxy('https://a.inside.example')).toBeNull();
});

test('an environment without a proxy means a direct way', () => {
  environment({});
  expect(environmentProxy('https://registry.example')).toBeNull();
});

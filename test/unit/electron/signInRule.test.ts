import { expect, test } from 'vitest';
import { originRule } from '../../../main/electron/signInRule.ts';

const REGISTRY = 'https://registry.example';

test('a window for signing in stays on the registry until its login leads to who vouches for people', () => {
  const rule = originRule(REGISTRY);
  expect(rule.mayGo(`${REGISTRY}/api/v1/users/login/oauth`)).toBe(true);
  expect(rule.mayGo('https://provider.example/login')).toBe(false);
  expect(rule.mayRedirect('https://provider.example/login')).toBe(true);
  expect(rule.mayGo('https://provider.example/password')).toBe(true);
  expect(rule.mayGo(`${REGISTRY}/callback`)).toBe(true);
});

test('there is one such origin, and it is reached safely', () => {
  const rule = originRule(REGISTRY);
  for (const url of [
    'http://provider.example/',
    'file:///etc/passwd',
    'javascript:1',
    'data:text/html,x',
    'app://elba/',
    'no url',
  ])
    expect(rule.mayRedirect(url)).toBe(false);
  expect(rule.mayRedirect('https://provider.example/')).toBe(true);
  expect(rule.mayRedirect('https://another.example/')).toBe(false);
  expect(rule.mayGo('https://another.example/')).toBe(false);
  expect(rule.mayGo('https://provider.example.evil.example/')).toBe(false);
  expect(rule.mayGo('https://provider.example:444/')).toBe(false);
});

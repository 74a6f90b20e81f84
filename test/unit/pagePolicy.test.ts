import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { contentSecurityPolicy, PRESSABLE_STYLE_SHA256 } from '../../main/pagePolicy.ts';

const usePress = resolve(import.meta.dirname, '../../node_modules/react-aria/dist/private/interactions/usePress.mjs');

it('allows the one inline style of the installed react-aria, and no other', async () => {
  const source = await readFile(usePress, 'utf8');
  const template = /style\.textContent = `([^`]*)`\.trim\(\)/.exec(source)?.[1];
  const attribute = /PRESSABLE_ATTRIBUTE = '([^']+)'/.exec(source)?.[1];
  const css = template?.replace(/\$\{[^}]*PRESSABLE_ATTRIBUTE\}/, attribute ?? '').trim() ?? '';
  expect(css).toContain('touch-action');
  expect(css).not.toContain('${');
  expect(createHash('sha256').update(css).digest('base64')).toBe(PRESSABLE_STYLE_SHA256);
});

it.each(['own-origin', 'preload'] as const)('refuses everything that the page does not need (%s)', (connection) => {
  const policy = contentSecurityPolicy(connection);
  expect(policy).toMatch(/^default-src 'none';/);
  expect(policy).not.toMatch(/unsafe|\*|https?:|blob:/);
});

it('lets the page of the window make no request at all', () => {
  expect(contentSecurityPolicy('preload')).toContain("connect-src 'none'");
  expect(contentSecurityPolicy('own-origin')).toContain("connect-src 'self'");
});

import { expect, test } from 'vitest';
import { parseProxyAnswer } from '../../../main/electron/systemProxy.ts';

test.each([
  ['DIRECT', null],
  ['PROXY proxy.example:3128', 'http://proxy.example:3128'],
  ['PROXY proxy.example:3128; DIRECT', 'http://proxy.example:3128'],
  ['HTTPS proxy.example:443;PROXY other.example:1', 'https://proxy.example:443'],
  ['SOCKS5 127.0.0.1:1080', 'socks5://127.0.0.1:1080'],
  ['SOCKS 127.0.0.1:1080', 'socks5://127.0.0.1:1080'],
  ['QUIC proxy.example:443', null],
  ['PROXY', null],
  ['', null],
])('the system’s answer %j stands for %j', (answer, url) => {
  expect(parseProxyAnswer(answer)).toBe(url);
});

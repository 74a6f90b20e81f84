import { describe, expect, test } from 'vitest';
import { type AnswerContext, explain } from '../../../main/api/answers.ts';
import { explainNoAnswer } from '../../../main/api/noAnswer.ts';
import type { Answer } from '../../../main/api/transport.ts';
import { type Left, type TransportCode, TransportFailure } from '../../../main/api/transportFailure.ts';
import { createRedactor } from '../../../main/redact.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { observedCases } from '../local-registry/observedCases.ts';

const TOKEN = 'to"ken\\\nwith-ü%41+';
const redactor = createRedactor();
redactor.add(TOKEN);
const context: AnswerContext = {
  action: 'publish',
  registryName: 'Orchid',
  package: { group: 'acme', name: 'json' },
  version: '1.3.0',
  redact: redactor.redact,
};
const answer = (status: number, text: string, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers,
  text,
  bytes: text.length,
  cut: false,
  sent: { left: 'all', bytes: 0, total: 0 },
});
const tagged = (tag: string, text: string) => `{"error":"${tag}","description":"${text}"}`;
const unquoted = (tag: string, text: string) => `{error:"${tag}",description:"${text}"}`;

/** Tag and text as they were observed, what they mean, and the words that have to be in the sentence. */
const REFUSALS: readonly (readonly [string, string, ErrorCode, RegExp])[] = [
  [
    'no_permission',
    'Package `acme/json 1.3.0` already exists',
    'version_exists',
    /acme\/json 1\.3\.0 already exists on Orchid/,
  ],
  ['no_permission', 'Package `acme/json` has already been yanked', 'already_yanked', /already yanked on Orchid/],
  [
    'no_permission',
    'Can not unyank package `acme/json`, because it is not yanked',
    'not_yanked',
    /not yanked on Orchid/,
  ],
  ['no_permission', 'You have no access permission to package `acme/json`', 'not_owner', /does not own acme\/json/],
  ['no_permission', 'You have no access permission to package `acme/group`', 'not_owner', /does not own/],
  [
    'no_permission',
    'You have no permission to create package under group `acme`',
    'group_taken',
    /group acme belongs to another account on Orchid/,
  ],
  ['no_permission', 'group \\"acme\\" is owned by another user', 'group_taken', /group acme belongs/],
  ['no_permission', 'please login first', 'token_missing', /Save a token/],
  ['no_permission', 'for a reason of its own', 'not_owner', /does not own/],
  ['user_not_found', 'User not found to access token `nope`', 'token_rejected', /Orchid rejected the token/],
  ['token_not_found', 'Access token not found', 'token_rejected', /rejected the token/],
  ['package_not_found', 'Package version `acme/json 9.9.9` not found', 'package_not_found', /Orchid does not have/],
  ['dependency_not_found', 'Package `acme/lens` not found', 'dependency_not_found', /“Package `acme\/lens` not found”/],
  ['invalid_manifest', 'Manifest not found in archive', 'manifest_rejected', /no elba\.toml in the archive/],
  ['invalid_manifest', 'Package group name mismatched', 'manifest_rejected', /another name or version/],
  ['invalid_manifest', 'The length of license is greater than 10', 'manifest_rejected', /license is greater than 10/],
  ['invalid_format', 'Invalid version: Expected dot', 'format_rejected', /Expected dot/],
  ['invalid_request', 'This github account should have a public email', 'request_rejected', /public email/],
];

describe('a refusal of the reference registry', () => {
  test.each(REFUSALS)('%s: %s', (tag, text, code, words) => {
    const error = explain(answer(400, tagged(tag, text)), context);
    expect(error).toMatchObject({ code, status: 400 });
    expect(error.message).toMatch(words);
    expect(error.serverText).toMatch(`400 ${tag}: `);
  });

  test.each(REFUSALS)('of the linked commit, which does not quote its keys, %s: %s', (tag, text, code) => {
    expect(explain(answer(400, unquoted(tag, text)), context).code).toBe(code);
  });

  test.each([
    ['a quote in the text', tagged('no_permission', 'Package "acme/json 1.3.0" already exists'), 'version_exists'],
    ['a newline in the text', tagged('user_not_found', 'User not found to access token `a\nb`'), 'token_rejected'],
    [
      'a connection that broke in the text',
      '{"error":"no_permission","description":"Package `acme/json 1.3.0` already exi',
      'not_owner',
    ],
    ['a connection that broke after the tag', '{"error":"user_not_found",', 'request_rejected'],
    ['a connection that broke in the tag', '{"error":"no_per', 'request_rejected'],
  ])('with %s is still read', (_, body, code) => {
    expect(explain(answer(400, body), context).code).toBe(code);
  });

  const observed = observedCases.filter(
    ({ status, differs }) => status >= 400 && status !== 404 && differs === undefined,
  );
  test.each(observed.map((one) => [one.n, one.send, one] as const))(
    'that was observed has a meaning of its own: %s %s',
    (_n, send, { status, error, text = '' }) => {
      const action = send.startsWith('GET') ? 'read' : send.includes('yank') ? 'yank' : 'publish';
      const body = error === undefined ? text : tagged(error[0], String(error[1]));
      const said = explain(answer(status, body), { ...context, action });
      expect(said.message).toMatch(/^(?:acme\/json|Orchid|The|Your).*[.)]$/s);
      // What has a tag is never only called a refusal; the one exception is a fault of the account and not of the package.
      if (error !== undefined && error[0] !== 'invalid_request') expect(said.code).not.toBe('request_rejected');
      expect(said.message).not.toMatch(/undefined|null|\{|\}/);
    },
  );

  test('tells what to do where there is something to do', () => {
    const taken = tagged('no_permission', 'You have no permission to create package under group `acme`');
    expect(explain(answer(400, taken), context).todo).toEqual([
      'Use a token of the account that owns acme, or ask its owner to publish 1.3.0 from this archive.',
    ]);
  });
});

describe('any other answer', () => {
  const html = '<html><head><title>502 Bad Gateway</title><style>x{}</style></head><body><h1>Oh</h1></body></html>';
  test.each<[string, number, string, Answer['headers'], ErrorCode, RegExp]>([
    ['an empty 400', 400, '', {}, 'request_rejected', /gave no reason/],
    ['a plain 400', 400, 'Bad wolf.', {}, 'request_rejected', /“Bad wolf”/],
    ['JSON of somebody else', 400, '{"message":"No such thing"}', {}, 'request_rejected', /“No such thing”/],
    ['401', 401, '', {}, 'token_rejected', /rejected the token/],
    ['403', 403, html, {}, 'request_rejected', /forbids this/],
    ['404', 404, '', {}, 'route_not_found', /does not know this address/],
    ['405', 405, '', {}, 'route_not_found', /does not know this address/],
    ['407', 407, '', {}, 'request_rejected', /proxy/],
    ['408', 408, '', {}, 'timed_out', /gave up waiting/],
    ['409', 409, '', {}, 'request_rejected', /refused the request \(409\)/],
    ['413 of a proxy', 413, html, {}, 'too_large', /larger than Orchid accepts/],
    ['429', 429, '', {}, 'rate_limited', /in a few minutes/],
    ['429 that says when', 429, '', { 'retry-after': '30' }, 'rate_limited', /in 30 s/],
    ['429 that says when, later', 429, '', { 'retry-after': '600' }, 'rate_limited', /in 10 min/],
    ['500', 500, 'registry internal error', {}, 'registry_error', /failed inside/],
    ['500 without a body', 500, '', {}, 'registry_error', /failed inside/],
    ['502 of a proxy', 502, html, {}, 'registry_error', /server in front of Orchid/],
    ['503', 503, '', { 'retry-after': '30' }, 'registry_error', /not available.*in 30 s/],
    ['504', 504, html, {}, 'registry_error', /server in front/],
    [
      'a redirect',
      307,
      '',
      { location: 'https://new.example/x?token=t' },
      'redirected',
      /\(new\.example\), and a token is never sent on/,
    ],
    ['a redirect to nowhere', 302, '', {}, 'redirected', /another address, and/],
    ['a login page', 200, html, { 'content-type': 'text/html' }, 'unexpected_answer', /login page/],
    ['a status that does not exist', 999, '', {}, 'unexpected_answer', /makes no sense/],
  ])('%s', (_, status, body, headers, code, words) => {
    const error = explain(answer(status, body, headers), context);
    expect(error).toMatchObject({ code, status });
    expect(error.message).toMatch(words);
  });

  test.each<[number, ErrorCode, RegExp]>([
    [401, 'request_rejected', /has not signed in/],
    [404, 'route_not_found', /does not know this address \(404\)\. Check/],
    [413, 'request_rejected', /refused to answer \(413\)/],
    [500, 'registry_error', /Try again in a few minutes/],
  ])('%i to a read says nothing of archives, manifests and tokens', (status, code, words) => {
    const error = explain(answer(status, ''), { ...context, action: 'read' });
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
    expect(error.message).not.toMatch(/archive|manifest|token/);
  });

  test('in HTML is shown by its words alone', () => {
    expect(explain(answer(502, html), context).serverText).toBe('502: 502 Bad Gateway Oh');
    expect(explain(answer(500, ''), context).serverText).toBe('500, with an empty body');
  });
});

describe('the text of a registry', () => {
  test('never shows the token that it repeats', () => {
    const said = `User not found to access token \`${TOKEN}\``;
    for (const body of [
      tagged('user_not_found', said),
      unquoted('user_not_found', said),
      JSON.stringify({ error: 'user_not_found', description: said }),
      JSON.stringify({ message: said }),
      said,
      `<h1>${encodeURIComponent(TOKEN)}</h1>`,
      tagged('user_not_found', said).slice(0, -12),
    ]) {
      const shown = JSON.stringify(explain(answer(400, body), context));
      expect(shown).toContain('••••');
      expect(shown).not.toMatch(/to\\*"ken|with-ü|%22ken/);
    }
  });

  test('is cut, and cannot move a cursor or turn the text around', () => {
    const error = explain(answer(400, `\u001b[2J\u202egnorw ${'x'.repeat(9000)}`), context);
    expect(error.serverText).toHaveLength(4000);
    expect(error.serverText).toMatch(/^400: \[2J gnorw xxx/);
    expect(error.message.length).toBeLessThan(400);
  });
});

describe('no answer', () => {
  const failed = (code: TransportCode, reason: string, left: Left = 'nothing') =>
    explainNoAnswer(new TransportFailure(code, reason, 'registry.example', { left, bytes: 0, total: 9 }), 'Lab');

  test.each<[TransportCode, string, Left, RegExp]>([
    ['unreachable', 'ENOTFOUND', 'nothing', /^Lab can’t be reached: the name registry\.example was not found/],
    ['unreachable', 'ECONNREFUSED', 'nothing', /nothing answers at registry\.example/],
    ['unreachable', 'EHOSTUNREACH', 'nothing', /no way to registry\.example/],
    ['unreachable', 'ECONNRESET', 'nothing', /could not be made \(ECONNRESET\)/],
    ['tls_failed', 'CERT_HAS_EXPIRED', 'nothing', /nothing was sent.*has expired/],
    ['tls_failed', 'CERT_NOT_YET_VALID', 'nothing', /not valid yet/],
    ['tls_failed', 'ERR_TLS_CERT_ALTNAME_INVALID', 'nothing', /is for another host/],
    ['tls_failed', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'nothing', /signed by itself/],
    ['tls_failed', 'SELF_SIGNED_CERT_IN_CHAIN', 'nothing', /authority that this computer does not trust/],
    ['tls_failed', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'nothing', /authority that this computer does not trust/],
    ['tls_failed', 'EPROTO', 'nothing', /does not speak TLS/],
    ['timed_out', 'no connection', 'nothing', /did not take the connection/],
    ['timed_out', 'stalled', 'all', /no byte went either way/],
    ['connection_lost', 'ECONNRESET', 'all', /broke before an answer came/],
    ['unexpected_answer', 'HPE_INVALID_CONSTANT', 'all', /does not speak HTTP/],
    ['cancelled', 'aborted', 'nothing', /before anything was sent/],
    ['cancelled', 'aborted', 'part', /before the last byte/],
    ['cancelled', 'aborted', 'all', /may have done it/],
    ['archive_missing', 'changed', 'part', /no longer the one that was reviewed/],
  ])('%s, %s, %s', (code, reason, left, words) => {
    const error = failed(code, reason, left);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
  });
});

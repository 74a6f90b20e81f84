import type { AppError, ErrorCode } from '../../shared/errors.ts';
import type { PackageRef } from '../../shared/ids.ts';
import { retryAfterMs } from './retryAfter.ts';
import { readServerText } from './serverText.ts';
import type { Answer } from './transport.ts';

/** What was asked for, in words that an error can use. */
export interface AnswerContext {
  readonly action: 'publish' | 'yank' | 'unyank' | 'read' | 'test_token';
  readonly registryName: string;
  readonly package?: PackageRef | undefined;
  readonly version?: string | undefined;
  redact(text: string): string;
}

/** What a sentence can be made from. `what` is the package with its version as far as they are known. */
interface Facts {
  readonly registry: string;
  readonly what: string;
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly status: number;
  /** The registry's own words, redacted, short, without a full stop. */
  readonly said: string;
  readonly answer: Answer;
}

interface Rule {
  /** Holds for these requests alone; absent, for all. */
  readonly on?: readonly AnswerContext['action'][];
  readonly status?: readonly [from: number, to: number];
  readonly tag?: string;
  readonly text?: RegExp;
  readonly code: ErrorCode;
  say(facts: Facts): string;
  todo?(facts: Facts): string[];
}

const only = (status: number): readonly [number, number] => [status, status];

const rejectedToken = ({ registry }: Facts): string =>
  `${registry} rejected the token. It may have been deleted on the registry; create one there and replace it here.`;

const notOwner = ({ registry, name }: Facts): string =>
  `Your token is valid on ${registry}, but for an account that does not own ${name}. Use a token of one of its owners, or ask one of them to do it.`;

const unknownRoute = ({ registry, status }: Facts): string =>
  `${registry} does not know this address (${status}), so nothing was changed there. Check its address and its routes in its settings.`;

/** A read changes nothing anyway. */
const unknownRead = ({ registry, status }: Facts): string =>
  `${registry} does not know this address (${status}). Check its address and its routes in its settings.`;

function waitingTime(answer: Answer): string {
  const milliseconds = retryAfterMs(answer.headers, Date.now());
  if (milliseconds === null) return 'in a few minutes';
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds <= 90 ? `in ${seconds} s` : `in ${Math.ceil(seconds / 60)} min`;
}

function elsewhere({ headers }: Answer): string {
  const to = headers.location;
  return to !== undefined && URL.canParse(to) ? ` (${new URL(to).host})` : '';
}

const TAGGED: readonly Rule[] = [
  { tag: 'user_not_found', code: 'token_rejected', say: rejectedToken },
  { tag: 'token_not_found', code: 'token_rejected', say: rejectedToken },
  {
    tag: 'no_permission',
    text: /already exists/i,
    code: 'version_exists',
    say: ({ registry, what }) =>
      `${what} already exists on ${registry}. A version is never replaced or deleted, so raise the version in elba.toml and publish that.`,
  },
  {
    tag: 'no_permission',
    text: /already been yanked/i,
    code: 'already_yanked',
    say: ({ registry, what }) => `${what} is already yanked on ${registry}, so nothing was changed.`,
  },
  {
    tag: 'no_permission',
    text: /not yanked|can ?not unyank/i,
    code: 'not_yanked',
    say: ({ registry, what }) => `${what} is not yanked on ${registry}, so nothing was changed.`,
  },
  {
    tag: 'no_permission',
    text: /log ?in/i,
    code: 'token_missing',
    say: ({ registry }) => `${registry} wants to know who asks. Save a token for it in its settings.`,
  },
  {
    tag: 'no_permission',
    text: /permission to package/i,
    code: 'not_owner',
    say: notOwner,
  },
  {
    tag: 'no_permission',
    text: /group/i,
    code: 'group_taken',
    say: ({ registry, group }) =>
      `The group ${group} belongs to another account on ${registry}. Whoever first published in a group owns it, and only the owner can add packages there.`,
    todo: ({ group, version }) => [
      `Use a token of the account that owns ${group}, or ask its owner to publish ${version} from this archive.`,
    ],
  },
  { tag: 'no_permission', code: 'not_owner', say: notOwner },
  {
    tag: 'package_not_found',
    code: 'package_not_found',
    say: ({ registry, what }) =>
      `${registry} does not have ${what}. It may be there under another spelling, or on another registry.`,
  },
  {
    tag: 'dependency_not_found',
    code: 'dependency_not_found',
    say: ({ registry, what, said }) =>
      `${registry} refused ${what}, because it does not have every package that it depends on (“${said}”). Publish the missing one there first, or choose a registry that has it.`,
  },
  {
    tag: 'invalid_manifest',
    text: /not found in archive/i,
    code: 'manifest_rejected',
    say: ({ registry }) =>
      `${registry} found no elba.toml in the archive. It has to lie at the top of it, with nothing before its name; build the archive again from the project’s folder.`,
  },
  {
    tag: 'invalid_manifest',
    text: /mismatched/i,
    code: 'manifest_rejected',
    say: ({ registry, what }) =>
      `${registry} read another name or version in the archive’s elba.toml than ${what}. Build the archive again and publish that.`,
  },
  {
    tag: 'invalid_manifest',
    code: 'manifest_rejected',
    say: ({ registry, said }) =>
      `${registry} did not accept elba.toml (“${said}”). Correct it and publish again; nothing was stored.`,
  },
  {
    tag: 'invalid_format',
    code: 'format_rejected',
    say: ({ registry, said }) =>
      `${registry} does not take this name or version (“${said}”). Correct it in elba.toml; nothing was stored.`,
  },
];

const BY_STATUS: readonly Rule[] = [
  {
    status: [300, 399],
    code: 'redirected',
    say: ({ registry, answer }) =>
      `${registry} wanted to send the request on to another address${elsewhere(answer)}, and a token is never sent on. If you trust that address, enter it in the registry’s settings.`,
  },
  {
    on: ['read'],
    status: only(400),
    text: /./,
    code: 'request_rejected',
    say: ({ registry, said }) => `${registry} refused to answer (“${said}”).`,
  },
  {
    status: only(400),
    text: /./,
    code: 'request_rejected',
    say: ({ registry, said }) => `${registry} refused the request (“${said}”). Nothing was changed there.`,
  },
  {
    status: only(400),
    code: 'request_rejected',
    say: ({ registry }) =>
      `${registry} refused the request and gave no reason. Check its address, its routes and its token in its settings.`,
  },
  {
    on: ['read'],
    status: only(401),
    code: 'request_rejected',
    say: ({ registry }) =>
      `${registry}, or a server in front of it, shows nothing to who has not signed in (401). Check its address in its settings, or ask its operator.`,
  },
  { status: only(401), code: 'token_rejected', say: rejectedToken },
  {
    status: only(403),
    code: 'request_rejected',
    say: ({ registry }) =>
      `${registry}, or a server in front of it, forbids this request (403). Ask its operator whether your account or your network may do this.`,
  },
  { on: ['read'], status: [404, 405], code: 'route_not_found', say: unknownRead },
  { on: ['read'], status: only(501), code: 'route_not_found', say: unknownRead },
  { status: only(404), code: 'route_not_found', say: unknownRoute },
  { status: only(405), code: 'route_not_found', say: unknownRoute },
  {
    status: only(407),
    code: 'request_rejected',
    say: ({ registry }) =>
      `A proxy on the way to ${registry} asks for a password (407), so nothing arrived. Set the password in the system’s proxy settings.`,
  },
  {
    status: only(408),
    code: 'timed_out',
    say: ({ registry }) => `${registry} gave up waiting for the request (408). Check the network and try again.`,
  },
  {
    on: ['publish'],
    status: only(413),
    code: 'too_large',
    say: ({ registry }) =>
      `The archive is larger than ${registry} accepts (413), so nothing was stored. Leave out what is not needed with exclude in elba.toml, or ask the registry’s operator for a higher limit.`,
  },
  {
    status: only(429),
    code: 'rate_limited',
    say: ({ registry, answer }) =>
      `${registry} got too many requests and asks for a pause (429). Try again ${waitingTime(answer)}.`,
  },
  {
    on: ['read'],
    status: [400, 499],
    code: 'request_rejected',
    say: ({ registry, status }) =>
      `${registry} refused to answer (${status}). Ask its operator whether it can be read.`,
  },
  {
    status: [400, 499],
    code: 'request_rejected',
    say: ({ registry, status }) => `${registry} refused the request (${status}). Nothing was changed there.`,
  },
  {
    status: only(501),
    code: 'route_not_found',
    say: unknownRoute,
  },
  {
    status: only(503),
    code: 'registry_error',
    say: ({ registry, answer }) =>
      `${registry} is not available at the moment (503). Try again ${waitingTime(answer)}.`,
  },
  {
    status: [502, 504],
    code: 'registry_error',
    say: ({ registry, status }) =>
      `The server in front of ${registry} got no answer from it (${status}). Try again in a few minutes.`,
  },
  {
    on: ['publish'],
    status: [500, 599],
    code: 'registry_error',
    say: ({ registry, status }) =>
      `${registry} failed inside (${status}) and gave no reason. It does so for a manifest that it cannot read, for an archive that is too large, and when two people write at once.`,
  },
  {
    status: [500, 599],
    code: 'registry_error',
    say: ({ registry, status }) =>
      `${registry} failed inside (${status}) and gave no reason. Try again in a few minutes; if it goes on, tell its operator.`,
  },
  {
    status: [200, 299],
    code: 'unexpected_answer',
    say: ({ registry }) =>
      `${registry} answered with something that is not a registry’s. A login page or a proxy may be in between; open its address in a browser to see.`,
  },
];

const UNEXPECTED: Rule = {
  code: 'unexpected_answer',
  say: ({ registry, status }) =>
    `${registry} gave an answer that makes no sense here (${status}). Check that its address is a registry’s.`,
};

const fits = (rule: Rule, action: AnswerContext['action'], status: number, tag: string | null, text: string): boolean =>
  (rule.on === undefined || rule.on.includes(action)) &&
  (rule.status === undefined || (status >= rule.status[0] && status <= rule.status[1])) &&
  (rule.tag === undefined || rule.tag === tag) &&
  (rule.text === undefined || rule.text.test(text));

const short = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text).replace(/[.\s]+$/, '');

/**
 * Puts an answer into words: one table of every observed answer of both commits, of proxies, and of what is no registry at all. The
 * four meanings of `no_permission` are told apart by its text. `serverText` is the registry's own answer, redacted, up to 4,000
 * characters. Never throws.
 */
export function explain(answer: Answer, context: AnswerContext): AppError {
  const { tag, text, html, shown } = readServerText(answer, context.redact);
  const { group = '', name: last = '' } = context.package ?? {};
  const name = context.package === undefined ? 'the package' : `${group}/${last}`;
  const facts: Facts = {
    registry: context.registryName,
    what: context.version === undefined ? name : `${name} ${context.version}`,
    name,
    group,
    version: context.version ?? 'the version',
    status: answer.status,
    said: short(text),
    answer,
  };
  const rules = tag === null ? BY_STATUS : [...TAGGED, ...BY_STATUS];
  const rule = rules.find((one) => fits(one, context.action, answer.status, tag, html ? '' : text)) ?? UNEXPECTED;
  const todo = rule.todo?.(facts);
  return {
    code: rule.code,
    message: rule.say(facts),
    ...(todo === undefined ? {} : { todo }),
    serverText: shown,
    status: answer.status,
  };
}

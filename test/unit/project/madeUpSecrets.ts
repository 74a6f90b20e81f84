/** Characters that look random and are the same each time; they never occur in the sources as they are. */
export const noise = (
  length: number,
  seed = 1,
  alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789',
): string => {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return alphabet.charAt((state >>> 8) % alphabet.length);
  }).join('');
};

const hex = '0123456789abcdef';
const letters = 'abcdefghijklmnopqrstuvwxyz';
const join = (...parts: readonly string[]): string => parts.join('');

/** A private key that nobody has; `kind` is what stands before `PRIVATE KEY`. */
export const privateKey = (kind = 'RSA ', lines = 6): string => {
  const body = Array.from({ length: lines }, (_, i) => noise(64, i + 5)).join('\n');
  const edge = (word: string): string => join('-----', word, ' ', kind, 'PRIVATE', ' KEY-----');
  return `${edge('BEGIN')}\n${join('M', 'I')}${body}\n${edge('END')}\n`;
};

/** `isWhole` says that the file has to be this text and nothing else. */
type Sample = {
  readonly what: string;
  readonly text: string;
  readonly secret: string;
  readonly path?: string;
  readonly isWhole?: true;
};

/** Its last byte alone stands in the last four characters, as in a real one. */
const serviceAccount = Buffer.from(JSON.stringify({ secret: { key: noise(157) } })).toString('base64');

const plain = (what: string, secret: string): Sample => ({ what, text: `token = "${secret}"`, secret });

/** One made-up secret for each kind that the rules know, put together here so that nothing in the repository looks like one. */
export const samples: readonly Sample[] = [
  { what: 'an AWS secret access key', text: join('AWS_SECRET_', 'ACCESS_KEY = "', noise(40), '"'), secret: noise(40) },
  plain('an Anthropic API key', join('sk-ant-', 'api03-', noise(93), 'AA')),
  plain('a Databricks token', join('da', 'pi', noise(32, 2, hex))),
  plain('a Docker token', join('dckr_', 'pat_', noise(27))),
  plain('a Figma token', join('fi', 'gd_', noise(48))),
  plain('a GitHub token', join('gh', 'p_', noise(36))),
  plain('a GitHub token', join('github', '_pat_', noise(82))),
  plain('a GitLab token', join('gl', 'pat-', noise(24))),
  plain('a Grafana token', join('gl', 'c_', noise(60))),
  plain('a Grafana token', join('gl', 'sa_', noise(32), '_', noise(8, 3, hex))),
  plain('a Groq API key', join('gs', 'k_', noise(52))),
  plain('a Vault token', join('hv', 's.', noise(95))),
  plain('a Hugging Face token', join('h', 'f_', noise(34, 1, letters))),
  plain('a Linear API key', join('lin_', 'api_', noise(40))),
  plain('a Notion token', join('nt', 'n_', noise(11, 1, '0123456789'), noise(35))),
  plain('an npm token', join('np', 'm_', noise(36))),
  plain('an OpenAI API key', join('s', 'k-', noise(20), 'T3Blbk', 'FJ', noise(20, 2))),
  plain('a 1Password token', join('op', 's_', serviceAccount)),
  plain('a SendGrid API key', join('S', 'G.', noise(22), '.', noise(43, 2))),
  plain('a Shopify token', join('shp', 'at_', noise(32, 1, hex))),
  plain('a Slack token', join('xox', 'b-', noise(11, 1, '0123456789'), '-', noise(24))),
  plain('a Vercel token', join('vc', 'p_', noise(40))),
  {
    what: 'the address of a Slack webhook',
    text: join('https://hooks.', 'slack.com/services/T', noise(9), '/B', noise(9, 2), '/', noise(24, 3)),
    secret: noise(24, 3),
  },
  {
    what: 'an address with a password in it',
    text: join('git clone https', '://alice:', noise(14), '@host.example.org/x'),
    secret: noise(14),
  },
  {
    what: 'the address of a database with a password in it',
    text: join('db: postgres', '://alice:', noise(14), '@db.host/x?y=z'),
    secret: noise(14),
  },
  {
    what: 'the address of a database with a password in it',
    text: join('mysql', '://alice:', noise(14), '@db.host/x'),
    secret: noise(14),
  },
  {
    what: 'the address of a database with a password in it',
    text: join('mongodb+srv', '://alice:', noise(14), '@db.host/x'),
    secret: noise(14),
  },
  { what: 'a private key', text: privateKey(), secret: noise(64, 5) },
  {
    what: 'the private key of a Google service account',
    path: 'account.json',
    isWhole: true,
    text: JSON.stringify(
      { private_key_id: '1', private_key: join('-----BEGIN ', 'PRIVATE', ' KEY-----\n', noise(40)) },
      null,
      2,
    ),
    secret: noise(40),
  },
  {
    what: 'a GitHub token',
    path: 'package.json',
    text: join('{"x":"https://', noise(40), ':x-oauth-', 'basic@github.com/a"}'),
    secret: noise(40),
  },
  {
    what: 'a token of a package registry',
    path: 'a.npmrc',
    text: join('//registry.example/:_auth', 'Token=', noise(36)),
    secret: noise(36),
  },
];

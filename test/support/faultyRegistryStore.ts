/** What a request is about, as far as its path says. */
export interface Wanted {
  readonly operation: Operation;
  readonly group: string;
  readonly name: string;
  readonly version: string;
}

/** The places where a fault can strike. `token_test` is a yank of a package that does not exist, `storage` what a download leads to. */
export type Operation =
  | 'publish'
  | 'yank'
  | 'token_test'
  | 'groups'
  | 'package'
  | 'version'
  | 'versions'
  | 'download'
  | 'storage';

export interface Reply {
  readonly status: number;
  readonly body: string | Buffer;
  readonly headers?: Record<string, string>;
}

interface Stored {
  readonly bytes: Buffer;
  yanked: boolean;
}

const EMPTY_400: Reply = { status: 400, body: '' };
const DONE: Reply = { status: 200, body: '{}' };

/** As the reference registry does it: put together as text, so that a quote makes it invalid JSON. */
const refuse = (tag: string, description: string): Reply => ({
  status: 400,
  body: `{"error":"${tag}","description":"${description}"}`,
});
const json = (value: unknown): Reply => ({ status: 200, body: JSON.stringify(value) });

const absent = (name: string): Reply => refuse('package_not_found', `Package \`${name}\` not found`);

const PUBLISHED_AT = '2026-11-23T12:42:14.222259+00:00';

const metadataOf = ({ group, name, version }: Omit<Wanted, 'operation'>, { yanked }: Stored) => ({
  group,
  package: name,
  version,
  yanked,
  description: null,
  keywords: [],
  owners: [],
  created_at: PUBLISHED_AT,
});

export const keyOf = ({ group, name, version }: Omit<Wanted, 'operation'>): string => `${group}/${name} ${version}`;

/** The packages of a registry, in memory, with the answers of the reference registry's last commit. */
export class Store {
  /** By `group/name version`. */
  readonly versions = new Map<string, Stored>();
  /** So many reads of a version that is there say that it is not; the metadata of its package is not late. */
  lag = 0;
  readonly #tokens: readonly string[];
  readonly #reads = new Map<string, number>();

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  publish(wanted: Wanted, body: Buffer, token: string | null): Reply {
    const key = keyOf(wanted);
    if (token === null) return EMPTY_400;
    if (!this.#tokens.includes(token)) return this.#unknown(token);
    if (this.versions.has(key)) return refuse('no_permission', `Package \`${key}\` already exists`);
    this.versions.set(key, { bytes: body, yanked: false });
    return DONE;
  }

  yank(wanted: Wanted, yanked: boolean, token: string | null): Reply {
    if (token === null) return EMPTY_400;
    if (!this.#tokens.includes(token)) return this.#unknown(token);
    const stored = this.versions.get(keyOf(wanted));
    const name = `${wanted.group}/${wanted.name}`;
    if (stored === undefined) return refuse('package_not_found', `Package \`${name}\` not found`);
    if (stored.yanked === yanked) {
      const text = yanked
        ? `Package \`${name}\` has already been yanked`
        : `Can not unyank package \`${name}\`, because it is not yanked`;
      return refuse('no_permission', text);
    }
    stored.yanked = yanked;
    return DONE;
  }

  read(wanted: Wanted, here: string): Reply {
    const { operation, group, name, version } = wanted;
    const key = keyOf(wanted);
    switch (operation) {
      case 'groups':
        return json({ groups: [...new Set([...this.versions.keys()].map((one) => one.split('/')[0]))].map(asGroup) });
      case 'versions': {
        const seen = this.#versionsOf(wanted).filter((one) => this.#seen(keyOf({ ...wanted, version: one })));
        return seen.length === 0
          ? absent(`${group}/${name}`)
          : json({ versions: seen.map((one) => ({ group, package: name, version: one })) });
      }
      case 'package': {
        const latest = { ...wanted, version: this.#versionsOf(wanted).at(-1) ?? '' };
        const stored = this.versions.get(keyOf(latest));
        if (stored === undefined) return absent(`${group}/${name}`);
        const dates = { updated_at: null, created_at: PUBLISHED_AT };
        return json({ package: { group, package: name, latest_version: metadataOf(latest, stored), ...dates } });
      }
      case 'version': {
        const stored = this.#seen(key);
        if (stored === undefined) return refuse('package_not_found', `Package version \`${key}\` not found`);
        return json({ version: metadataOf(wanted, stored) });
      }
      case 'download':
        return { status: 307, body: '', headers: { location: `${here}/api/v1/storage/${encodeURIComponent(key)}` } };
      default: {
        const stored = this.versions.get(version);
        return stored === undefined ? { status: 404, body: 'no such object' } : { status: 200, body: stored.bytes };
      }
    }
  }

  #unknown(token: string): Reply {
    return refuse('user_not_found', `User not found to access token \`${token}\``);
  }

  #versionsOf({ group, name }: Wanted): string[] {
    const start = keyOf({ group, name, version: '' });
    return [...this.versions.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  }

  #seen(key: string): Stored | undefined {
    const stored = this.versions.get(key);
    if (stored === undefined) return undefined;
    const asked = (this.#reads.get(key) ?? 0) + 1;
    this.#reads.set(key, asked);
    return asked > this.lag ? stored : undefined;
  }
}

const asGroup = (group: string | undefined) => ({ group });

import { expect } from 'vitest';
import { manifestOf, tarGzOf } from '../archive/tarballs.ts';

/**
 * What the reference registry answered, one row a request, in the order in which they were sent to it; the state that one leaves is what the
 * next one meets. Numbers are those of the record of its raw answers; rows with a letter stand for what the description of the API says of
 * cases whose raw answers were not kept, or prepare what later rows need. `differs` says where the local registry answers something else on
 * purpose, and `status` and the rest are then what it answers; the reasons are in docs/local-registry-differences.md.
 */
export type ObservedCase = {
  readonly n: string;
  readonly send: string;
  readonly body?: keyof typeof bodies;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent with the cookie of alice's session. */
  readonly cookie?: true;
  readonly status: number;
  /** The tag and the text of a refusal. */
  readonly error?: readonly [tag: string, description: unknown];
  /** JSON with its content type. */
  readonly json?: unknown;
  /** A body without a content type; empty unless it is said. */
  readonly text?: string;
  readonly location?: string;
  readonly differs?: string;
};

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(?:Z|\+00:00)$/);

const archive = (name: string, version: string, more = ''): Buffer =>
  tarGzOf([{ path: 'elba.toml', content: manifestOf(name, version, more) }]);

const withDependency = (version: string, line: string): Buffer =>
  archive('alice/pkg', version, `[dependencies]\n${line}\n`);

const okFields = `description = "A small package"
homepage = "https://example.test/h"
repository = "https://example.test/r"
license = "MIT"
keywords = ["json", "parser"]
`;

/** The uploads, by a name for each. */
export const bodies = {
  ok: archive('alice/pkg', '1.0.0', okFields),
  ok2: archive('alice/pkg', '1.2.0'),
  pre: archive('alice/pkg', '2.0.0-rc.1'),
  build: archive('alice/pkg', '1.0.0+build.5'),
  build2: archive('alice/pkg', '1.1.0+build.5'),
  wrongname: archive('alice/other', '3.0.4'),
  casename: archive('Alice/PKG', '3.0.5'),
  underscore: archive('alice/my_pkg', '1.0.0'),
  leadv: archive('alice/pkg', '01.0.0'),
  uni: archive('ünï/pkg', '1.0.0'),
  bobonalice: archive('alice/pkg', '4.0.0'),
  bobinalice: archive('alice/bobs', '1.0.0'),
  bob: archive('bob/lib', '1.0.0'),
  dep: archive('alice/dep', '0.1.0'),
  selfdep: archive('alice/selfdep', '1.0.0', '[dependencies]\n"alice/selfdep" = "1.0.0"\n'),
  deps: withDependency('3.3.5', '"alice/my-pkg" = "1.0.0"\n"alice/dep" = "0.1.0"'),
  anyConstraint: withDependency('3.3.7', '"alice/dep" = "any"'),
  missingDep: withDependency('3.3.6', '"alice/unknown" = "1.0.0"'),
  gitDep: withDependency('3.3.8', '"alice/dep" = { git = "https://example.test/dep" }'),
  pathDep: withDependency('3.3.8', '"alice/dep" = { path = "../dep" }'),
  indexDep: withDependency('3.3.8', '"alice/dep" = { version = "0.1.0", index = "index+dir+/x" }'),
  starDep: withDependency('3.3.8', '"alice/dep" = "*"'),
  exactDep: withDependency('3.3.8', '"alice/dep" = "=1.0.0"'),
  latestDep: withDependency('3.3.8', '"alice/dep" = "latest"'),
  emptyDep: withDependency('3.3.8', '"alice/dep" = ""'),
  invertedDep: withDependency('3.3.8', '"alice/dep" = "> 2 < 1"'),
  badDepName: withDependency('3.3.8', '"no-slash" = "1.0.0"'),
  devDep: archive('alice/pkg', '3.4.0', '[dev_dependencies]\n"alice/unknown" = { git = "https://example.test/x" }\n'),
  unknownKeys: archive('alice/pkg', '3.5.0', 'licence = "MIT"\n[other]\nx = 1\n'),
  description244: archive('alice/pkg', '3.5.1', `description = "${'d'.repeat(244)}"\n`),
  description245: archive('alice/pkg', '3.5.2', `description = "${'d'.repeat(245)}"\n`),
  description244Bytes: archive('alice/pkg', '3.5.2', `description = "${'ü'.repeat(123)}"\n`),
  license10: archive('alice/pkg', '3.5.3', 'license = "Apachev2.0"\n'),
  license11: archive('alice/pkg', '3.5.4', 'license = "Apache v2.0"\n'),
  keywords5: archive('alice/pkg', '3.5.5', 'keywords = ["a", "b", "c", "d", "e"]\n'),
  keywords6: archive('alice/pkg', '3.5.6', 'keywords = ["a", "b", "c", "d", "e", "f"]\n'),
  emptyKeyword: archive('alice/pkg', '3.5.6', 'keywords = [""]\n'),
  spacedKeyword: archive('alice/pkg', '3.5.6', 'keywords = ["two words"]\n'),
  noAuthors: tarGzOf([{ path: 'elba.toml', content: '[package]\nname = "alice/pkg"\nversion = "3.6.0"\n' }]),
  badToml: tarGzOf([{ path: 'elba.toml', content: '[package\nname = "alice/pkg"\n' }]),
  outsideReadme: archive('alice/pkg', '3.6.0', 'readme = "../README.md"\n'),
  badReadme: tarGzOf([
    { path: 'elba.toml', content: manifestOf('alice/pkg', '3.6.0') },
    { path: 'README.md', content: Buffer.from([0x23, 0xff, 0xfe]) },
  ]),
  prefixed: tarGzOf([{ path: './elba.toml', content: manifestOf('alice/pkg', '3.6.0') }]),
  nested: tarGzOf([{ path: 'pkg/elba.toml', content: manifestOf('alice/pkg', '3.6.0') }]),
  upperManifest: tarGzOf([{ path: 'ELBA.toml', content: manifestOf('alice/pkg', '3.6.1') }]),
  noManifest: tarGzOf([{ path: 'README.md', content: 'x' }]),
  notGzip: Buffer.from('this is no archive'),
  empty: Buffer.alloc(0),
};

const ok = { status: 200, text: '{}' } as const;
const notFound = { status: 404 } as const;
const empty400 = { status: 400 } as const;
const internal = { status: 500, text: 'registry internal error' } as const;
const refused = (tag: string, description: unknown) => ({ status: 400, error: [tag, description] }) as const;
const format = (description: string) => refused('invalid_format', description);
const manifest = (description: unknown) => refused('invalid_manifest', description);
const forbidden = (description: string) => refused('no_permission', description);
const missing = (description: string) => refused('package_not_found', description);
const read = (json: unknown) => ({ status: 200, json }) as const;
const moved = (location: string) => ({ status: 307, location }) as const;

const noManifest = manifest('Manifest not found in archive');
const badGroup = format('Invalid package name: group can only contain letters, numbers, _, and -');
const badToken = refused('user_not_found', 'User not found to access token');
const text = expect.any(String);

const put = (version: string, name = 'alice/pkg', token = 'ALICE') =>
  `PUT /packages/${name}/${version}/publish?token=${token}`;
const yank = (version: string, yanked: string, name = 'alice/pkg', token = 'ALICE') =>
  `PATCH /packages/${name}/${version}/yank?yanked=${yanked}&token=${token}`;

const alice = { id: 1, email: '', name: 'alice', avatar: null };
const version = (number: string, more: object = {}) => ({
  group: 'alice',
  package: 'pkg',
  version: number,
  yanked: false,
  description: null,
  homepage: null,
  repository: null,
  license: null,
  keywords: [],
  owners: [alice],
  created_at: instant,
  ...more,
});
const described = {
  description: 'A small package',
  homepage: 'https://example.test/h',
  repository: 'https://example.test/r',
  license: 'MIT',
  keywords: ['json', 'parser'],
};
const packageMetadata = (name: string, latest: object) =>
  read({
    package: { group: 'alice', package: name, latest_version: latest, updated_at: instant, created_at: instant },
  });
const names = (...list: string[]) => list.map((name) => ({ group: name.split('/')[0], package: name.split('/')[1] }));
const newest = ['3.6.1', '3.5.5', '3.5.3', '3.5.1', '3.5.0', '3.4.0', '3.3.7', '3.3.5', '3.0.5'];
const oldest = ['2.0.0-rc.1', '1.2.0', '1.1.0+build.5', '1.0.0+build.5', '1.0.0'];
const allVersions = read({
  versions: [...newest, ...oldest].map((number) => ({ group: 'alice', package: 'pkg', version: number })),
});

const emptyRegistry: ObservedCase[] = [
  { n: '001', send: 'GET /packages/global_stats', ...read({ global_stats: { package_count: 0, download_count: 0 } }) },
  { n: '002', send: 'GET /packages/groups', ...read({ groups: [] }) },
  { n: '003', send: 'GET /packages/search?q=pkg', ...read({ packages: [] }) },
];

const publishing: ObservedCase[] = [
  { n: '004', send: put('1.0.0'), body: 'ok', ...ok },
  { n: '005', send: put('1.0.0'), body: 'ok', ...forbidden('Package `alice/pkg 1.0.0` already exists') },
  { n: '006', send: put('1.2.0', 'alice/pkg', 'nope"quoted'), body: 'ok2', ...empty400 },
  { n: '007', send: 'PUT /packages/alice/pkg/1.2.0/publish', body: 'ok2', ...empty400 },
  {
    n: '008',
    send: put('1.2.0', 'alice/pkg', ''),
    body: 'ok2',
    ...badToken,
    differs: 'the text does not repeat the token',
  },
  {
    n: '009',
    send: 'PUT /packages/alice/pkg/1.2.0/publish',
    headers: { authorization: 'Bearer ALICE' },
    body: 'ok2',
    ...empty400,
  },
  { n: '010', send: put('1.2.0'), body: 'ok2', ...ok },
  { n: '011', send: put('2.0.0-rc.1'), body: 'pre', ...ok },
  { n: '012', send: put('1.0.0+build.5'), body: 'build', ...ok },
  { n: '013', send: put('1.1.0%2Bbuild.5'), body: 'build2', ...ok },
  { n: '014', send: put('1.9.9'), body: 'ok2', ...manifest('Package version mismatched') },
  { n: '015', send: put('3.0.4'), body: 'wrongname', ...manifest('Package name mismatched') },
  { n: '016', send: put('1.2.0', 'bob/pkg'), body: 'ok2', ...manifest('Package group name mismatched') },
  { n: '017', send: put('3.0.5'), body: 'casename', ...manifest('Package group name mismatched') },
  { n: '018', send: put('3.0.5', 'Alice/PKG'), body: 'casename', ...ok },
  { n: '019', send: put('1.0.0', 'alice/my_pkg'), body: 'underscore', ...ok },
  { n: '020', send: put('1.0.0', 'alice/my-pkg'), body: 'underscore', ...manifest('Package name mismatched') },
  { n: '021', send: put('1.0'), body: 'ok', ...format('Invalid version: Expected dot') },
  { n: '022', send: put('01.0.0'), body: 'leadv', ...format('Invalid version: Expected dot') },
  { n: '023', send: put('v1.0.0'), body: 'ok', ...format('Invalid version: Error parsing major identifier') },
  { n: '024', send: put('1.0.0', 'al%20ice/pkg'), body: 'ok', ...badGroup },
  { n: '025', send: put('1.0.0', 'al%22ice/pkg'), body: 'ok', ...badGroup },
  { n: '026', send: put('1.0.0', '%C3%BCn%C3%AF/pkg'), body: 'uni', ...ok },
  { n: '027', send: put('1.0.0', 'ünï/pkg'), body: 'uni', ...notFound },
];

/** What the description of the API says of manifests and archives. */
const described244 = 'Description is longer than 244 bytes';
const manifests: ObservedCase[] = [
  { n: 'm01', send: put('0.1.0', 'alice/dep'), body: 'dep', ...ok },
  { n: 'm02', send: put('1.0.0', 'alice/selfdep'), body: 'selfdep', ...ok },
  { n: 'm03', send: put('3.3.5'), body: 'deps', ...ok },
  { n: 'm04', send: put('3.3.6'), body: 'missingDep', ...refused('dependency_not_found', text) },
  { n: 'm05', send: put('3.3.7'), body: 'anyConstraint', ...ok },
  { n: 'm06', send: put('3.3.8'), body: 'gitDep', ...manifest(text) },
  { n: 'm07', send: put('3.3.8'), body: 'pathDep', ...manifest(text) },
  { n: 'm08', send: put('3.3.8'), body: 'indexDep', ...internal },
  { n: 'm09', send: put('3.3.8'), body: 'starDep', ...internal },
  { n: 'm10', send: put('3.3.8'), body: 'exactDep', ...internal },
  { n: 'm11', send: put('3.3.8'), body: 'latestDep', ...internal },
  { n: 'm12', send: put('3.3.8'), body: 'emptyDep', ...internal },
  { n: 'm13', send: put('3.3.8'), body: 'invertedDep', ...internal },
  { n: 'm14', send: put('3.3.8'), body: 'badDepName', ...internal },
  { n: 'm15', send: put('3.4.0'), body: 'devDep', ...ok },
  { n: 'm16', send: put('3.5.0'), body: 'unknownKeys', ...ok },
  { n: 'm17', send: put('3.5.1'), body: 'description244', ...ok },
  { n: 'm18', send: put('3.5.2'), body: 'description245', ...manifest(described244) },
  { n: 'm19', send: put('3.5.2'), body: 'description244Bytes', ...manifest(described244) },
  { n: 'm20', send: put('3.5.3'), body: 'license10', ...ok },
  { n: 'm21', send: put('3.5.4'), body: 'license11', ...manifest(text) },
  { n: 'm22', send: put('3.5.5'), body: 'keywords5', ...ok },
  { n: 'm23', send: put('3.5.6'), body: 'keywords6', ...manifest(text) },
  { n: 'm24', send: put('3.5.6'), body: 'emptyKeyword', ...manifest(text) },
  { n: 'm25', send: put('3.5.6'), body: 'spacedKeyword', ...manifest(text) },
  { n: 'm26', send: put('3.6.0'), body: 'noAuthors', ...internal },
  { n: 'm27', send: put('3.6.0'), body: 'badToml', ...internal },
  { n: 'm28', send: put('3.6.0'), body: 'outsideReadme', ...internal },
  { n: 'm29', send: put('3.6.0'), body: 'badReadme', ...internal },
  { n: 'm30', send: put('3.6.0'), body: 'prefixed', ...noManifest },
  { n: 'm31', send: put('3.6.0'), body: 'nested', ...noManifest },
  { n: 'm32', send: put('3.6.1'), body: 'upperManifest', ...ok },
  { n: 'm33', send: put('3.6.0'), body: 'noManifest', ...noManifest },
  { n: 'm34', send: put('3.6.0'), body: 'notGzip', ...noManifest },
  { n: 'm35', send: put('3.6.0'), body: 'empty', ...noManifest },
];

const ownership: ObservedCase[] = [
  {
    n: '074',
    send: put('4.0.0', 'alice/pkg', 'BOB'),
    body: 'bobonalice',
    ...forbidden('You have no access permission to package `alice/pkg`'),
  },
  {
    n: '075',
    send: put('1.0.0', 'alice/bobs', 'BOB'),
    body: 'bobinalice',
    ...forbidden('You have no permission to create package under group `alice`'),
  },
  { n: '076', send: put('1.0.0', 'bob/lib', 'BOB'), body: 'bob', ...ok },
];

const notYanked = (name: string) => forbidden(`Can not unyank package \`${name}\`, because it is not yanked`);
const yanking: ObservedCase[] = [
  { n: '077', send: yank('1.2.0', 'false'), ...notYanked('alice/pkg') },
  { n: '078', send: yank('1.2.0', 'true'), ...ok },
  { n: '079', send: yank('1.2.0', 'true'), ...forbidden('Package `alice/pkg` has already been yanked') },
  {
    n: '080',
    send: 'GET /packages/alice/pkg/1.2.0/metadata',
    ...read({ version: version('1.2.0', { yanked: true }) }),
  },
  { n: '081', send: 'GET /packages/alice/pkg/versions', ...allVersions },
  { n: '082', send: 'GET /packages/alice/pkg/1.2.0/download', ...moved('/tarballs/alice_pkg_1.2.0.tar.gz') },
  { n: '083', send: yank('1.2.0', 'false'), ...ok },
  {
    n: '084',
    send: yank('1.2.0', 'true', 'alice/pkg', 'nope'),
    ...badToken,
    differs: 'the text does not repeat the token',
  },
  {
    n: '085',
    send: yank('1.2.0', 'true', 'alice/pkg', 'BOB'),
    ...forbidden('You have no access permission to package `alice/pkg`'),
  },
  { n: '086', send: yank('9.9.9', 'true'), ...missing('Package version `alice/pkg 9.9.9` not found') },
  { n: '087', send: yank('1.0.0', 'true', 'alice/none'), ...missing('Package `alice/none` not found') },
  { n: '088', send: yank('1.0.0', 'true', 'nogroup/none'), ...missing('Package group `nogroup` not found') },
  {
    n: '089',
    send: yank('1.2.0', 'true', 'ALICE/Pkg'),
    ...ok,
    differs: 'was 500: another spelling names the same package',
  },
  { n: '090', send: yank('1.2.0', 'false', 'ALICE/Pkg'), ...ok, differs: 'was "not yanked", because 089 had failed' },
  {
    n: '091',
    send: yank('1.0.0', 'true', 'alice/my-pkg'),
    ...ok,
    differs: 'was 500: another spelling names the same package',
  },
  { n: 'y01', send: yank('1.0.0', 'false', 'alice/My-Pkg'), ...ok },
  { n: 'y02', send: yank('1.0.0', 'false', 'ALICE/My_Pkg'), ...notYanked('ALICE/My_Pkg') },
  { n: '092', send: yank('1.2.0', '1'), ...empty400 },
  { n: '093', send: yank('1.2.0', 'True'), ...empty400 },
  { n: '094', send: 'PATCH /packages/alice/pkg/1.2.0/yank?token=ALICE', ...empty400 },
  { n: 'y03', send: 'PATCH /packages/alice/pkg/1.2.0/yank?yanked=true', ...empty400 },
  { n: '095', send: yank('1.0.0+build.5', 'true'), ...ok },
  { n: '096', send: yank('1.0.0%2Bbuild.5', 'false'), ...ok },
  { n: '097', send: yank('1.2.0', 'true'), headers: { 'content-type': 'application/json' }, body: 'notGzip', ...ok },
  { n: 'y04', send: yank('1.2.0', 'false'), ...ok },
  { n: '098', send: 'PUT /packages/alice/pkg/1.2.0/yank?yanked=true&token=ALICE', ...notFound },
  { n: '099', send: 'POST /packages/alice/pkg/1.2.0/publish?token=ALICE', body: 'ok2', ...notFound },
];

const oneWord = names('alice/pkg', 'alice/my_pkg', 'ünï/pkg');
const twoWords = names('alice/pkg', 'alice/my_pkg', 'ünï/pkg', 'alice/dep', 'alice/selfdep');
const sameSet = (list: readonly object[]) => read({ packages: { set: list } });
const group = read({ group: { group: 'alice', created_at: instant } });
const noGroup = missing('Package group `none` not found');
const noPackage = missing('Package `alice/none` not found');
const lists: ObservedCase[] = [
  { n: '100', send: 'GET /packages/global_stats', ...read({ global_stats: { package_count: 6, download_count: 1 } }) },
  { n: '101', send: 'GET /packages/search?q=pkg', ...sameSet(oneWord) },
  { n: '102', send: 'GET /packages/search?q=json', ...read({ packages: [] }) },
  { n: '103', send: 'GET /packages/search?q=PKG', ...sameSet(oneWord) },
  { n: '104', send: 'GET /packages/search?q=', ...read({ packages: [] }) },
  { n: '105', send: 'GET /packages/search', ...empty400 },
  { n: '106', send: 'GET /packages/search?q=alice%2Fpkg', ...sameSet(twoWords) },
  { n: '107', send: 'GET /packages/search?q=alice+pkg', ...sameSet(twoWords) },
  {
    n: '108',
    send: 'GET /packages/groups',
    ...read({ groups: [{ group: 'alice' }, { group: 'ünï' }, { group: 'bob' }] }),
  },
  { n: '109', send: 'GET /packages/alice/metadata', ...group },
  { n: '110', send: 'GET /packages/ALICE/metadata', ...group },
  { n: '111', send: 'GET /packages/none/metadata', ...noGroup },
  {
    n: '112',
    send: 'GET /packages/alice/packages',
    ...read({ packages: names('alice/pkg', 'alice/my-pkg', 'alice/dep', 'alice/selfdep') }),
  },
  { n: '113', send: 'GET /packages/none/packages', ...noGroup },
  { n: '114', send: 'GET /packages/alice/pkg/metadata', ...packageMetadata('pkg', version('3.6.1')) },
  { n: '115', send: 'GET /packages/ALICE/PKG/metadata', ...packageMetadata('pkg', version('3.6.1')) },
  { n: '116', send: 'GET /packages/alice/none/metadata', ...noPackage },
  {
    n: '117',
    send: 'GET /packages/alice/my-pkg/metadata',
    ...packageMetadata('my_pkg', version('1.0.0', { package: 'my_pkg' })),
  },
  { n: '118', send: 'GET /packages/alice/pkg/versions', ...allVersions },
  { n: '119', send: 'GET /packages/alice/none/versions', ...noPackage },
  { n: '120', send: 'GET /packages/alice/pkg/owners', ...notFound },
];

const dependency = (name: string, version_req: string) => ({ group: 'alice', package: name, version_req });
const today = `${new Date().toISOString().slice(0, 10)}T00:00:00+00:00`;
const versions: ObservedCase[] = [
  { n: '121', send: 'GET /packages/alice/pkg/1.0.0/metadata', ...read({ version: version('1.0.0', described) }) },
  { n: '122', send: 'GET /packages/alice/pkg/1.0.0+build.5/metadata', ...read({ version: version('1.0.0+build.5') }) },
  {
    n: '123',
    send: 'GET /packages/alice/pkg/1.0.0%2Bbuild.5/metadata',
    ...read({ version: version('1.0.0+build.5') }),
  },
  {
    n: '124',
    send: 'GET /packages/alice/pkg/9.9.9/metadata',
    ...missing('Package version `alice/pkg 9.9.9` not found'),
  },
  {
    n: '125',
    send: 'GET /packages/alice/pkg/x/metadata',
    ...format('Invalid version: Error parsing major identifier'),
  },
  { n: '126', send: 'GET /packages/alice/pkg/1.0.0/readme', ...moved('/readmes/alice_pkg_1.0.0.md') },
  { n: '127', send: 'GET /packages/alice/pkg/1.2.0/readme', ...moved('/readmes/alice_pkg_1.2.0.md') },
  { n: '128', send: 'GET /packages/none/none/9.9.9/readme', ...moved('/readmes/none_none_9.9.9.md') },
  { n: '129', send: 'GET /packages/alice/pkg/1.0.0/download', ...moved('/tarballs/alice_pkg_1.0.0.tar.gz') },
  { n: '130', send: 'GET /packages/ALICE/PKG/1.0.0/download', ...moved('/tarballs/alice_pkg_1.0.0.tar.gz') },
  { n: '131', send: 'GET /packages/none/none/9.9.9/download', ...moved('/tarballs/none_none_9.9.9.tar.gz') },
  {
    n: '132',
    send: 'GET /packages/alice/pkg/1.0.0+build.5/download',
    ...moved('/tarballs/alice_pkg_1.0.0+build.5.tar.gz'),
  },
  {
    n: '133',
    send: 'GET /packages/alice/pkg/1.0.0%2Bbuild.5/download',
    ...moved('/tarballs/alice_pkg_1.0.0+build.5.tar.gz'),
  },
  { n: '134', send: 'GET /packages/alice/my_pkg/1.0.0/download', ...moved('/tarballs/alice_my-pkg_1.0.0.tar.gz') },
  {
    n: '135',
    send: 'GET /packages/alice/pkg/3.3.5/dependencies',
    ...read({ dependencies: [dependency('my_pkg', '>=1.0.0 <2.0.0'), dependency('dep', '>=0.1.0 <0.2.0')] }),
  },
  {
    n: '136',
    send: 'GET /packages/alice/pkg/3.3.6/dependencies',
    ...missing('Package version `alice/pkg 3.3.6` not found'),
  },
  { n: '137', send: 'GET /packages/alice/pkg/1.0.0/dependencies', ...read({ dependencies: [] }) },
  {
    n: '138',
    send: 'GET /packages/alice/selfdep/1.0.0/dependencies',
    ...read({ dependencies: [dependency('selfdep', '>=1.0.0 <2.0.0')] }),
  },
  {
    n: '139',
    send: 'GET /packages/alice/pkg/1.0.0/download_stats',
    ...read({ download_stats: { total: 2, season: 2 } }),
  },
  {
    n: '140',
    send: 'GET /packages/alice/pkg/1.2.0/download_stats',
    ...read({ download_stats: { total: 1, season: 1 } }),
  },
  {
    n: '141',
    send: 'GET /packages/alice/pkg/1.0.0/download_graph',
    ...read({ download_graph: [{ date: today, downloads: 2 }] }),
  },
];

const routes: ObservedCase[] = [
  { n: '142', send: 'GET /packages/alice/pkg/1.0.0', ...notFound },
  { n: '143', send: 'GET /packages/alice', ...notFound },
  { n: '144', send: 'GET /packages', ...notFound },
  { n: '145', send: 'GET /', ...notFound },
  { n: '146', send: 'GET /packages/groups/', ...notFound },
  { n: '147', send: 'GET //packages/groups', ...notFound },
  { n: '148', send: 'GET /registry_metadata', ...notFound },
  { n: '159', send: 'GET ^/', ...notFound },
  { n: '160', send: 'HEAD /packages/alice/pkg/1.0.0/download', ...notFound },
  { n: '161', send: 'HEAD /packages/groups', ...notFound },
  {
    n: '163',
    send: 'PUT /publish?token=ALICE',
    body: 'ok2',
    ...forbidden('Package `alice/pkg 1.2.0` already exists'),
    differs: 'was 404: the documented family is spoken too',
  },
  {
    n: '164',
    send: 'PATCH /alice/pkg/1.2.0/yank?yanked=true&token=ALICE',
    ...ok,
    differs: 'was 404: the documented family is spoken too',
  },
  {
    n: 'r01',
    send: 'PATCH /alice/pkg/1.2.0/yank?yanked=false&token=ALICE',
    ...ok,
    differs: 'was 404: the documented family is spoken too',
  },
  { n: '165', send: 'GET /packages/search/metadata', ...missing('Package group `search` not found') },
  {
    n: '166',
    send: 'GET /packages/alice%2Fpkg/metadata',
    ...format('Invalid group name: group can only contain letters, numbers, _, and -'),
  },
];

const invalidLogin = refused('user_not_found', 'This access token to Github is invalid ');
const loginFirst = forbidden('please login first');
const accounts: ObservedCase[] = [
  { n: '149', send: 'GET /users/metadata', ...read({ user: null }) },
  { n: '150', send: 'GET /users/tokens', ...loginFirst },
  { n: '151', send: 'GET /users/1/metadata', ...read({ user: alice }) },
  { n: '152', send: 'GET /users/99/metadata', ...refused('user_not_found', 'User not found to id `99`') },
  { n: '153', send: 'GET /users/abc/metadata', ...notFound },
  { n: '154', send: 'GET /users/login', ...empty400 },
  { n: '155', send: 'GET /users/login/oauth', ...notFound, differs: 'was 307: there is no provider to go to' },
  { n: '156', send: 'GET /users/login?gh_access_token=bad', ...invalidLogin },
  {
    n: '157',
    send: 'GET /users/login?gh_access_token=gh-nomail',
    ...invalidLogin,
    differs: 'was invalid_request: without a provider every login is invalid',
  },
  {
    n: '158',
    send: 'GET /users/login/oauth/callback?code=gh-alice',
    ...notFound,
    differs: 'was 307 with a cookie: there is no provider to come from',
  },
  {
    n: '167',
    send: 'GET /users/login?gh_access_token=gh-alice',
    ...invalidLogin,
    differs: 'was 200 with a cookie: without a provider every login is invalid',
  },
  { n: '168', send: 'GET /users/metadata', cookie: true, ...read({ user: alice }) },
  {
    n: '169',
    send: 'GET /users/tokens',
    cookie: true,
    ...read({
      tokens: [{ id: 1, token: null, token_partial: expect.stringMatching(/^\w{4}\.{4}\w{4}$/), created_at: instant }],
    }),
  },
  {
    n: '170',
    send: 'PUT /users/tokens/create',
    cookie: true,
    ...read({
      token: {
        id: 3,
        token: expect.stringMatching(/^\w{32}$/),
        token_partial: expect.stringMatching(/^\w{4}\.{4}\w{4}$/),
        created_at: instant,
      },
    }),
  },
  {
    n: '171',
    send: 'PUT /users/tokens/create',
    cookie: true,
    body: 'empty',
    ...read({
      token: {
        id: 4,
        token: expect.stringMatching(/^\w{32}$/),
        token_partial: expect.stringMatching(/^\w{4}\.{4}\w{4}$/),
        created_at: instant,
      },
    }),
  },
  { n: '172', send: 'DELETE /users/tokens/3', cookie: true, ...ok },
  {
    n: '173',
    send: 'DELETE /users/tokens/2',
    cookie: true,
    ...forbidden('You have not permission to remove this access token'),
  },
  { n: '174', send: 'DELETE /users/tokens/99', cookie: true, ...refused('token_not_found', 'Access token not found') },
  { n: '175', send: 'GET /users/logout', cookie: true, ...ok },
  { n: '176', send: 'GET /users/tokens', cookie: true, ...loginFirst },
  { n: '177', send: 'PUT /users/tokens/create', ...loginFirst },
  { n: '178', send: 'GET /users/tokens', headers: { cookie: 'user_token=garbage' }, ...loginFirst },
];

/** In the order in which they have to be sent. `ALICE` and `BOB` stand for tokens; paths are below `/api/v1` unless `^` begins them. */
export const observedCases: readonly ObservedCase[] = [
  ...emptyRegistry,
  ...publishing,
  ...manifests,
  ...ownership,
  ...yanking,
  ...lists,
  ...versions,
  ...routes,
  ...accounts,
];

/** In the record, but not sent here: 162 follows a download to the storage, which has a test of its own. */
export const elsewhere: readonly string[] = ['162'];

import { openLocalRegistry } from '../../main/local-registry/openLocalRegistry.ts';

// The embedded registry in a process of its own, with one account; tells its port and a token.
const [folder = ''] = process.argv.slice(2);
const registry = await openLocalRegistry({ folder, port: 0 });
const user = registry.users()[0] ?? (await registry.addUser('alice'));
process.send?.({ port: registry.port, token: await registry.createToken(user.id) });
process.once('disconnect', () => void registry.close().then(() => process.exit(0)));

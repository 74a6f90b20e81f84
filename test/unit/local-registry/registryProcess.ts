import { openLocalRegistry } from '../../../main/local-registry/openLocalRegistry.ts';

/** Runs a registry in a process that can be killed; says on which port, and a token. */
const [folder = ''] = process.argv.slice(2);
const registry = await openLocalRegistry({ folder, port: 0 });
const user = registry.users()[0] ?? (await registry.addUser('alice'));
process.stdout.write(`${JSON.stringify({ port: registry.port, token: await registry.createToken(user.id) })}\n`);

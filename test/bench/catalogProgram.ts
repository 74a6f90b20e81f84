import { pathToFileURL } from 'node:url';
import { nameOf } from '../support/bigIndex.ts';
import { startTestApp } from '../support/testHost.ts';

// The program in a process of its own, on a data folder with one registry that is only an index; tells what took how long.
const [dataFolder = '', worker = '', until = 'listed'] = process.argv.slice(2);

const EVERYTHING = { text: '', filter: { mine: false, hasYanked: false, prerelease: false }, offset: 0, limit: 50 };
/** What a person types, key by key, with a slip of the finger at the end. */
const TYPED = ['unicode-utils', 'json-0/json', 'ledger extra', 'mnoey-tools'];

const start = performance.now();
const app = await startTestApp({ dataFolder, catalogWorker: pathToFileURL(worker) });
const { registries } = await app.call('app.snapshot', undefined);
const registryId = registries[0]?.id;
if (registryId === undefined) throw new Error('There is no registry in the data folder.');
const { all } = await app.call('packages.query', { registryId, ...EVERYTHING });
const listed = performance.now() - start;

const whole = async (): Promise<number> => {
  for (;;) {
    const { sources } = await app.call('catalog.state', { registryId });
    const kind = sources[0]?.state.kind;
    if (kind === 'fresh') return performance.now() - start;
    if (kind === 'failed') throw new Error(`The index could not be read: ${JSON.stringify(sources)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const before = performance.now();
  await work();
  return performance.now() - before;
};

const typing = async (): Promise<number> => {
  let worst = 0;
  for (const text of TYPED)
    for (let end = 1; end <= text.length; end += 1) {
      const query = { registryId, ...EVERYTHING, text: text.slice(0, end) };
      worst = Math.max(worst, await timed(() => app.call('packages.query', query)));
    }
  return worst;
};

const told: Record<string, number> = { all, listed };
if (until === 'whole') {
  told.whole = await whole();
  told.typing = await typing();
  const [group = '', name = ''] = nameOf(7).split('/');
  const asked = { registryId, package: { group, name }, offset: 0, limit: 50 };
  told.dependents = await timed(() => app.call('packages.dependents', asked));
  const [many = '', versions = ''] = nameOf(0).split('/');
  const ref = { group: many, name: versions };
  told.details = await timed(() => app.call('packages.details', { registryId, package: ref, refresh: true }));
  told.megabytes = process.resourceUsage().maxRSS / 1024;
}
process.send?.(told);
await app.close();
process.disconnect?.();

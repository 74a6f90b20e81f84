import { asLine, countAll } from './reports.ts';

// The last line of a run in CI, from the reports that the run left.
const counts = await countAll();
process.stdout.write(`${asLine(counts)}\n`);
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);

import * as z from 'zod';
import { Settings } from '../settings.ts';
import { Snapshot } from '../snapshot.ts';
import { call, none } from './call.ts';

/** The calls about the program as a whole. */
export const appCalls = {
  'app.snapshot': call(none, Snapshot),
  'app.openLink': call(z.object({ url: z.url({ protocol: /^https$/ }) }), none),
  'app.reportProblem': call(z.object({ message: z.string().max(4000), stack: z.string().max(20000).optional() }), none),
  /** What somebody who helps needs to know, without tokens; for the clipboard. */
  'app.diagnostics': call(none, z.object({ text: z.string() })),
  'settings.set': call(Settings.partial(), Settings),
} as const;

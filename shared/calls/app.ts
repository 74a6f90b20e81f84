import * as z from 'zod';
import { BundledPackage } from '../licences.ts';
import { Settings } from '../settings.ts';
import { MenuItem, PagePoint, ShownLog } from '../shell.ts';
import { Snapshot } from '../snapshot.ts';
import { call, none } from './call.ts';

/** The calls about the program as a whole. */
export const appCalls = {
  'app.snapshot': call(none, Snapshot),
  'app.openLink': call(z.object({ url: z.url({ protocol: /^https$/ }) }), none),
  'app.reportProblem': call(z.object({ message: z.string().max(4000), stack: z.string().max(20000).optional() }), none),
  /** What somebody who helps needs to know, without tokens; for the clipboard. */
  'app.diagnostics': call(none, z.object({ text: z.string() })),
  /** The packages that are in the program, by name, each with its licence. */
  'app.licences': call(none, z.array(BundledPackage)),
  /** Shows the file that the program writes its log to. */
  'app.showLog': call(none, ShownLog),
  /** Shows the system's own context menu; answers the id of what was chosen. */
  'app.contextMenu': call(z.object({ items: z.array(MenuItem).min(1).max(30), at: PagePoint }), z.string().nullable()),
  /** Shows the window's menu, where the system shows none by itself. */
  'app.showMenu': call(z.object({ at: PagePoint }), none),
  'settings.set': call(Settings.partial(), Settings),
} as const;

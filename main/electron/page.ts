import type { Protocol } from 'electron';
import { readPageFile } from '../pageFiles.ts';
import { pageHeaders } from '../pagePolicy.ts';

const SCHEME = 'app';
const HOST = 'elba';

/** Where the page of the window lives. `origin` is what Chromium calls the sender of its messages. */
export interface Page {
  readonly url: string;
  readonly origin: string;
}

export const builtPage: Page = { url: `${SCHEME}://${HOST}/`, origin: `${SCHEME}://${HOST}` };

/** Makes the scheme one with origins and a secure context; must happen before the application is ready. */
export function registerPageScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Answers the scheme from the built page alone, each file with the policy of the page. */
export function servePage(protocol: Protocol, folder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    const file = host === HOST && request.method === 'GET' ? await readPageFile(folder, pathname) : null;
    if (file === null) return new Response('There is nothing at this address.', { status: 404 });
    return new Response(Buffer.from(file.bytes), { headers: { ...pageHeaders('preload'), 'content-type': file.type } });
  });
}

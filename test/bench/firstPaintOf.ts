import type { ChildProcess } from 'node:child_process';
import * as z from 'zod';
import { pause } from '../../main/pause.ts';

const Targets = z.array(z.object({ type: z.string(), url: z.string(), webSocketDebuggerUrl: z.string() }));
const Answer = z.object({ id: z.number(), result: z.object({ result: z.object({ value: z.number() }) }) });

/** Where Chromium says that it can be asked about its pages. */
const debuggerOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /DevTools listening on ws:\/\/([^/]+)\//.exec(said)?.[1];
      if (found !== undefined) resolve(`http://${found}`);
    });
    child.once('exit', (code) => reject(new Error(`The window ended with ${code}: ${said}`)));
  });

const pageOf = async (address: string): Promise<string> => {
  for (;;) {
    const targets = Targets.parse(await (await fetch(`${address}/json`)).json());
    const page = targets.find(({ type, url }) => type === 'page' && url !== '' && url !== 'about:blank');
    if (page !== undefined) return page.webSocketDebuggerUrl;
    await pause(20);
  }
};

/** The page draws nothing until it knows what it shows, so its first picture with content is one that can be used. */
const whenPainted = `new Promise((done) => new PerformanceObserver((list) => {
  for (const entry of list.getEntriesByName('first-contentful-paint')) done(performance.timeOrigin + entry.startTime);
}).observe({ type: 'paint', buffered: true }))`;

/** The number that an expression gives in a page; null while the page has nothing yet that could run it. */
const evaluate = (page: string, expression: string): Promise<number | null> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(page);
    socket.addEventListener('open', () =>
      socket.send(
        JSON.stringify({
          id: 1,
          method: 'Runtime.evaluate',
          params: { expression, awaitPromise: true, returnByValue: true },
        }),
      ),
    );
    socket.addEventListener('message', ({ data }) => {
      const answer = Answer.safeParse(JSON.parse(String(data)));
      resolve(answer.success ? answer.data.result.result.value : null);
      socket.close();
    });
    socket.addEventListener('error', () => reject(new Error('The page could not be asked when it was painted.')));
  });

/** When the page of a window painted its first content, in milliseconds since 1970. Needs `--remote-debugging-port`. */
export const firstPaintOf = async (child: ChildProcess): Promise<number> => {
  const address = await debuggerOf(child);
  while (child.exitCode === null) {
    const painted = await evaluate(await pageOf(address), whenPainted);
    if (painted !== null) return painted;
    await pause(20);
  }
  throw new Error(`The window ended with ${child.exitCode} before it had painted anything.`);
};

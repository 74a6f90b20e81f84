import { failed, type Result } from '../../shared/result.ts';
import { type Dispatchable, dispatch } from '../dispatch.ts';

/** What is looked at of a message's sender. Electron's own event fits. */
export interface CallEvent {
  readonly senderFrame: { readonly origin: string; readonly parent: unknown } | null;
}

/** The part of Electron's `ipcMain` that calls come in by. */
export interface CallPort {
  handle(channel: string, listener: (event: CallEvent, name: unknown, input: unknown) => Promise<unknown>): void;
}

/** Whether a message comes from the program's own page, in the main frame of its window. A frame that is gone is nobody's. */
const fromOwnPage = ({ senderFrame }: CallEvent, pageOrigin: string): boolean =>
  senderFrame !== null && senderFrame.parent === null && senderFrame.origin === pageOrigin;

const stranger = failed({ code: 'invalid_input', message: 'Only the page of this program may ask it for something.' });

/** The one handler for all calls: first the sender, then the name, the input and the call itself, in `dispatch`. */
export function serveCalls(port: CallPort, app: Dispatchable, pageOrigin: string): void {
  port.handle('call', async (event, name, input): Promise<Result<unknown>> => {
    if (!fromOwnPage(event, pageOrigin)) return stranger;
    return dispatch(app, typeof name === 'string' ? name : '', input);
  });
}

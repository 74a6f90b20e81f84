import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';

/** The names of the contract's calls, put in by the build. */
declare const CALL_NAMES: readonly string[];

const unknownCall = { code: 'invalid_input', message: 'The program was asked for something it does not know.' };

contextBridge.exposeInMainWorld('elba', {
  invoke: (name: string, input: unknown): Promise<unknown> =>
    CALL_NAMES.includes(name)
      ? ipcRenderer.invoke('call', name, input)
      : Promise.resolve({ ok: false, error: unknownCall }),
  on: (listener: (name: string, payload: unknown) => void): (() => void) => {
    const hear = (_event: IpcRendererEvent, name: string, payload: unknown): void => listener(name, payload);
    ipcRenderer.on('event', hear);
    return () => void ipcRenderer.off('event', hear);
  },
  pathForFile: (file: File): string => webUtils.getPathForFile(file),
});

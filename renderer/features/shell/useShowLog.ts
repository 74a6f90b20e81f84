import { useCallback } from 'react';
import { useClient } from '../../bridge/BridgeProvider.tsx';
import { errorOf } from '../../bridge/queries.ts';
import { announce } from '../../components/LiveRegion.tsx';

/** Fetches a file that the host has laid ready for this page. */
function download(path: string, name: string): void {
  const link = document.createElement('a');
  link.href = path;
  link.download = name;
  link.click();
}

/** Shows the program's log: in the file manager, or in a browser as a file. */
export function useShowLog(): () => void {
  const client = useClient();
  return useCallback(() => {
    client.invoke('app.showLog').then(
      (shown) => {
        if (shown.kind === 'download') download(shown.path, shown.name);
      },
      (thrown: unknown) => announce(errorOf(thrown).message, 'urgent'),
    );
  }, [client]);
}

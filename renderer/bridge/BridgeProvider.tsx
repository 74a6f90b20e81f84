import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import { type AppStateStore, createAppState } from './appState.ts';
import { type Client, createClient } from './client.ts';
import { followEvents } from './invalidation.ts';
import type { Transport } from './transport.ts';

/** All that the pages share: the client, the window's state and the cache of what was read. */
export interface Bridge {
  readonly client: Client;
  readonly state: AppStateStore;
  readonly queries: QueryClient;
}

const BridgeContext = createContext<Bridge | null>(null);

/** The bridge over a transport, connected: events arrive from now on. `stop` ends it. */
export function connect(transport: Transport): Bridge & { stop: () => void } {
  const client = createClient(transport);
  const state = createAppState(client);
  const queries = new QueryClient({
    defaultOptions: {
      // Main pushes what changes, so that nothing grows old by itself; failures are shown, not tried again unasked.
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  const stops = [followEvents(client, state, queries), state.start()];
  return {
    client,
    state,
    queries,
    stop() {
      for (const stop of stops) stop();
      queries.clear();
    },
  };
}

/** Gives the bridge to all components below. */
export function BridgeProvider({ bridge, children }: { bridge: Bridge; children: ReactNode }) {
  return (
    <BridgeContext value={bridge}>
      <QueryClientProvider client={bridge.queries}>{children}</QueryClientProvider>
    </BridgeContext>
  );
}

/** The bridge of this window. */
export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (bridge === null) throw new Error('There is no BridgeProvider around this component.');
  return bridge;
}

/** The typed client, for the few places that call outside of a query or mutation. */
export const useClient = (): Client => useBridge().client;

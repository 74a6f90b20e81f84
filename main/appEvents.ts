import type { EventName, EventPayload } from '../shared/contract.ts';

/** What a host hears: the name of an event and its payload, which fits the contract. */
export type EventListener = (name: EventName, payload: unknown) => void;

/** Hands what main has to tell to whoever listens. */
export interface AppEvents {
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** Answers the function that ends the listening. */
  onEvent(listener: EventListener): () => void;
}

/** Makes it. A listener that throws does not keep others from hearing; `log` gets why. */
export function createEvents(log: (line: string) => void): AppEvents {
  const listeners = new Set<EventListener>();
  return {
    emit: (name, payload) => {
      for (const listener of [...listeners]) {
        try {
          listener(name, payload);
        } catch (thrown) {
          log(
            `A listener failed at ${name}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`,
          );
        }
      }
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

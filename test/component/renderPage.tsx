import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import type { ReactNode } from 'react';
import { afterEach, expect } from 'vitest';
import { BridgeProvider, connect } from '../../renderer/bridge/BridgeProvider.tsx';
import { ContextMenuProvider } from '../../renderer/features/shell/ContextMenu.tsx';
import type { EventName, EventPayload } from '../../shared/contract.ts';
import { createFakeBridge, type FakeBridge, type FakeOptions } from '../support/fakeBridge.ts';

const open = new Set<() => void>();

afterEach(() => {
  cleanup();
  for (const stop of open) stop();
  open.clear();
});

export interface Rendered {
  readonly fake: FakeBridge;
  readonly user: UserEvent;
  /** Sends an event of main and lets the page take it in. */
  emit<N extends EventName>(name: N, payload: EventPayload<N>): Promise<void>;
  /** Fails with axe's findings, if it has any. */
  expectAccessible(): Promise<void>;
}

/** Draws a page over a main in memory, at an address such as `#/packages/public`, once the program has started. */
export async function renderPage(
  page: ReactNode,
  options: FakeOptions & { readonly hash?: string },
): Promise<Rendered> {
  window.location.hash = options.hash ?? '';
  const fake = createFakeBridge(options);
  const bridge = connect(fake.transport);
  open.add(bridge.stop);
  await expect.poll(() => bridge.state.get().phase).toBe('ready');
  const user = userEvent.setup();
  render(
    <BridgeProvider bridge={bridge}>
      <ContextMenuProvider>
        <main>{page}</main>
      </ContextMenuProvider>
    </BridgeProvider>,
  );
  return {
    fake,
    user,
    emit: async (name, payload) => {
      await act(async () => fake.emit(name, payload));
    },
    expectAccessible: async () => {
      // Without layout jsdom knows no colours; contrast is measured in the browser.
      const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
      expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
    },
  };
}

/** A promise that a test settles by hand, for calls that take their time. */
export function later<T>(): { readonly promise: Promise<T>; resolve(value: T): void; reject(error: unknown): void } {
  let settle: { resolve: (value: T) => void; reject: (error: unknown) => void } | null = null;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return {
    promise,
    resolve: (value) => settle?.resolve(value),
    reject: (error) => settle?.reject(error),
  };
}

export { screen };

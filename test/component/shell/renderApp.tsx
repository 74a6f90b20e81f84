import { act, cleanup, render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, expect } from 'vitest';
import { App } from '../../../renderer/App.tsx';
import { type Bridge, BridgeProvider, connect } from '../../../renderer/bridge/BridgeProvider.tsx';
import type { EventName, EventPayload } from '../../../shared/contract.ts';
import { createFakeBridge, type FakeBridge, type FakeOptions } from '../../support/fakeBridge.ts';
import { dataOf, type FakeItem } from './fakeEntries.ts';

const open = new Set<() => void>();

// jsdom has no layout to scroll.
Element.prototype.scrollIntoView = () => undefined;

afterEach(() => {
  cleanup();
  for (const stop of open) stop();
  open.clear();
  window.location.hash = '';
});

export interface RenderedApp {
  readonly fake: FakeBridge;
  readonly bridge: Bridge;
  readonly user: UserEvent;
  emit<N extends EventName>(name: N, payload: EventPayload<N>): Promise<void>;
  /** Sends a drag event to the window, with what a browser says of the things dragged. */
  drag(
    type: 'dragenter' | 'dragover' | 'dragleave' | 'drop',
    items: readonly FakeItem[],
    types?: string[],
  ): Promise<Event>;
  expectAccessible(): Promise<void>;
}

const recent = { 'projects.recent': () => [] };

/** Draws the whole window at an address, over a main in memory. */
export async function renderApp(options: FakeOptions & { readonly hash?: string }): Promise<RenderedApp> {
  window.location.hash = options.hash ?? '';
  const fake = createFakeBridge({ ...options, handlers: { ...recent, ...options.handlers } });
  const bridge = connect(fake.transport);
  open.add(bridge.stop);
  render(
    <BridgeProvider bridge={bridge}>
      <App />
    </BridgeProvider>,
  );
  await expect.poll(() => document.querySelector('main')).not.toBeNull();
  return {
    fake,
    bridge,
    user: userEvent.setup(),
    emit: async (name, payload) => act(async () => fake.emit(name, payload)),
    drag: async (type, items, types) => {
      const event = new Event(type, { bubbles: true, cancelable: true });
      Object.assign(event, { dataTransfer: dataOf(items, types), relatedTarget: null });
      await act(async () => void document.body.dispatchEvent(event));
      return event;
    },
    expectAccessible: async () => {
      // Without layout jsdom knows no colours; contrast is measured in the browser.
      const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
      expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
    },
  };
}

import { useEffect, useState } from 'react';

interface Message {
  readonly id: number;
  readonly text: string;
  readonly isUrgent: boolean;
}

const KEPT_MS = 7000;
let lastId = 0;
const listeners = new Set<(message: Message) => void>();

/** Says something to a screen reader that the page shows without words, or on another page. `urgent` interrupts. */
export function announce(text: string, how: 'polite' | 'urgent' = 'polite'): void {
  lastId += 1;
  for (const listener of listeners) listener({ id: lastId, text, isUrgent: how === 'urgent' });
}

/**
 * Where announcements are read from; the window has one. It has no role: `status` and `alert` belong to outcomes that are also seen.
 */
export function LiveRegion() {
  const [messages, setMessages] = useState<readonly Message[]>([]);
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const listen = (message: Message): void => {
      setMessages((now) => [...now, message]);
      const timer = setTimeout(() => {
        timers.delete(timer);
        setMessages((now) => now.filter((one) => one.id !== message.id));
      }, KEPT_MS);
      timers.add(timer);
    };
    listeners.add(listen);
    return () => {
      listeners.delete(listen);
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
  return (
    <>
      <div className="vh" aria-live="polite" aria-relevant="additions">
        {messages.map((one) => (one.isUrgent ? null : <p key={one.id}>{one.text}</p>))}
      </div>
      <div className="vh" aria-live="assertive" aria-relevant="additions">
        {messages.map((one) => (one.isUrgent ? <p key={one.id}>{one.text}</p> : null))}
      </div>
    </>
  );
}

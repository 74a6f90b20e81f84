import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { catchFaults, describeFault } from '../../main/faults.ts';

it('hears what nobody caught, and takes a closed terminal for no fault', () => {
  const source = Object.assign(new EventEmitter(), { stdout: new EventEmitter(), stderr: new EventEmitter() });
  const heard: unknown[] = [];
  catchFaults(source, (thrown) => heard.push(thrown));
  source.emit('uncaughtException', 'one');
  source.emit('unhandledRejection', 'two');
  source.stderr.emit('error', new Error('EPIPE'));
  source.stdout.emit('error', new Error('EPIPE'));
  expect(heard).toEqual(['one', 'two']);
});

it('tells of a fault in a sentence, with redacted details that are not endless', () => {
  const redact = (text: string): string => text.replaceAll('token', '••••');
  const fault = describeFault(new Error(`a token ${'x'.repeat(30_000)}`), '2026-01-31T12:00:00.000Z', redact);
  expect(fault.message).toMatch(/^Something went wrong .*\.$/);
  expect(fault.details).toMatch(/^Error: a •••• xxx/);
  expect(fault.details).toHaveLength(20_000);
  expect(describeFault('just text', fault.at, redact).details).toBe('just text');
});

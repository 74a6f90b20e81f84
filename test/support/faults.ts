import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from './faultyRegistryStore.ts';

/** What goes wrong with one request. `answer` reads the whole body first, `early_answer` none of it; `commit` stores it. */
export type Fault =
  | { readonly kind: 'reset'; readonly after: 'nothing' | 'body' | 'commit' }
  | { readonly kind: 'reset_at'; readonly byte: number }
  | { readonly kind: 'stall_at'; readonly byte: number }
  | { readonly kind: 'never_answers'; readonly commit: boolean }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Record<string, string>;
      readonly commit?: boolean;
    }
  | {
      readonly kind: 'early_answer';
      readonly status: number;
      readonly body: string;
      readonly ending: 'reset' | 'close';
    }
  | { readonly kind: 'cut_answer'; readonly status: number; readonly body: string; readonly commit: boolean };

/** One request with what is needed to spoil it. `normally` does what it asks for; `read` counts what was read of its body. */
export interface Victim {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  normally(body: Buffer): Reply;
  read(bytes: number): void;
}

export async function readBody(victim: Victim, until = Infinity, bytesPerSecond = Infinity): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  // Leaving the loop must not destroy the connection: some faults go on with it.
  for await (const chunk of victim.request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('A body is read as bytes.');
    chunks.push(chunk);
    total += chunk.length;
    victim.read(chunk.length);
    if (total >= until) break;
    if (bytesPerSecond !== Infinity) await wait((chunk.length / bytesPerSecond) * 1000);
  }
  return Buffer.concat(chunks);
}

export function reply(response: ServerResponse, { status, body, headers }: Reply): void {
  response.writeHead(status, headers).end(body);
}

async function answer(fault: Extract<Fault, { kind: 'answer' }>, victim: Victim): Promise<void> {
  const body = await readBody(victim);
  if (fault.commit === true) victim.normally(body);
  reply(victim.response, { status: fault.status, body: fault.body ?? '', headers: fault.headers ?? {} });
}

async function cutAnswer(fault: Extract<Fault, { kind: 'cut_answer' }>, victim: Victim): Promise<void> {
  const body = await readBody(victim);
  if (fault.commit) victim.normally(body);
  victim.response.writeHead(fault.status, { 'content-length': Buffer.byteLength(fault.body) + 100 });
  victim.response.write(fault.body, () => victim.request.socket.destroy());
}

function earlyAnswer(fault: Extract<Fault, { kind: 'early_answer' }>, { request, response }: Victim): void {
  response.writeHead(fault.status, { connection: 'close', 'content-length': Buffer.byteLength(fault.body) });
  response.end(fault.body, () => {
    if (fault.ending === 'reset') request.socket.resetAndDestroy();
    else request.socket.destroySoon();
  });
}

/** Spoils one request as the fault says. */
export async function strike(fault: Fault, victim: Victim): Promise<void> {
  const { socket } = victim.request;
  switch (fault.kind) {
    case 'reset': {
      const body = fault.after === 'nothing' ? null : await readBody(victim);
      if (body !== null && fault.after === 'commit') victim.normally(body);
      socket.resetAndDestroy();
      return;
    }
    case 'reset_at':
      await readBody(victim, fault.byte);
      socket.resetAndDestroy();
      return;
    case 'stall_at':
      await readBody(victim, fault.byte);
      return;
    case 'never_answers': {
      const body = await readBody(victim);
      if (fault.commit) victim.normally(body);
      return;
    }
    case 'slow':
      reply(victim.response, victim.normally(await readBody(victim, Infinity, fault.bytesPerSecond)));
      return;
    case 'answer':
      return answer(fault, victim);
    case 'cut_answer':
      return cutAnswer(fault, victim);
    case 'early_answer':
      earlyAnswer(fault, victim);
      return;
  }
}

import { CircleAlert, CircleDashed, Clock, CloudOff, Key, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Registry } from '../../shared/registry.ts';
import { expiryOf } from './expiry.ts';

/** The one thing to know about a registry, as glyph and words. */
export interface RegistryMark {
  readonly kind: 'rejected' | 'unreadable' | 'expires' | 'offline' | 'noToken' | 'checking' | 'saved';
  readonly text: string;
  readonly glyph: ReactNode;
  readonly tone: 'err' | 'warn' | undefined;
}

/** By priority: token rejected, offline, no token, about to expire, token saved (DESIGN.md, Window). */
export function registryMark(registry: Registry): RegistryMark {
  const { token, status } = registry;
  if (token.kind === 'saved' && token.test === 'rejected')
    return { kind: 'rejected', text: 'Token rejected', glyph: <CircleAlert className="i s" />, tone: 'err' };
  if (token.kind === 'unreadable')
    return { kind: 'unreadable', text: 'Token unreadable', glyph: <CircleAlert className="i s" />, tone: 'err' };
  if (status.kind === 'offline')
    return { kind: 'offline', text: 'Offline', glyph: <CloudOff className="i s" />, tone: undefined };
  if (status.kind === 'checking')
    return { kind: 'checking', text: 'Checking…', glyph: <LoaderCircle className="i s spin" />, tone: undefined };
  if (token.kind === 'none')
    return { kind: 'noToken', text: 'No token', glyph: <CircleDashed className="i s" />, tone: undefined };
  const expiry = token.kind === 'saved' && token.expiresOn !== undefined ? expiryOf(token.expiresOn, new Date()) : null;
  if (expiry !== null && expiry.kind !== 'later') {
    const tone = expiry.kind === 'over' ? 'err' : 'warn';
    return { kind: 'expires', text: `Token: ${expiry.words}`, glyph: <Clock className="i s" />, tone };
  }
  return { kind: 'saved', text: 'Token saved', glyph: <Key className="i s" />, tone: undefined };
}

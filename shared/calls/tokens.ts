import * as z from 'zod';
import { RegistryId } from '../ids.ts';
import { Registry } from '../registry.ts';
import { call, registry } from './call.ts';

const token = z.string().min(1).max(4096);

/** The calls about tokens. None of them answers one. */
export const tokenCalls = {
  'tokens.set': call(z.object({ registryId: RegistryId, token }), Registry),
  'tokens.test': call(registry, Registry),
  'tokens.remove': call(registry, Registry),
} as const;

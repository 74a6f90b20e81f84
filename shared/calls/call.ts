import * as z from 'zod';
import { ProjectId, RegistryId } from '../ids.ts';

/** The schema of a call or an answer that carries nothing. */
export const none = z.undefined();

/** One entry of the contract: what a call takes and what it answers. */
export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

/** The input of calls about one registry. */
export const registry = z.object({ registryId: RegistryId });

/** The input of calls about one open project. */
export const project = z.object({ projectId: ProjectId });

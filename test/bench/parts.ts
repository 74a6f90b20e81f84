import type { BenchPart } from './figure.ts';

/** The parts of the benchmark by name, loaded when they are asked for. */
export const parts: Readonly<Record<string, () => Promise<BenchPart>>> = {
  archive: async () => (await import('./archive.ts')).archive,
  project: async () => (await import('./project.ts')).project,
  upload: async () => (await import('./upload.ts')).upload,
  catalog: async () => (await import('./catalog.ts')).catalog,
  registry: async () => (await import('./registry.ts')).registry,
  start: async () => (await import('./start.ts')).start,
  idle: async () => (await import('./idle.ts')).idle,
};

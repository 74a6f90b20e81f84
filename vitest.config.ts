import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const shared = { testTimeout: 40_000, hookTimeout: 40_000, expect: { poll: { timeout: 15_000 } } };

export default defineConfig({
  test: {
    // Two files at a time: many tests start servers, workers and browsers' worth of DOM.
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'unit', environment: 'node', include: ['test/unit/**/*.test.ts'] } },
      { test: { ...shared, name: 'contract', environment: 'node', include: ['test/contract/**/*.test.ts'] } },
      {
        plugins: [react()],
        test: {
          ...shared,
          name: 'component',
          environment: 'jsdom',
          setupFiles: ['test/support/patience.ts'],
          include: ['test/component/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});

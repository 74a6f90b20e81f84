import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results/e2e',
  // One program at a time: each flow starts a host, a registry and a browser of its own.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  projects: [
    { name: 'chromium', testMatch: 'chromium.spec.ts' },
    { name: 'electron', testMatch: 'electron.spec.ts' },
    { name: 'start', testMatch: 'start.spec.ts' },
    { name: 'packaged', testMatch: 'packaged.spec.ts' },
  ],
});

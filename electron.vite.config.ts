import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import packageJson from './package.json' with { type: 'json' };
import { licencesPlugin } from './scripts/licencesPlugin.ts';
import { calls } from './shared/contract.ts';

/** The preload must stay small, so it gets the names of the contract's calls without the schemas behind them. */
const callNames = { CALL_NAMES: JSON.stringify(Object.keys(calls)) };

/**
 * Gives a helper of this bundler a name of its own where it stands in a chunk by itself: other bundlers have one of the same name
 * that they take apart by its text, and the built files may pass through one of them again.
 */
const ownHelperNames = {
  name: 'own-helper-names',
  renderChunk: (code: string, { name }: { readonly name: string }) =>
    name === 'rolldown-runtime' ? { code: code.replaceAll(/\b__toESM\b/g, '__asModule'), map: null } : null,
};

/**
 * Three parts: main as ES modules with every library inside, so that the built program needs nothing from `node_modules`; the
 * preload as CommonJS, the only form that a sandboxed window loads; the page.
 */
export default defineConfig(({ command }) => ({
  main: {
    plugins: [licencesPlugin(), ownHelperNames],
    define: {
      APP_VERSION: JSON.stringify(packageJson.version),
      DEV_SERVER: command === 'serve' ? 'process.env.ELECTRON_RENDERER_URL' : 'undefined',
    },
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          electron: 'main/electron/main.ts',
          web: 'main/web/main.ts',
          archiveWorker: 'main/archive/archiveWorker.ts',
          folderWorker: 'main/project/folderWorker.ts',
          catalogWorker: 'main/catalog/catalogWorker.ts',
          gitWorker: 'main/catalog/gitLibraryWorker.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    define: callNames,
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { preload: 'main/electron/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), licencesPlugin()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // The web host shows the same page in whatever browser a person has.
      target: 'es2024',
      cssTarget: ['chrome125', 'firefox128', 'safari18'],
      rolldownOptions: {
        // Absolute, because the development server looks for it from the page's folder.
        input: resolve(import.meta.dirname, 'renderer/index.html'),
        // The modules run in the order of their imports, whichever chunk they are in: zod is told how to work before any schema.
        output: { strictExecutionOrder: true },
      },
    },
  },
}));

import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');

/** `import … from 'x'`, `export … from 'x'` and `import 'x'`, but neither types nor `import('x')`. */
const staticImport = /^(?:import|export)(?! type\b)(?:[^'"();]*?\bfrom)?\s*'([^']+)'/gm;

/** Everything that is loaded before the first line of a module runs: files of the repository by path, libraries by name. */
async function loadedWith(entry: string): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (!/\.tsx?$/.test(path)) continue;
    const text = await readFile(join(repository, path), 'utf8');
    for (const [, specifier = ''] of text.matchAll(staticImport))
      waiting.push(specifier.startsWith('.') ? join(dirname(path), specifier) : specifier);
  }
  return seen;
}

describe('before the window shows', () => {
  it.each(['main/electron/main.ts', 'main/web/main.ts'])(
    '%s loads nothing that only later work needs',
    async (entry) => {
      const loaded = await loadedWith(entry);
      expect(loaded).toContain('main/api/transport.ts');
      expect(loaded).not.toContain('@secretlint/secretlint-rule-preset-recommend');
      expect(loaded).not.toContain('socks-proxy-agent');
      expect(loaded).not.toContain('isomorphic-git');
    },
  );

  it('the page loads the first page alone', async () => {
    const loaded = [...(await loadedWith('renderer/main.tsx'))];
    const pages = loaded.filter((path) => /features\/(?!shell\/).*Page\.tsx$/.test(path));
    expect(pages).toEqual(['renderer/features/publish/PublishPage.tsx']);
    expect(loaded).toContain('renderer/features/shell/Shell.tsx');
    expect(loaded).not.toContain('react-markdown');
  });
});

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';

const run = promisify(execFile);

/** The files of an index by path; a link says where it leads. */
export type IndexFiles = Readonly<Record<string, string | Buffer | { readonly link: string }>>;

/** Writes the files as a folder. */
export async function writeFolderIndex(root: string, files: IndexFiles): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    if (typeof content === 'string' || Buffer.isBuffer(content)) await writeFile(file, content);
    else await symlink(content.link, file);
  }
}

/** Commits the files, and nothing else, to a branch of a bare repository, which is made where there is none. Gives the commit. */
export async function commitGitIndex(folder: string, files: IndexFiles, branch = 'master'): Promise<string> {
  await run('git', ['init', '--quiet', '--bare', `--initial-branch=${branch}`, folder]);
  const git = spawn('git', ['-C', folder, 'fast-import', '--quiet', '--force'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const parts: (string | Buffer)[] = [
    `commit refs/heads/${branch}\ncommitter Index <index@packages.example> 0 +0000\ndata 5\nindex\n`,
  ];
  for (const [path, content] of Object.entries(files)) {
    const isLink = typeof content !== 'string' && !Buffer.isBuffer(content);
    const body = Buffer.from(isLink ? content.link : content);
    parts.push(`M ${isLink ? '120000' : '100644'} inline ${path}\ndata ${body.length}\n`, body, '\n');
  }
  git.stdin.end(Buffer.concat([...parts, 'done\n'].map((part) => Buffer.from(part))));
  const [code] = await once(git, 'close');
  if (code !== 0) throw new Error('git did not take the files.');
  return (await run('git', ['-C', folder, 'rev-parse', `refs/heads/${branch}`])).stdout.trim();
}

function tarEntry(path: string, content: IndexFiles[string]): Buffer {
  const isLink = typeof content !== 'string' && !Buffer.isBuffer(content);
  const body = isLink ? Buffer.alloc(0) : Buffer.from(content);
  const more = isLink ? { type: 'SymbolicLink' as const, linkpath: content.link } : { type: 'File' as const };
  const header = new Header({ path, mode: 0o644, size: body.length, mtime: new Date(0), ...more });
  header.encode();
  return Buffer.concat([header.block ?? Buffer.alloc(512), body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** The files as a tar.gz. */
export const tarIndex = (files: IndexFiles): Buffer =>
  gzipSync(
    Buffer.concat([...Object.entries(files).map(([path, content]) => tarEntry(path, content)), Buffer.alloc(1024)]),
  );

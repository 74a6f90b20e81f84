import { access, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { FUSE_NAMES } from '../../../scripts/electronFuses.ts';

const repository = resolve(import.meta.dirname, '../../..');
const read = (path: string): Promise<string> => readFile(join(repository, path), 'utf8');

const Builder = z.object({
  electronFuses: z.record(z.string(), z.boolean()),
  linux: z.object({ target: z.array(z.string()) }),
  win: z.object({ target: z.array(z.string()), icon: z.string() }),
  mac: z.object({ icon: z.string(), entitlements: z.string(), hardenedRuntime: z.boolean() }),
});

const Workflow = z.object({
  permissions: z.unknown().optional(),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.unknown().optional(),
      strategy: z
        .object({ matrix: z.object({ include: z.array(z.object({ script: z.string() })).optional() }) })
        .optional(),
      steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional() })),
    }),
  ),
});

describe('the configuration of the packages', () => {
  it('sets every fuse that there is', async () => {
    const { electronFuses } = Builder.parse(parse(await read('electron-builder.yml')));
    const { resetAdHocDarwinSignature, ...fuses } = electronFuses;
    expect(Object.keys(fuses).sort()).toEqual([...FUSE_NAMES].sort());
    expect(resetAdHocDarwinSignature).toBe(true);
    expect(fuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('names files that are there', async () => {
    const { win, mac } = Builder.parse(parse(await read('electron-builder.yml')));
    for (const path of [win.icon, mac.icon, mac.entitlements]) await access(join(repository, path));
  });

  it('tells software centres of the version that it is', async () => {
    const metainfo = await read('build/linux/io.github.elba.registry-manager.metainfo.xml');
    expect(metainfo).toContain(`<release version="${packageJson.version}"`);
  });
});

describe('the workflow that builds the packages', () => {
  it('pins every action to a commit and runs scripts that exist', async () => {
    const workflow = Workflow.parse(parse(await read('.github/workflows/build.yml')));
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    const used = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    const matrix = workflow.jobs.package?.strategy?.matrix.include ?? [];
    const scripts = matrix.map(({ script }) => script);
    expect(scripts).toHaveLength(3);
    for (const script of scripts) expect(Object.keys(packageJson.scripts)).toContain(script);
  });

  it('may write nothing but the release, and that in one job alone', async () => {
    const workflow = Workflow.parse(parse(await read('.github/workflows/build.yml')));
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const writing = Object.entries(workflow.jobs).filter(([, job]) => job.permissions !== undefined);
    expect(writing.map(([name]) => name)).toEqual(['release']);
  });
});

// Set up once for the tier: `npm pack`, with the build that belongs to it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { succeed } from './command.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The packed package: where it lies, and the paths in it. */
    readonly packed: { readonly tarball: string; readonly files: readonly string[] };
  }
}

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Called by vitest before the tier; returns what is to be done after it. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-pack-'));
  const root = join(import.meta.dirname, '../..');
  const report = await succeed(root, 'npm', 'pack', '--json', '--pack-destination', folder);
  // The build that npm starts may print before the report.
  const [packed]: readonly Packed[] = JSON.parse(report.slice(report.indexOf('[\n')));
  if (packed === undefined) throw new Error(`npm pack reported nothing:\n${report}`);
  project.provide('packed', {
    tarball: join(folder, packed.filename),
    files: packed.files.map(({ path }) => path),
  });
  return () => rmSync(folder, { recursive: true });
}

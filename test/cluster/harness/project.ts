// A user's project in a folder of its own: its app is run and its releases are stepped by the commands a user types.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KubernetesObject } from '../../support/kubernetes-object.ts';
import { readObjects } from '../../support/kubernetes-object.ts';

const command = join(import.meta.dirname, '../../../lib/cli/main.ts');

export interface Project {
  readonly folder: string;
  /** Runs `slipway …` in the folder and gives what it prints. @throws Error with its complaints when it refuses. */
  readonly slipway: (...args: readonly string[]) => Promise<string>;
  /** What `slipway synth` writes now for an environment. */
  readonly synth: (environment: string) => Promise<readonly KubernetesObject[]>;
  readonly remove: () => void;
}

/** Makes a project of one of the apps in `test/cluster/apps/`. */
export function makeProject(app: string): Project {
  const folder = mkdtempSync(join(tmpdir(), `slipway-test-${process.pid}-project-`));
  const source = join(import.meta.dirname, '../apps', app);
  writeFileSync(
    join(folder, 'cdk8s.yaml'),
    `language: typescript\napp: ${process.execPath} ${source}\noutput: dist/manifests\n`,
  );
  const slipway: Project['slipway'] = async (...args) => {
    const { stdout } = await promisify(execFile)(process.execPath, [command, ...args], {
      cwd: folder,
      timeout: 120_000,
    });
    return stdout;
  };
  return {
    folder,
    slipway,
    synth: async (environment) => {
      await slipway('synth');
      const manifests = join(folder, 'dist/manifests', environment);
      return readdirSync(manifests)
        .toSorted()
        .flatMap((file) => readObjects(join(manifests, file)));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

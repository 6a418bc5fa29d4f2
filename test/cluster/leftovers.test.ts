// A run that is killed: its cluster ends with it, and the next run removes what remains and works.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../support/scratch.ts';
import { until } from '../support/supervise.ts';
import { startCluster } from './harness/cluster.ts';
import { cgroupsOf, removeLeftovers } from './harness/leftovers.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';

const harness = join(import.meta.dirname, 'harness/cluster.ts');

describe.runIf(fullRun)('in a full run', () => {
  onACluster(
    'beside another cluster',
    (cluster) => {
      test('a killed run leaves no process, and the next one removes its folders and groups', async () => {
        const script = `
          import { startCluster } from ${JSON.stringify(harness)};
          const { id, run } = await startCluster({ images: [] });
          console.log(JSON.stringify({ id, run }));
          setInterval(() => undefined, 1000);`;
        const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        const told = await new Promise<string>((resolve, reject) => {
          createInterface({ input: child.stdout }).once('line', resolve);
          child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
        });
        const { id, run }: { readonly id: string; readonly run: string } = JSON.parse(told);
        expect(processesOf(id)).toBeGreaterThan(10);

        child.kill('SIGKILL');
        await until('the processes of the cluster to be gone', 30_000, () => processesOf(id) === 0);
        expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(run);

        removeLeftovers();
        scratchFolder('after-a-kill');
        expect(cgroupsOf(id)).toEqual([]);
        expect(existsSync(run)).toBe(false);

        // What ran beside it was not touched, and another one starts.
        expect((await cluster().client.send('GET', '/readyz')).status).toBe(200);
        const next = await startCluster({ images: [] });
        expect(await next.down()).toEqual([]);
      });
    },
    { images: [] },
  );
});

/** Processes in the cgroups of a cluster, seen from outside. */
function processesOf(id: string): number {
  return cgroupsOf(id)
    .flatMap((group) => [
      group,
      ...readdirSync(group, { recursive: true, encoding: 'utf8' }).map((name) => join(group, name)),
    ])
    .filter((path) => path.endsWith('/cgroup.procs'))
    .reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\n').filter(Boolean).length, 0);
}

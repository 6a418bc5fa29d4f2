// What docs/helm.md says of switching autoscaling on: the number of pods is reset to one, unless a change by hand owns it and Helm 4 upgrades.
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { shop } from '../../charts/shop.ts';
import { requireTool } from '../../tools/find.ts';
import { writeChart } from '../helm/chart-of.ts';
import { scratchFolder } from '../support/scratch.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { startApiServer, type ApiServer } from './api-server.ts';
import { kubectl } from './kubectl.ts';

const run = promisify(execFile);
const folder = scratchFolder('helm-autoscaling');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const OFF = ['--set', 'web.autoscaling.enabled=false,web.replicaCount=3'];
const ON = ['--set', 'web.autoscaling.enabled=true'];

describeWithTools(
  'switching autoscaling on',
  ['etcd', 'kube-apiserver-1.37', 'kubectl', 'helm-3', 'helm-4'],
  () => {
    let server: ApiServer;
    let chart: string;
    beforeAll(async () => {
      server = await startApiServer('1.37');
      const written = writeChart(shop, folder);
      if (written === undefined) throw new Error('the shop has no chart');
      chart = written.folder;
    });
    afterAll(async () => await server.stop());
    afterEach(async () => await helm('helm-4', 'uninstall', 'shop', '--no-hooks'));

    // Nobody runs the migration here.
    const helm = async (version: string, ...args: readonly string[]): Promise<void> => {
      await run(requireTool(version), [...args, '--kubeconfig', server.kubeconfig]);
    };
    const release = async (version: string, change: string, ...more: readonly string[]) =>
      await helm(version, change, 'shop', chart, '--no-hooks', ...more);
    const replicas = async (): Promise<string> =>
      await kubectl(
        server.kubeconfig,
        ...['get', 'deployment', 'shop-web', '-o', 'jsonpath={.spec.replicas}'],
      );
    const scale = async (count: number): Promise<string> =>
      await kubectl(
        server.kubeconfig,
        ...['scale', 'deployment', 'shop-web', `--replicas=${count}`],
      );

    test.each(['helm-3', 'helm-4'])('by %s alone leaves one pod', async (version) => {
      await release(version, 'install', ...OFF);
      expect(await replicas()).toBe('3');
      await release(version, 'upgrade', ...ON);
      expect(await replicas()).toBe('1');
    });

    test('by Helm 3 leaves one pod after a change by hand too', async () => {
      await release('helm-3', 'install', ...OFF);
      await scale(4);
      await release('helm-3', 'upgrade', ...ON);
      expect(await replicas()).toBe('1');
    });

    test.each(['helm-3', 'helm-4'])(
      'by Helm 4 on the server keeps what was scaled by hand, whoever installed: %s',
      async (installer) => {
        await release(installer, 'install', ...OFF);
        await scale(4);
        await release('helm-4', 'upgrade', '--server-side=true', ...ON);
        expect(await replicas()).toBe('4');
        await release('helm-4', 'upgrade', '--server-side=true', ...ON);
        expect(await replicas()).toBe('4');
      },
    );
  },
);

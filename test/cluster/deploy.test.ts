// `slipway deploy` on a real cluster: what goes well and what goes wrong, while clients send requests.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, listAt, textAt } from '../support/kubernetes-object.ts';
import { until } from '../support/supervise.ts';
import { addressOf, allClients, apply, podsOf, rolledOut, settled } from './harness/actions.ts';
import type { Ended } from './harness/cluster.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { makeProject, type Project } from './harness/project.ts';
import { record } from './harness/report.ts';
import { webPods } from './harness/services.ts';
import { shopNamespace, surroundingsOfShop } from './harness/shop.ts';
import { failuresOf, underLoad } from './harness/under-load.ts';

const command = join(import.meta.dirname, '../../lib/cli/main.ts');
/** How long the API server answers nobody. */
const OUTAGE_SECONDS = 8;

describe.runIf(fullRun)('in a full run', () => {
  onACluster('a shop that is deployed by its command', (cluster) => {
    let project: Project;
    beforeAll(async () => {
      project = makeProject('shop.ts');
      await apply(cluster(), surroundingsOfShop());
      await rolledOut(cluster(), 'database', 'postgres');
    });
    afterAll(() => project?.remove());

    /** Runs the command inside, as a user does; `without` leaves a part out of the description. */
    const deploy = (args: readonly string[] = [], without = ''): Promise<Ended> =>
      cluster().attempt([process.execPath, command, 'deploy', '-e', 'production', ...args], {
        folder: project.folder,
        seconds: 280,
        env: { SHOP_WITHOUT: without },
      });
    const released = (version: string): Promise<string> =>
      project.slipway('release', 'set', 'shop', version, '-e', 'production');
    const get = async (path: string) => (await cluster().client.send('GET', path)).body;
    const deployment = (name: string) =>
      get(`/apis/apps/v1/namespaces/${shopNamespace}/deployments/${name}`);
    const running = async (): Promise<ReadonlySet<string>> => {
      const pods = await podsOf(cluster(), shopNamespace, webPods);
      return new Set(
        pods.filter(({ ready }) => ready).map(({ image }) => image.split(':')[1] ?? ''),
      );
    };

    /** Deploys under load, of which nothing may be lost; what clients saw at the end is `version`. */
    const served = async (
      title: string,
      version: string,
      change: () => Promise<Ended>,
    ): Promise<Ended> => {
      const address = await addressOf(cluster(), shopNamespace, 'shop-web');
      let ended: Ended | undefined;
      const measured = await underLoad(cluster(), allClients(address), async () => {
        ended = await change();
        await settled(cluster(), shopNamespace, webPods, 2);
      });
      record('gunicorn', `slipway deploy: ${title}`, measured);
      expect(failuresOf(measured)).toEqual({});
      for (const client of measured.clients) {
        expect(Object.keys(client.phases.at(-1)?.versions ?? {})).toEqual([version]);
      }
      if (ended === undefined) throw new Error('nothing was deployed');
      return ended;
    };

    test('is made from nothing, and what its migration says is shown', async () => {
      const { code, stdout, stderr } = await deploy();
      expect(code, stderr).toBe(0);
      expect(stdout).toContain('revision 1 is deployed');
      expect(stderr).toMatch(/Migration\n[\s\S]*Applying [\s\S]*Workloads\n/);
      expect(await running()).toEqual(new Set(['1.4.2']));
    });

    test('is upgraded, although the API server answers nobody for a while', async () => {
      await released('1.5.0');
      const jobs = async () =>
        listAt(await get(`/apis/batch/v1/namespaces/${shopNamespace}/jobs`), 'items').length;
      const before = await jobs();
      const { code, stdout, stderr } = await served('a lost connection', '1.5.0', async () => {
        const deploying = deploy();
        // Between two phases: a cluster that is cut off while it ends pods would not know of it everywhere.
        await until('the migration to begin', 120_000, async () => (await jobs()) > before);
        const rule = 'INPUT -p tcp --dport 6443 -j REJECT --reject-with tcp-reset';
        await cluster().exec([
          ...['sh', '-c', `iptables -I ${rule} && sleep ${OUTAGE_SECONDS}; iptables -D ${rule}`],
        ]);
        return deploying;
      });
      expect(code, stderr).toBe(0);
      expect(stdout).toContain('revision 2 is deployed');
      expect(stderr).toContain('The cluster does not answer');
      expect(stderr).toContain('The cluster answers again');
    });

    test('goes on serving its version when a migration fails, whose words are shown', async () => {
      await released('1.6.0-broken');
      const { code, stdout, stderr } = await served('a failing migration', '1.5.0', deploy);
      expect(code).toBe(1);
      expect(stderr).toContain('SW6022');
      expect(stderr).toContain('Traceback');
      expect(stdout).toContain('revision 2 runs again');
      expect(at(await deployment('shop-web'), 'status', 'unavailableReplicas')).toBeUndefined();
    });

    test('goes back by itself when an image cannot be pulled, and says so', async () => {
      await released('9.9.9');
      const { code, stdout, stderr } = await served('a broken image', '1.5.0', () =>
        deploy([], 'migrate'),
      );
      expect(code).toBe(1);
      expect(stderr).toMatch(/ErrImagePull|ImagePullBackOff/);
      expect(stderr).toContain('ghcr.io/acme/shop:9.9.9');
      expect(stdout).toContain('revision 2 runs again');
      expect(await running()).toEqual(new Set(['1.5.0']));
    });

    test('is stopped by Ctrl-C in good order, and led back', async () => {
      await released('1.4.3');
      const { code, stdout, stderr } = await served('Ctrl-C, and back', '1.5.0', async () => {
        const deploying = deploy();
        await until('the new version to be applied', 120_000, async () => {
          const containers = listAt(
            await deployment('shop-web'),
            ...['spec', 'template', 'spec', 'containers'],
          );
          return textAt(containers[0], 'image')?.endsWith(':1.4.3') === true;
        });
        await cluster().exec(['pkill', '-INT', '-f', '[m]ain.ts deploy']);
        const ended = await deploying;
        const back = await deploy(['--rollback']);
        expect(back.code, back.stderr).toBe(0);
        return ended;
      });
      expect(code).toBe(130);
      expect(stdout).toContain('what was applied until then stays');
      expect(stderr).toContain('slipway deploy -e production --rollback');
      expect(await running()).toEqual(new Set(['1.5.0']));
    });

    test('prunes a worker that is gone from the description, once that is allowed, and nothing of others', async () => {
      await released('1.5.0');
      const stranger = { metadata: { name: 'shop-left', namespace: shopNamespace } };
      await cluster().client.send(
        ...(['POST', `/api/v1/namespaces/${shopNamespace}/configmaps`, stranger] as const),
      );
      const refused = await deploy([], 'workers');
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('SW7022');
      expect(at(await deployment('shop-mail'), 'kind')).toBe('Deployment');
      const { code, stdout, stderr } = await served('prune', '1.5.0', () =>
        deploy(['--allow', 'destructive'], 'workers'),
      );
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/[1-9]\d* pruned/);
      expect(at(await deployment('shop-mail'), 'reason')).toBe('NotFound');
      const left = await get(`/api/v1/namespaces/${shopNamespace}/configmaps/shop-left`);
      expect(at(left, 'kind')).toBe('ConfigMap');
    });
  });
});

// The real controller of Flagger (v1.44.0) carries out what `flagger` says: ingress-nginx splits, Prometheus judges by the
// query that Flagger brings, and by ours.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { flagger, rolling } from '../../lib/index.ts';
import type { Rollout } from '../../lib/model/rollout.ts';
import { controllerPackages } from '../../tools/pins.ts';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { at, listAt, textAt } from '../support/kubernetes-object.ts';
import { tail, until } from '../support/supervise.ts';
import { apply } from './harness/actions.ts';
import {
  flaggerTools,
  prometheus,
  startFlagger,
  startPrometheus,
  startRouter,
} from './harness/controllers.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import {
  everybodyMeets,
  leastPods,
  pages,
  pagesUnder,
  throughIngress,
  versionsOf,
  workload,
} from './harness/routed-pages.ts';
import { webPods } from './harness/services.ts';
import { watched } from './harness/status.ts';
import { failuresOf, phaseLoss, underLoad, versionsMet } from './harness/under-load.ts';

/** Short, so that a test takes a minute: a share is held for 10 s, and judged by the last 10 s. */
const judged = { prometheus, interval: '10s', minSuccessRate: 0.95, tolerated: 1 } as const;
/** Longer than any answer takes on a busy machine: a query without a value would fail all the same. */
const analysis = { ...judged, maxLatencyMilliseconds: 5000 } as const;
const within = { minReady: '3s' } as const;
const inPlace = rolling(within);
/** ingress-nginx hears of a change after 4 s at most. */
const heardOfSeconds = 8;
const canary = flagger({ strategy: { canary: { steps: [20, 60] } }, analysis, within });
/** A version that nobody asks is judged by what a check says of it; here the check is a constant. */
const checked = (successRate: string) =>
  flagger({
    strategy: { blueGreen: { iterations: 3 } },
    analysis: { ...judged, queries: { successRate } },
    within,
  });
const asked = flagger({
  strategy: { optIn: { header: { name: 'X-Canary' }, iterations: 3 } },
  analysis,
  within,
});

describe.runIf(fullRun)('in a full run', () => {
  onACluster(
    'Flagger behind ingress-nginx',
    (cluster) => {
      const group = `/apis/flagger.app/v1beta1/namespaces/${pages}`;
      const kubectl = (...args: readonly string[]) => cluster().kubectl('-n', pages, ...args);
      const { status, reaches } = watched(cluster, {
        title: 'the Canary',
        path: `${group}/canaries/${workload}`,
        more: () => tail(join(cluster().run, 'log/flagger.log')),
      });
      const isIn = (phase: string) => (found: unknown) => textAt(found, 'phase') === phase;
      const applied = (rollout: Rollout, tag: '1.4.2' | '1.4.3', more = {}) =>
        apply(cluster(), pagesUnder(rollout, tag, more));
      /** A change has been seen, and has ended. */
      const ends = async (phase: string): Promise<void> => {
        await reaches('take up the change', (found) =>
          ['Progressing', 'WaitingPromotion', 'Promoting', 'Finalising', 'Failed'].includes(
            textAt(found, 'phase') ?? '',
          ),
        );
        await reaches(`be ${phase}`, isIn(phase));
      };

      beforeAll(async () => {
        await startRouter(cluster());
        await startPrometheus(cluster());
        await startFlagger(cluster());
        await applied(canary, '1.4.2');
        await reaches('be set up', isIn('Initialized'));
        await everybodyMeets(cluster(), '1.4.2');
      }, 300_000);

      test('a canary that does well gets its shares and becomes the primary', async () => {
        const weights = new Set<unknown>();
        const measured = await underLoad(cluster(), throughIngress(), async () => {
          await applied(canary, '1.4.3');
          await reaches('succeed', (found) => {
            weights.add(at(found, 'canaryWeight'));
            return isIn('Succeeded')(found);
          });
          await everybodyMeets(cluster(), '1.4.3');
        });
        record('Flagger', 'canary that succeeds', measured);
        expect(failuresOf(measured)).toEqual({});
        expect([...weights]).toEqual(expect.arrayContaining([20, 60]));
        for (const { phases } of measured.clients) {
          const [, during, after] = phases;
          expect(Object.keys(during?.versions ?? {}).toSorted()).toEqual(['1.4.2', '1.4.3']);
          expect(Object.keys(after?.versions ?? {})).toEqual(['1.4.3']);
        }
      });

      test('applying the same again changes nothing, and starts no pods', async () => {
        const before = await generations();
        await applied(canary, '1.4.3');
        expect(await generations()).toEqual(before);
      });

      test('a canary that answers with errors is taken back by itself, under load', async () => {
        const measured = await underLoad(cluster(), throughIngress(), async () => {
          await applied(canary, '1.4.2', { failing: true });
          await ends('Failed');
          await everybodyMeets(cluster(), '1.4.3');
        });
        record('Flagger', 'canary that fails and is taken back', measured);
        // Who was dealt to it met its errors; nobody met another one, and nobody meets any afterwards.
        const kinds = Object.keys(failuresOf(measured));
        expect(kinds.filter((kind) => !kind.endsWith('during HTTP 500'))).toEqual([]);
        expect(kinds.length).toBeGreaterThan(0);
        expect(phaseLoss(measured, 'during')).toBeLessThan(0.3);
        expect(phaseLoss(measured, 'after')).toBe(0);
      });

      test('a change that only those meet who ask, until it has proved itself', async () => {
        let met: unknown;
        const measured = await underLoad(cluster(), throughIngress(), async () => {
          await applied(asked, '1.4.2');
          await reaches('take up the change', isIn('Progressing'));
          await everybodyMeets(cluster(), '1.4.2', { 'x-canary': 'always' });
          met = await versionsOf(cluster(), 100);
          // What is measured is what those see who ask.
          await until(
            'the Canary to succeed',
            200_000,
            async () => {
              await versionsOf(cluster(), 20, { 'x-canary': 'always' });
              return isIn('Succeeded')(await status());
            },
            () => 'somebody asked all the time',
          );
          await everybodyMeets(cluster(), '1.4.2');
        });
        record('Flagger', 'who asks first, then everybody', measured);
        expect(failuresOf(measured)).toEqual({});
        expect(met).toEqual({ '1.4.3': 100 });
      });

      test('blue/green: a version that is found bad has met nobody', async () => {
        const measured = await underLoad(cluster(), throughIngress(), async () => {
          await applied(checked('vector(0.5)'), '1.4.3', { failing: true });
          await ends('Failed');
        });
        record('Flagger', 'blue/green that is found bad', measured);
        expect(failuresOf(measured)).toEqual({});
        expect(versionsMet(measured)).toEqual(['1.4.2']);
      });

      test('blue/green: a version that is found good replaces the other a few pods at a time', async () => {
        const measured = await underLoad(cluster(), throughIngress(), async () => {
          await applied(checked('vector(1)'), '1.4.3');
          await ends('Succeeded');
          await everybodyMeets(cluster(), '1.4.3');
        });
        record('Flagger', 'blue/green that succeeds', measured);
        expect(failuresOf(measured)).toEqual({});
        for (const { phases } of measured.clients)
          expect(Object.keys(phases.at(-1)?.versions ?? {})).toEqual(['1.4.3']);
      });

      test('a canary that answers in more time than is allowed is taken back, and nobody failed', async () => {
        const impatient = { ...judged, maxLatencyMilliseconds: 1 };
        const measured = await underLoad(cluster(), throughIngress(), async () => {
          await applied(
            flagger({ strategy: { canary: { steps: [20] } }, analysis: impatient, within }),
            '1.4.2',
          );
          await ends('Failed');
          await everybodyMeets(cluster(), '1.4.3');
        });
        record('Flagger', 'canary that is too slow and is taken back', measured);
        expect(failuresOf(measured)).toEqual({});
        expect(versionsMet(measured)).toEqual(['1.4.2', '1.4.3']);
        const log = await readFile(join(cluster().run, 'log/flagger.log'), 'utf8');
        expect(log).toMatch(/advancement latency [0-9.]+ > 0\.001/);
      });

      test('from flagger to rolling, by the steps of docs/rollouts.md, loses nothing', async () => {
        const after = pagesUnder(inPlace, '1.4.3');
        const measured = await underLoad(cluster(), throughIngress(), async () => {
          await kubectl('delete', `canaries.flagger.app/${workload}`, '--cascade=orphan');
          await kubectl('delete', `deployment/${workload}`);
          await apply(
            cluster(),
            after.filter(({ kind }) => kind !== 'Service' && kind !== 'Ingress'),
          );
          await started(leastPods);
          await kubectl('set', 'selector', `service/${workload}`, selectorIn(after));
          await wait(heardOfSeconds * 1000);
          await apply(cluster(), after);
          await kubectl('delete', 'ingress', `${pages}-canary`);
          for (const kind of ['deployment', 'hpa', 'service'])
            await kubectl('delete', kind, `${workload}-primary`);
          await kubectl('delete', 'service', `${workload}-canary`);
          await wait(heardOfSeconds * 1000);
        });
        record('moving', 'flagger to rolling', measured);
        expect(failuresOf(measured)).toEqual({});
      });

      test('from rolling to flagger, by the steps of docs/rollouts.md, loses nothing', async () => {
        let primary: unknown;
        const measured = await underLoad(cluster(), throughIngress(), async () => {
          await kubectl('delete', `deployment/${workload}`, '--cascade=orphan');
          const after = pagesUnder(canary, '1.4.3');
          await apply(
            cluster(),
            after.filter(({ kind }) => kind !== 'Canary'),
          );
          await started(leastPods + 1);
          await apply(cluster(), after);
          await reaches('be set up', isIn('Initialized'));
          // Flagger led the Service to as many pods as served before.
          primary = await deploymentOf(`${workload}-primary`);
          await wait(heardOfSeconds * 1000);
          await kubectl('delete', 'replicasets', `--selector=${webPods},!app`);
          await wait(heardOfSeconds * 1000);
        });
        record('moving', 'rolling to flagger', measured);
        expect(failuresOf(measured)).toEqual({});
        expect(at(primary, 'status', 'availableReplicas')).toBe(leastPods + 1);
      });

      async function deploymentOf(name: string): Promise<unknown> {
        const path = `/apis/apps/v1/namespaces/${pages}/deployments/${name}`;
        return (await cluster().client.send('GET', path)).body;
      }

      /** Makes the pods of our Deployment as many, and waits until they are available. */
      async function started(replicas: number): Promise<void> {
        await kubectl('scale', `deployment/${workload}`, `--replicas=${replicas}`);
        await until('the pods of the Deployment to be available', 120_000, async () => {
          const found = await deploymentOf(workload);
          return Number(at(found, 'status', 'availableReplicas') ?? 0) >= replicas;
        });
      }

      /** Generations of what Flagger and we both write: they rise with each change of a spec. */
      async function generations(): Promise<unknown> {
        const found: Record<string, unknown> = {};
        for (const path of [
          `/apis/apps/v1/namespaces/${pages}/deployments`,
          `/apis/autoscaling/v2/namespaces/${pages}/horizontalpodautoscalers`,
          `/apis/networking.k8s.io/v1/namespaces/${pages}/ingresses`,
        ]) {
          const { body } = await cluster().client.send('GET', path);
          for (const item of listAt(body, 'items') as readonly KubernetesObject[])
            found[`${path} ${item.metadata.name}`] = [
              at(item, 'metadata', 'generation'),
              at(item, 'spec', 'replicas'),
            ];
        }
        return found;
      }
    },
    { fullTools: flaggerTools, fullPackages: controllerPackages, images: ['nginx'] },
  );
});

/** The selector of the main Service, as `kubectl set selector` takes it. */
function selectorIn(objects: readonly KubernetesObject[]): string {
  const service = objects.find(
    ({ kind, metadata }) => kind === 'Service' && metadata.name === workload,
  );
  return Object.entries(Object(at(service, 'spec', 'selector')))
    .map(([label, value]) => `${label}=${String(value)}`)
    .join(',');
}

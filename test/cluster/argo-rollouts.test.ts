// The real controller of Argo Rollouts (v1.10.1) carries out what `argoRollouts` says: ingress-nginx splits, Prometheus judges.
import { beforeAll, describe, expect, test } from 'vitest';
import { argoRollouts } from '../../lib/index.ts';
import { controllerPackages } from '../../tools/pins.ts';
import { at, listAt, textAt } from '../support/kubernetes-object.ts';
import { until } from '../support/supervise.ts';
import { apply, podsOf } from './harness/actions.ts';
import {
  controllerTools,
  prometheus,
  startArgoRollouts,
  startPrometheus,
  startRouter,
} from './harness/controllers.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import {
  everybodyMeets,
  hosts,
  leastPods,
  pages,
  pagesUnder,
  throughIngress,
  versionsOf,
  workload,
} from './harness/routed-pages.ts';
import { webPods } from './harness/services.ts';
import { watched } from './harness/status.ts';
import { failuresOf, phaseLoss, underLoad } from './harness/under-load.ts';

/** Short, so that a test takes a minute: a share is held for 15 s, and judged every 5 s by the last 5 s. */
const canary = argoRollouts({
  strategy: { canary: { steps: [20, 60], pause: '15s', optIn: { header: { name: 'X-Canary' } } } },
  analysis: { prometheus, interval: '5s', minSuccessRate: 0.95, tolerated: 0 },
  within: { minReady: '3s' },
});
const blueGreen = argoRollouts({
  strategy: { blueGreen: { previewReplicas: 1, scaleDownDelay: '30s' } },
  within: { minReady: '3s' },
});
const group = `/apis/argoproj.io/v1alpha1/namespaces/${pages}`;

describe.runIf(fullRun)('in a full run', () => {
  onACluster(
    'Argo Rollouts behind ingress-nginx',
    (cluster) => {
      const { status, reaches } = watched(cluster, {
        title: 'the Rollout',
        path: `${group}/rollouts/${workload}`,
      });
      const isOn = (found: unknown, tag: string, of: readonly { readonly image: string }[]) =>
        textAt(found, 'phase') === 'Healthy' && of.every(({ image }) => image.endsWith(`:${tag}`));
      const completes = (tag: string) =>
        until(`all pods to be ${tag}`, 150_000, async () => {
          const pods = await podsOf(cluster(), pages, webPods);
          return pods.length >= leastPods && isOn(await status(), tag, pods);
        });
      const measuredBy = async (name: string): Promise<readonly unknown[]> => {
        const { body } = await cluster().client.send('GET', `${group}/analysisruns`);
        return listAt(body, 'items')
          .filter((run) => textAt(run, 'metadata', 'name')?.includes(name) === true)
          .map((run) => at(run, 'status'));
      };

      beforeAll(async () => {
        await startRouter(cluster());
        await startPrometheus(cluster());
        await startArgoRollouts(cluster());
        await apply(cluster(), pagesUnder(canary, '1.4.2'));
        await completes('1.4.2');
        await everybodyMeets(cluster(), '1.4.2');
      }, 300_000);

      test('a canary that does well gets its shares, is asked for by header, and becomes stable', async () => {
        let asked: unknown;
        const measured = await underLoad(cluster(), throughIngress(), async () => {
          await apply(cluster(), pagesUnder(canary, '1.4.3'));
          await reaches(
            'give the canary 20 %',
            (found) => at(found, 'canary', 'weights', 'canary', 'weight') === 20,
          );
          await everybodyMeets(cluster(), '1.4.3', { 'x-canary': 'always' });
          asked = [
            await versionsOf(cluster(), 100, { 'x-canary': 'always' }),
            await versionsOf(cluster(), 100, { 'x-canary': 'never' }),
          ];
          await completes('1.4.3');
        });
        record('Argo Rollouts', 'canary that succeeds', measured);
        expect(failuresOf(measured)).toEqual({});
        expect(asked).toEqual([{ '1.4.3': 100 }, { '1.4.2': 100 }]);
        for (const { phases } of measured.clients) {
          const [, during, after] = phases;
          expect(Object.keys(during?.versions ?? {}).toSorted()).toEqual(['1.4.2', '1.4.3']);
          expect(Object.keys(after?.versions ?? {})).toEqual(['1.4.3']);
        }
        // It was judged by what the default query found, and not by its absence.
        const [run] = await measuredBy(workload);
        expect(textAt(run, 'phase')).toBe('Successful');
        const values = listAt(run, 'metricResults')
          .flatMap((result) => listAt(result, 'measurements'))
          .map((measurement) => textAt(measurement, 'value'));
        expect(values).toContain('[1]');
      });

      test('a canary that answers with errors is taken back by itself, under load', async () => {
        const measured = await underLoad(cluster(), throughIngress(), async () => {
          await apply(cluster(), pagesUnder(canary, '1.4.2', { failing: true }));
          await reaches('be aborted', (found) => at(found, 'abort') === true);
          await everybodyMeets(cluster(), '1.4.3');
        });
        record('Argo Rollouts', 'canary that fails and is taken back', measured);
        // Who was dealt to it met its errors; nobody met another one, and nobody meets any afterwards.
        const kinds = Object.keys(failuresOf(measured));
        expect(kinds.filter((kind) => !kind.endsWith('during HTTP 500'))).toEqual([]);
        expect(kinds.length).toBeGreaterThan(0);
        expect(phaseLoss(measured, 'during')).toBeLessThan(0.2);
        expect(phaseLoss(measured, 'after')).toBe(0);
        const found = await status();
        expect(textAt(found, 'phase')).toBe('Degraded');
        const runs = (await measuredBy(workload)).map((run) => textAt(run, 'phase'));
        expect(runs).toContain('Failed');
      });

      test('a blue/green with a preview switches when somebody promotes it', async () => {
        // A change is ended before the strategy is changed: the pods of one that was aborted would stay.
        await apply(cluster(), pagesUnder(canary, '1.4.3'));
        await completes('1.4.3');
        // From one strategy of a Rollout to another: the pods stay.
        await apply(cluster(), pagesUnder(blueGreen, '1.4.3'));
        await completes('1.4.3');
        const previewed = () => versionsOf(cluster(), 20, { host: hosts.preview });
        const measured = await underLoad(cluster(), throughIngress(), async () => {
          await apply(cluster(), pagesUnder(blueGreen, '1.4.2'));
          await until('the preview to show the new version', 120_000, async () => {
            const versions = await previewed();
            return Object.keys(versions).join() === '1.4.2';
          });
          expect(await versionsOf(cluster(), 100)).toEqual({ '1.4.3': 100 });
          await reaches('wait', (given) => listAt(given, 'pauseConditions').length > 0);
          // What `kubectl argo rollouts promote` sends.
          await cluster().client.send(
            'PATCH',
            `${group}/rollouts/${workload}/status`,
            { status: { pauseConditions: null } },
            'application/merge-patch+json',
          );
          await everybodyMeets(cluster(), '1.4.2');
        });
        record('Argo Rollouts', 'blue/green, promoted', measured);
        expect(failuresOf(measured)).toEqual({});
        for (const { phases } of measured.clients) {
          expect(Object.keys(phases.at(-1)?.versions ?? {})).toEqual(['1.4.2']);
        }
      });
    },
    { fullTools: controllerTools, fullPackages: controllerPackages, images: ['nginx'] },
  );
});

// From one strategy to another on a live service, by the steps of docs/rollouts.md: under load, no request may fail.
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { argoRollouts, blueGreen, canary, rolling } from '../../lib/index.ts';
import type { Rollout } from '../../lib/model/rollout.ts';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { at, listAt, textAt } from '../support/kubernetes-object.ts';
import { until } from '../support/supervise.ts';
import { apply, rolledOut } from './harness/actions.ts';
import { controllerTools, startArgoRollouts, startRouter } from './harness/controllers.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import {
  leastPods,
  pages,
  pagesUnder,
  throughIngress,
  everybodyMeets,
  workload,
} from './harness/routed-pages.ts';
import { failuresOf, underLoad } from './harness/under-load.ts';

const within = { minReady: '3s' };
const inPlace = rolling(within);
const slots = blueGreen({ within });
const weighted = canary({ steps: [20], within });
const controlled = argoRollouts({ strategy: { canary: { steps: [20] } }, within });

/** Longer than ingress-nginx takes to hear of a change: the sync of 3.3 s, and its Lua every second. */
const heardOfSeconds = 8;

describe.runIf(fullRun)('in a full run', () => {
  onACluster(
    'a live service that changes its strategy',
    (cluster) => {
      const send = (path: string) => cluster().client.send('GET', path);
      const kubectl = (...args: readonly string[]) => cluster().kubectl('-n', pages, ...args);

      /** Starts what runs pods, as many as serve now, and waits until they are available. */
      const started = async (kind: string, name: string): Promise<void> => {
        await kubectl('scale', `${kind}/${name}`, `--replicas=${leastPods}`);
        await until(`${leastPods} pods of ${kind}/${name}`, 120_000, async () => {
          const [group, plural] =
            kind === 'deployment'
              ? ['apps/v1', 'deployments']
              : ['argoproj.io/v1alpha1', 'rollouts'];
          const { body } = await send(`/apis/${group}/namespaces/${pages}/${plural}/${name}`);
          return Number(at(body, 'status', 'availableReplicas') ?? 0) >= leastPods;
        });
      };
      const haveEndpoints = (services: readonly KubernetesObject[]) =>
        until('every Service to have endpoints', 60_000, async () => {
          const { body } = await send(
            `/apis/discovery.k8s.io/v1/namespaces/${pages}/endpointslices`,
          );
          const ready = new Set(
            listAt(body, 'items')
              .filter((slice) =>
                listAt(slice, 'endpoints').some(
                  (endpoint) => at(endpoint, 'conditions', 'ready') === true,
                ),
              )
              .map((slice) => at(slice, 'metadata', 'labels', 'kubernetes.io/service-name')),
          );
          return services.every(({ metadata }) => ready.has(metadata.name));
        });
      const prune = async (
        before: readonly KubernetesObject[],
        after: readonly KubernetesObject[],
      ): Promise<void> => {
        const kept = new Set(after.map(nameOf));
        for (const object of before.filter((each) => !kept.has(nameOf(each)))) {
          await kubectl('delete', object.kind, object.metadata.name, '--wait=false');
        }
      };

      /** The steps for strategies whose pods Deployments run. */
      const move = async (from: Rollout, to: Rollout): Promise<void> => {
        const [before, after] = [pagesUnder(from, '1.4.2'), pagesUnder(to, '1.4.2')];
        await apply(
          cluster(),
          after.filter((object) => !isRouting(object)),
        );
        for (const { metadata, spec } of serving(after)) {
          if (at(spec, 'replicas') !== 0) await started('deployment', metadata.name);
        }
        const services = after.filter(({ kind }) => kind === 'Service');
        await apply(cluster(), services);
        await haveEndpoints(services.filter((service) => servesNow(service, after)));
        const held = holding(before, after);
        if (held.length > 0) {
          await apply(cluster(), held);
          await wait(heardOfSeconds * 1000);
        }
        await apply(
          cluster(),
          after.filter(({ kind }) => kind === 'Ingress'),
        );
        await wait(heardOfSeconds * 1000);
        await prune([...before, ...held], after);
        await wait(heardOfSeconds * 1000);
      };
      /** To a Rollout: the controller leads the Service to its pods once they are available. */
      const moveToArgo = async (from: Rollout): Promise<void> => {
        const [before, after] = [pagesUnder(from, '1.4.2'), pagesUnder(controlled, '1.4.2')];
        await apply(cluster(), after);
        await started('rollouts.argoproj.io', workload);
        await until('the Service to lead to the Rollout', 60_000, async () => {
          const { body } = await send(`/api/v1/namespaces/${pages}/services/${workload}`);
          return textAt(body, 'spec', 'selector', 'rollouts-pod-template-hash') !== undefined;
        });
        await wait(heardOfSeconds * 1000);
        await prune(before, after);
        await wait(heardOfSeconds * 1000);
      };
      /**
       * From a Rollout: its pods go on without it, and the Deployment takes their ReplicaSets over and replaces them. It must not be
       * there before: it would take them over at once, and stop all pods that the Service still leads to.
       */
      const moveFromArgo = async (to: Rollout): Promise<void> => {
        const [before, after] = [pagesUnder(controlled, '1.4.2'), pagesUnder(to, '1.4.2')];
        await kubectl('delete', `rollouts.argoproj.io/${workload}`, '--cascade=orphan');
        await until('the controller to let the Service go', 60_000, async () => {
          const { body } = await send(`/api/v1/namespaces/${pages}/services/${workload}`);
          return textAt(body, 'spec', 'selector', 'rollouts-pod-template-hash') === undefined;
        });
        await wait(heardOfSeconds * 1000);
        await apply(
          cluster(),
          after.filter((object) => !isRouting(object)),
        );
        for (const { metadata } of serving(after)) {
          await started('deployment', metadata.name);
          await rolledOut(cluster(), pages, metadata.name);
        }
        await apply(cluster(), after.filter(isRouting));
        await wait(heardOfSeconds * 1000);
        await kubectl('delete', 'ingress', `${workload}-${pages}-canary`, '--ignore-not-found');
        await prune(
          before.filter(({ kind }) => kind !== 'Rollout'),
          after,
        );
        await wait(heardOfSeconds * 1000);
      };

      beforeAll(async () => {
        await startRouter(cluster());
        await startArgoRollouts(cluster());
        await apply(cluster(), pagesUnder(inPlace, '1.4.2'));
        await started('deployment', workload);
        await everybodyMeets(cluster(), '1.4.2');
      }, 300_000);

      test.each<readonly [string, () => Promise<void>]>([
        ['rolling to canary', () => move(inPlace, weighted)],
        ['canary to blueGreen', () => move(weighted, slots)],
        ['blueGreen to canary', () => move(slots, weighted)],
        ['canary to rolling', () => move(weighted, inPlace)],
        ['rolling to blueGreen', () => move(inPlace, slots)],
        ['blueGreen to rolling', () => move(slots, inPlace)],
        ['rolling to argoRollouts', () => moveToArgo(inPlace)],
        ['argoRollouts to rolling', () => moveFromArgo(inPlace)],
      ])('%s loses nothing', async (title, change) => {
        const measured = await underLoad(cluster(), throughIngress(), change);
        record('moving', title, measured);
        expect(failuresOf(measured)).toEqual({});
      });
    },
    { fullTools: controllerTools, images: ['nginx'] },
  );
});

function nameOf({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata.name}`;
}

/**
 * An Ingress for a host that nobody asks, which leads to the Services before and after a move: ingress-nginx knows the endpoints
 * of Services that an Ingress names, and a worker that has heard of a new name before its endpoints answers 503.
 */
function holding(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  const main = (objects: readonly KubernetesObject[]) =>
    objects.find(({ kind, metadata }) => kind === 'Ingress' && metadata.name === pages);
  const [old, next] = [main(before), main(after)];
  const names = [old, next].map((ingress) =>
    textAt(ingress, 'spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'name'),
  );
  if (next === undefined || names[0] === names[1]) return [];
  return [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: `${pages}-hold`, namespace: pages },
      spec: {
        ingressClassName: textAt(next, 'spec', 'ingressClassName'),
        rules: [
          {
            host: 'hold.invalid',
            http: {
              paths: names.map((name, index) => ({
                path: `/${index}`,
                pathType: 'Prefix',
                backend: { service: { name, port: { name: 'http' } } },
              })),
            },
          },
        ],
      },
    },
  ];
}

function isRouting({ kind }: KubernetesObject): boolean {
  return kind === 'Service' || kind === 'Ingress';
}

/** What runs pods now. */
function serving(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return objects.filter(
    (object) => object.kind === 'Deployment' && at(object, 'spec', 'replicas') !== 0,
  );
}

/** Whether pods of these objects are behind a Service: that of an idle slot has none. */
function servesNow(service: KubernetesObject, objects: readonly KubernetesObject[]): boolean {
  const selector = Object.entries(Object(at(service, 'spec', 'selector')));
  return serving(objects).some((deployment) => {
    const labels = Object(at(deployment, 'spec', 'template', 'metadata', 'labels'));
    return selector.every(([label, value]) => labels[label] === value);
  });
}

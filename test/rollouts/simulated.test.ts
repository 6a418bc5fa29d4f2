// What a simulator needs of a change stands in the plan: shares, times and pods; what is emitted says the same, and computes nothing.
import { describe, expect, test } from 'vitest';
import { defineService, http, nginxIngress, resolve } from '../../lib/index.ts';
import { lower } from '../../lib/kubernetes/lower.ts';
import type { ServicePlan } from '../../lib/model/plan/service-plan.ts';
import type { Rollout } from '../../lib/model/rollout.ts';
import { ROLLOUT_EXAMPLES } from '../../lib/rollouts/index.ts';
import { at, listAt } from '../support/kubernetes-object.ts';
import { noFiles } from '../support/synthesise.ts';

function planOf(rollout: Rollout): ServicePlan {
  const service = defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
    web: {
      server: http({ command: ['/shop'], keepAlive: 75 }),
      health: '/healthz',
      scale: { min: 4, max: 10, cpu: 70 },
    },
    expose: nginxIngress({
      controller: 'ingress-nginx',
      host: 'shop.example.com',
      tls: { secretName: 'tls' },
    }),
    rollout,
  });
  const { plan, diagnostics } = resolve(service, 'default', { readText: noFiles });
  if (plan === undefined) throw new Error(diagnostics.map(({ message }) => message).join(' '));
  return plan;
}

const webOf = ({ processes }: ServicePlan) => {
  const web = processes['web'];
  if (web?.kind !== 'web') throw new Error('there is no web process');
  return web;
};
const manifests = (plan: ServicePlan): readonly unknown[] =>
  lower(plan).map(({ manifest }): unknown => JSON.parse(JSON.stringify(manifest)));
const ofKind = (plan: ServicePlan, kind: string) =>
  manifests(plan).filter((manifest) => at(manifest, 'kind') === kind);
const seconds = (text: unknown) =>
  typeof text === 'string' ? Number(text.replace('s', '')) : undefined;

/** Shares of a Rollout or a Canary, and how long each is held. */
function emittedSteps(plan: ServicePlan): readonly (readonly [number, number | undefined])[] {
  const [rollout] = ofKind(plan, 'Rollout');
  if (rollout !== undefined) {
    const steps = listAt(rollout, 'spec', 'strategy', 'canary', 'steps');
    return steps.flatMap((step, index) => {
      const weight = at(step, 'setWeight');
      const held = seconds(at(steps[index + 1], 'pause', 'duration'));
      return typeof weight === 'number' ? [[weight, held] as const] : [];
    });
  }
  const analysis = at(ofKind(plan, 'Canary')[0], 'spec', 'analysis');
  return listAt(analysis, 'stepWeights').map((weight) => [
    Number(weight),
    seconds(at(analysis, 'interval')),
  ]);
}

/** How long the new version is looked at before a switch. */
function emittedSwitch(plan: ServicePlan): readonly unknown[] {
  const blueGreen = at(ofKind(plan, 'Rollout')[0], 'spec', 'strategy', 'blueGreen');
  if (blueGreen !== undefined) {
    const enabled = at(blueGreen, 'autoPromotionEnabled') === true;
    return [
      enabled ? (at(blueGreen, 'autoPromotionSeconds') ?? 0) : undefined,
      at(blueGreen, 'scaleDownDelaySeconds'),
      at(blueGreen, 'previewReplicaCount'),
    ];
  }
  const analysis = at(ofKind(plan, 'Canary')[0], 'spec', 'analysis');
  const looks = Number(at(analysis, 'iterations')) * Number(seconds(at(analysis, 'interval')));
  return [looks, undefined, undefined];
}

describe.each(
  ROLLOUT_EXAMPLES.map((rollout, index) => [`${rollout.kind} ${index}`, rollout] as const),
)('the plan of %s', (_, example) => {
  const plan = planOf(example);
  const { rollout } = webOf(plan);

  test('carries the shares and the times that are emitted', () => {
    switch (rollout.kind) {
      case 'controlled': {
        const { traffic } = rollout;
        if (traffic.kind === 'weights') {
          const planned = traffic.steps.map((step) => [step.weight, step.pauseSeconds]);
          expect(emittedSteps(plan)).toEqual(planned);
          expect(planned.length).toBeGreaterThan(0);
        } else {
          const { promoteAfterSeconds, keepSeconds, previewReplicas } = traffic;
          expect(emittedSwitch(plan)).toEqual([promoteAfterSeconds, keepSeconds, previewReplicas]);
        }
        break;
      }
      case 'weightedTraffic': {
        const weights = ofKind(plan, 'Ingress').map((ingress) =>
          at(ingress, 'metadata', 'annotations', 'nginx.ingress.kubernetes.io/canary-weight'),
        );
        expect(weights).toContain(String(rollout.weight));
        expect([0, ...rollout.steps][rollout.step]).toBe(rollout.weight);
        break;
      }
      case 'parallelStacks': {
        const autoscaled = ofKind(plan, 'HorizontalPodAutoscaler').map((hpa) => [
          at(hpa, 'metadata', 'name'),
          at(hpa, 'spec', 'minReplicas'),
        ]);
        const planned = Object.entries(rollout.slots)
          .filter(([, { state }]) => state !== 'idle')
          .map(([slot, { minReplicas }]) => [`shop-web-${slot}`, minReplicas]);
        expect(autoscaled).toEqual(planned);
        break;
      }
      case 'stateful':
        expect(at(ofKind(plan, 'StatefulSet')[0], 'spec', 'minReadySeconds')).toBe(
          rollout.minReadySeconds,
        );
        break;
      case 'rollingUpdate':
      case 'recreate':
        expect(ofKind(plan, 'Deployment').length).toBe(1);
    }
  });

  test('carries surge, readiness and deadline, which are emitted as they stand there', () => {
    if (rollout.kind === 'recreate' || rollout.kind === 'stateful') return;
    const changed = {
      maxSurge: 7,
      maxUnavailable: 3,
      minReadySeconds: 41,
      progressDeadlineSeconds: 4242,
    };
    const web = webOf(plan);
    const other: ServicePlan = {
      ...plan,
      processes: {
        ...plan.processes,
        web: {
          ...web,
          rollout:
            rollout.kind === 'rollingUpdate'
              ? { ...rollout, ...changed }
              : { ...rollout, within: { ...rollout.within, ...changed } },
        },
      },
    };
    const workloads = [...ofKind(other, 'Deployment'), ...ofKind(other, 'Rollout')];
    expect(workloads.length).toBeGreaterThan(0);
    for (const workload of workloads) {
      expect(at(workload, 'spec', 'minReadySeconds')).toBe(41);
      expect(at(workload, 'spec', 'progressDeadlineSeconds')).toBe(4242);
      if (at(workload, 'kind') === 'Rollout') continue;
      expect(at(workload, 'spec', 'strategy', 'rollingUpdate')).toEqual({
        maxSurge: 7,
        maxUnavailable: 3,
      });
    }
  });
});

/** resolve › rollouts: which mechanism replaces old versions, and the stacks and Services it needs. */

import type { NeedFacts } from '../model/need.ts';
import type { ImagePlan } from '../model/plan/image-plan.ts';
import type { ServiceObjectPlan, StackPlan } from '../model/plan/process-plan.ts';
import type { RolloutPlan } from '../model/plan/rollout-plan.ts';
import type { DisruptionPlan, ScalingPlan } from '../model/plan/scaling-plan.ts';
import type { ImageSpec } from '../model/spec/image-spec.ts';
import type { WebSpec } from '../model/spec/process-spec.ts';
import { changedImage } from '../units/image-reference.ts';
import type { Context } from './context.ts';
import { BY_ROLLOUT, imageOf, tracedImage } from './image.ts';
import { SLOT_LABEL, processObjectName, processSelector } from './names.ts';
import { SERVICE_PORT, isExposed, routesTo } from './exposures.ts';
import { startupSeconds, unreadySeconds } from './pod-times.ts';
import type { AuthoredProcess } from './processes.ts';

type Running = Extract<AuthoredProcess, { readonly kind: 'web' | 'worker' }>;

/** The mechanism of a process. Parallel versions are for processes with traffic: a worker that inherits them rolls. */
export function resolveRollout(
  context: Context,
  process: Running,
  scaling: ScalingPlan,
  needs: Readonly<Record<string, NeedFacts>>,
): RolloutPlan {
  const { spec, defaults, namespace, trace } = context;
  const rollout = process.spec.rollout ?? spec.rollout ?? defaults.rollout;
  const inherited = process.spec.rollout === undefined;
  const facts = rollout.facts({
    process: process.path,
    kind: process.kind,
    minReplicas: 'minReplicas' in scaling ? scaling.minReplicas : replicasOf(scaling),
    maxReplicas: 'maxReplicas' in scaling ? scaling.maxReplicas : replicasOf(scaling),
    image: changedImage(spec.image, process.spec.image),
    exposed: process.kind === 'web' && isExposed(spec, process),
    objectName: processObjectName(spec.name, process.name),
    namespace,
    servicePort: servicePort(context, process.kind === 'web' ? process.spec : {}),
    autoscaled: 'minReplicas' in scaling,
    ...(scaling.kind === 'eventDriven' ? { eventDriven: true } : {}),
    routes: process.kind === 'web' ? routesTo(spec, process) : [],
    startupSeconds: startupSeconds(context, process, needs),
    unreadySeconds: unreadySeconds(context, process),
  });
  const path = process.spec.rollout !== undefined ? `${process.path}.rollout` : 'rollout';
  const at = `processes.${process.name}.rollout`;
  if (process.kind === 'worker' && inherited && 'within' in facts.plan) {
    return trace.derive(
      at,
      facts.plan.within,
      `\`${rollout.kind}\` needs traffic to direct; a worker is replaced a few pods at a time`,
    );
  }
  facts.findings.forEach(trace.report);
  for (const [member, { formula, source }] of Object.entries(facts.because ?? {})) {
    trace.derive(`${at}.${member}`, undefined, formula, source);
  }
  return rollout === defaults.rollout && inherited
    ? trace.choose(
        at,
        { value: undefined, from: path },
        {
          value: facts.plan,
          because: 'pods are replaced in place: a new one is ready before an old one goes',
        },
      )
    : trace.spec(at, facts.plan, path);
}

/** Image that serves now: under parallel versions that of the active slot, else the service's. */
export function activeImage(spec: ImageSpec, rollouts: readonly RolloutPlan[]): ImageSpec {
  const parallel = rollouts.find((rollout) => rollout.kind === 'parallelStacks');
  if (parallel === undefined) return spec;
  return parallel.slots[parallel.active]?.image ?? spec;
}

/** Image that is on its way in, whose migration must run first: that of a canary or a staged slot, else the one that serves. */
export function incomingImage(spec: ImageSpec, rollouts: readonly RolloutPlan[]): ImageSpec {
  const weighted = rollouts.find((rollout) => rollout.kind === 'weightedTraffic');
  if (weighted?.canary !== undefined) return weighted.canary;
  const parallel = rollouts.find((rollout) => rollout.kind === 'parallelStacks');
  const staging = parallel?.phase === 'stage' || parallel?.phase === 'warm';
  const preview = parallel?.preview;
  if (!staging || preview === undefined) return activeImage(spec, rollouts);
  return parallel?.slots[preview]?.image ?? spec;
}

/** One stack for changes in place, two for parallel versions. */
export function stacksOf(
  context: Context,
  process: Running,
  {
    image: service,
    rollout,
    scaling,
    disruption,
  }: {
    readonly image: ImageSpec;
    readonly rollout: RolloutPlan;
    readonly scaling: ScalingPlan;
    readonly disruption: DisruptionPlan;
  },
): readonly StackPlan[] {
  const { spec, trace } = context;
  const objectName = processObjectName(spec.name, process.name);
  const selector = processSelector(spec.name, process.name);
  const at = `processes.${process.name}.stacks`;
  const image = () => tracedImage(context, `${at}.0.image`, process, service);
  const ofVersion = (index: number, own: Partial<ImageSpec> | undefined) =>
    trace.derive(`${at}.${index}.image`, imageOf(spec.image, own), BY_ROLLOUT);
  const stack = (slot: string, its: ImagePlan, own: ScalingPlan): StackPlan => ({
    slot,
    objectName: slot === '' ? objectName : `${objectName}-${slot}`,
    selector: slot === '' ? selector : { ...selector, [SLOT_LABEL]: slot },
    image: its,
    scaling: own,
    disruption: own.kind === 'idle' ? { kind: 'none', reason: 'the slot is idle' } : disruption,
  });
  switch (rollout.kind) {
    case 'rollingUpdate':
    case 'recreate':
    case 'stateful':
      return [stack('', image(), scaling)];
    case 'parallelStacks':
      return Object.entries(rollout.slots)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([slot, { image: own, state, minReplicas }], index) =>
          stack(
            slot,
            ofVersion(index, own),
            state === 'idle' ? { kind: 'idle' } : withMinimum(scaling, minReplicas),
          ),
        );
    case 'weightedTraffic':
      return [
        stack('stable', ofVersion(0, rollout.stable), scaling),
        stack(
          'canary',
          ofVersion(1, rollout.canary ?? rollout.stable),
          rollout.canary === undefined
            ? { kind: 'idle' }
            : withMinimum(scaling, rollout.canaryMinReplicas),
        ),
      ];
    case 'controlled': {
      const only = stack('', image(), scaling);
      return rollout.workload.kind === 'custom'
        ? [only]
        : [
            {
              ...only,
              selector: { ...only.selector, ...rollout.workload.labels },
              protects: only.selector,
            },
          ];
    }
  }
}

/** Services of a web process: one that clients know, and those the mechanism needs. */
export function servicesOf(
  context: Context,
  process: Running,
  rollout: RolloutPlan,
): readonly ServiceObjectPlan[] {
  const { edition, spec } = context;
  const name = processObjectName(spec.name, process.name);
  const selector = processSelector(spec.name, process.name);
  if (process.kind !== 'web') return podsServices(rollout, selector, []);
  const ports = [servicePort(context, process.spec)];
  const slot = (slotName: string) => ({ ...selector, [SLOT_LABEL]: slotName });
  switch (rollout.kind) {
    case 'rollingUpdate':
    case 'recreate':
      return [{ name, role: 'main', selector, ports }];
    case 'stateful':
      return [
        { name, role: 'main', selector, ports },
        ...podsServices(rollout, selector, [
          { name: 'http', port: process.spec.port ?? edition.port, ...appProtocol(process.spec) },
        ]),
      ];
    case 'parallelStacks': {
      const other = Object.keys(rollout.slots)
        .toSorted()
        .find((candidate) => candidate !== rollout.active);
      return [
        { name, role: 'main', selector: slot(rollout.active), ports },
        ...(other === undefined
          ? []
          : [{ name: `${name}-preview`, role: 'preview', selector: slot(other), ports } as const]),
      ];
    }
    case 'weightedTraffic':
      return [
        { name, role: 'main', selector: slot('stable'), ports },
        { name: `${name}-stable`, role: 'stable', selector: slot('stable'), ports },
        { name: `${name}-canary`, role: 'canary', selector: slot('canary'), ports },
      ];
    case 'controlled':
      // The controller narrows each selector to the pods of one version.
      return rollout.services.map((role) => ({
        name: role === 'main' ? name : `${name}-${role}`,
        role,
        selector,
        ports,
      }));
  }
}

/** Names for each pod, on the ports of the pods themselves: a headless Service translates none. */
function podsServices(
  rollout: RolloutPlan,
  selector: ServiceObjectPlan['selector'],
  own: readonly { readonly name: string; readonly port: number }[],
): readonly ServiceObjectPlan[] {
  if (rollout.kind !== 'stateful') return [];
  const peers = rollout.peers.filter(({ port }) => own.every((each) => each.port !== port));
  return [
    {
      name: rollout.serviceName,
      role: 'pods',
      selector,
      ports: [...own, ...peers].map((each) => ({ ...each, targetPort: each.port })),
    },
  ];
}

function servicePort(
  { edition }: Context,
  spec: Pick<WebSpec, 'proxy' | 'port' | 'protocol'>,
): ServiceObjectPlan['ports'][number] {
  return {
    name: 'http',
    port: SERVICE_PORT,
    targetPort: targetPort(spec, edition.port),
    ...appProtocol(spec),
  };
}

/** By number where a sidecar listens: controllers beside Kubernetes' own look names up in the main containers only. */
function targetPort(
  { proxy, port }: Pick<WebSpec, 'proxy' | 'port'>,
  usual: number,
): string | number {
  return proxy === undefined ? 'http' : (port ?? usual);
}

/** @see https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol */
function appProtocol({ protocol }: Pick<WebSpec, 'protocol'>): { appProtocol?: string } {
  if (protocol === 'grpc') return { appProtocol: 'kubernetes.io/h2c' };
  return protocol === 'websocket' ? { appProtocol: 'kubernetes.io/ws' } : {};
}

function withMinimum(scaling: ScalingPlan, minimum: number): ScalingPlan {
  if ('minReplicas' in scaling) {
    return { ...scaling, minReplicas: Math.min(minimum, scaling.maxReplicas) };
  }
  return { kind: 'fixed', replicas: minimum };
}

function replicasOf(scaling: ScalingPlan): number {
  return scaling.kind === 'fixed' ? scaling.replicas : 0;
}

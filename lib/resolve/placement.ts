/** resolve › placement: where pods run, how they spread, and how many may be missing. */

import type { PlacementPlan, SpreadPlan } from '../model/plan/container-plan.ts';
import type { RolloutPlan } from '../model/plan/rollout-plan.ts';
import type { DisruptionPlan, ScalingPlan } from '../model/plan/scaling-plan.ts';
import type { PlacementSpec } from '../model/spec/process-spec.ts';
import type { Context } from './context.ts';
import type { AuthoredProcess } from './processes.ts';

/** Placement of a process: the service's words, overridden by its own. */
export function resolvePlacement(
  context: Context,
  process: AuthoredProcess,
  rollout?: RolloutPlan,
): PlacementPlan {
  const { spec, trace } = context;
  const said: PlacementSpec = { ...spec.placement, ...process.spec.placement };
  const running = process.kind === 'web' || process.kind === 'worker';
  const at = `processes.${process.name}.placement`;
  const from = (part: keyof PlacementSpec): string =>
    `${process.spec.placement?.[part] === undefined ? '' : `${process.path}.`}placement.${part}`;
  const spread = trace.choose(
    `${at}.spread`,
    {
      value: said.spread === undefined ? undefined : spreadOf(said.spread, rollout),
      from: from('spread'),
    },
    {
      value: running ? spreadOf('soft', rollout) : [],
      because: running
        ? 'replicas prefer different zones and nodes, but a pod never stays pending for it'
        : 'a single pod has nothing to spread from',
    },
  );
  for (const part of ['nodeSelector', 'tolerations'] as const) {
    const fallback = { value: undefined, because: 'none is said, so any node will do' };
    trace.choose(`${at}.${part}`, { value: said[part], from: from(part) }, fallback);
  }
  for (const part of ['affinity', 'priorityClassName'] as const) {
    if (said[part] !== undefined) trace.spec(`${at}.${part}`, undefined, from(part));
  }
  return {
    nodeSelector: said.nodeSelector ?? {},
    tolerations: (said.tolerations ?? []).map((toleration) => ({ ...toleration })),
    ...(said.affinity === undefined ? {} : { affinity: said.affinity }),
    ...(said.priorityClassName === undefined ? {} : { priorityClassName: said.priorityClassName }),
    spread,
    spot: trace.choose(
      `${at}.spot`,
      { value: said.spot, from: from('spot') },
      { value: false, because: 'nodes are taken to stay until they are drained' },
    ),
  };
}

/** The budget for voluntary disruptions; a single pod gets none, since one would block every drain. */
export function resolveDisruption(
  { trace }: Context,
  process: Extract<AuthoredProcess, { readonly kind: 'web' | 'worker' }>,
  scaling: ScalingPlan,
): DisruptionPlan {
  const at = `processes.${process.name}.disruption`;
  const authored = process.spec.maxUnavailable;
  if (authored === 'none') {
    return trace.spec(
      at,
      { kind: 'none', reason: 'the description says none' },
      `${process.path}.maxUnavailable`,
    );
  }
  const fewest =
    'minReplicas' in scaling
      ? scaling.minReplicas
      : scaling.kind === 'fixed'
        ? scaling.replicas
        : 0;
  if (fewest < 2) {
    return trace.derive(
      at,
      { kind: 'none', reason: 'a budget for a single pod would block every drain of its node' },
      `fewest replicas = ${fewest}: a budget would block every drain of its node`,
    );
  }
  return trace.choose(
    at,
    {
      value:
        authored === undefined
          ? undefined
          : ({ kind: 'budget', maxUnavailable: authored } as const),
      from: `${process.path}.maxUnavailable`,
    },
    {
      value: { kind: 'budget', maxUnavailable: 1 },
      because:
        'one pod at a time leaves in voluntary disruptions; works with every number of replicas',
      source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
    },
  );
}

function spreadOf(
  spread: 'soft' | 'hard' | 'none',
  rollout: RolloutPlan | undefined,
): readonly SpreadPlan[] {
  if (spread === 'none') return [];
  const whenUnsatisfiable = spread === 'hard' ? 'DoNotSchedule' : 'ScheduleAnyway';
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable,
    // KEP-3243, beta and on since 1.27: each revision spreads on its own, so a surge does not unbalance the next one.
    matchLabelKeys: revisionLabels(rollout),
  }));
}

/** Labels that tell pods of one revision from those of another, where a revision has pods beside those of the last one. */
function revisionLabels(rollout: RolloutPlan | undefined): readonly string[] {
  // One pod after the other is replaced in place: all of them spread together.
  if (rollout?.kind === 'stateful') return [];
  // Argo Rollouts labels pods itself: pkg/apis/rollouts/v1alpha1/types.go DefaultRolloutUniqueLabelKey, v1.10.1.
  return rollout?.kind === 'controlled' && rollout.workload.kind === 'custom'
    ? ['rollouts-pod-template-hash']
    : ['pod-template-hash'];
}

/** emit › helm › surface of scaling: a fixed number of pods, or the bounds and the target of an autoscaler. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import type { RunningProcessPlan } from '../../../model/plan/process-plan.ts';
import type { ScalingPlan } from '../../../model/plan/scaling-plan.ts';
import { placeAt } from '../change.ts';
import type { Described, Parameter } from '../parameter.ts';
import type { ProcessPlace } from './process-place.ts';

const MAX_PODS = 100_000;
/** Small ones, and large ones in which a share of one percent shows; bounds are probed together, in the same turn. */
const COUNTS = [1, 2, 3, 4, 5, 2, 3, 1, 6, 41, 120] as const;
/** Bounds of what may have no pods at all. */
const DRIVEN = [1, 2, 0, 3, 4, 2, 0, 1, 6, 41, 120] as const;
/** Never those of the bounds in the same turn: what follows from one must not fit the other. */
const FIXED = [2, 4, 1, 41, 6, 1, 5, 2, 120, 3, 4] as const;
const MOST = [8, 9, 10, 7, 11, 12, 6, 9, 8, 60, 150] as const;

/** How many pods of a process, for those that keep running. */
export function scalingSurface(
  place: ProcessPlace,
  environments: readonly Described[],
): readonly Parameter[] {
  if (place.kind !== 'web' && place.kind !== 'worker') return [];
  const scaled = environments.some((described) => bounded(described, place) !== undefined);
  const count: Parameter = {
    path: [place.key, 'replicaCount'],
    domain: sharesDisk(place, environments)
      ? { kind: 'integer', min: 0, max: 1, probes: [1, 0] }
      : { kind: 'integer', min: 0, max: MAX_PODS, probes: FIXED },
    description: scaled ? 'Number of pods while autoscaling is off.' : 'Number of pods.',
    sets: [...place.at, 'scale'].join('.'),
    read: (described) => {
      const scaling = scalingOf(described, place);
      if (scaling?.kind === 'fixed') return scaling.replicas;
      return Math.max(1, bounded(described, place)?.minReplicas ?? 1);
    },
    write: (value, get) =>
      scaled && get([place.key, 'autoscaling', 'enabled']) === true
        ? []
        : [{ at: [...place.at, 'scale'], to: value }],
  };
  return scaled ? [count, ...autoscalingSurface(place, environments)] : [count];
}

/** Whether all pods of the process share a claim that one node, or one pod, may hold: there is one pod then (SW2360). */
function sharesDisk({ name }: ProcessPlace, environments: readonly Described[]): boolean {
  const having = environments.flatMap(({ plan }) => plan.processes[name] ?? []);
  return having.every(({ container }) =>
    (container.volumes ?? []).some(
      ({ plan }) =>
        plan.kind === 'claim' &&
        (plan.accessMode === 'ReadWriteOnce' || plan.accessMode === 'ReadWriteOncePod'),
    ),
  );
}

function autoscalingSurface(
  place: ProcessPlace,
  environments: readonly Described[],
): readonly Parameter[] {
  const at = [...place.at, 'scale'];
  const path = [place.key, 'autoscaling'];
  const driven = environments.some(
    (described) => scalingOf(described, place)?.kind === 'eventDriven',
  );
  const metrics = (['cpu', 'memory'] as const).filter((metric) =>
    environments.some(({ spec }) => placeAt(spec, [...at, metric]) !== undefined),
  );
  const number = (
    key: string,
    member: string,
    description: string,
    { min, probes, read }: NumberSource,
  ): Parameter => ({
    path: [...path, key],
    domain: { kind: 'integer', min, max: key.startsWith('target') ? 10_000 : MAX_PODS, probes },
    description,
    sets: [...at, member].join('.'),
    read,
    write: (value, get) =>
      get([...path, 'enabled']) === true ? [{ at: [...at, member], to: value }] : [],
  });
  return [
    {
      path: [...path, 'enabled'],
      domain: { kind: 'boolean' },
      description: driven
        ? 'Let KEDA decide how many pods run.'
        : 'Let a HorizontalPodAutoscaler decide how many pods run.',
      sets: at.join('.'),
      read: (described) => bounded(described, place) !== undefined,
      write: (value, _get, spec) =>
        value === true && !isRecord(placeAt(spec, at))
          ? [{ at, to: horizontalScale(environments, at) }]
          : [],
    },
    number('minReplicas', 'min', 'Fewest pods.', {
      min: driven && place.kind === 'worker' ? 0 : 1,
      probes: driven && place.kind === 'worker' ? DRIVEN : COUNTS,
      read: (described) => bounds(described, place).min,
    }),
    number('maxReplicas', 'max', 'Most pods.', {
      min: 1,
      probes: MOST,
      read: (described) => bounds(described, place).max,
    }),
    ...metrics.map((metric) =>
      number(
        metric === 'cpu' ? 'targetCPUUtilizationPercentage' : 'targetMemoryUtilizationPercentage',
        metric,
        `Average use of the requested ${metric === 'cpu' ? 'CPU' : 'memory'} that is aimed at, in percent.`,
        {
          min: 1,
          probes: metric === 'cpu' ? [70, 55, 60, 65, 75, 80, 85] : [71, 56, 61, 66, 76, 81, 86],
          read: ({ spec }) =>
            placeAt(spec, [...at, metric]) ??
            placeAt(horizontalScale(environments, at), [metric]) ??
            70,
        },
      ),
    ),
  ];
}

interface NumberSource {
  readonly min: number;
  readonly probes: readonly number[];
  readonly read: Parameter['read'];
}

function scalingOf({ plan }: Described, { name }: ProcessPlace): ScalingPlan | undefined {
  const process = plan.processes[name];
  return process === undefined || !isRunning(process) ? undefined : process.scaling;
}

/** The bounds between which an autoscaler decides, whichever it is. */
function bounded(described: Described, place: ProcessPlace) {
  const scaling = scalingOf(described, place);
  return scaling !== undefined && 'minReplicas' in scaling ? scaling : undefined;
}

function isRunning(process: Described['plan']['processes'][string]): process is RunningProcessPlan {
  return process.kind === 'web' || process.kind === 'worker';
}

function bounds(
  described: Described,
  place: ProcessPlace,
): { readonly min: number; readonly max: number } {
  const scaling = scalingOf(described, place);
  const between = bounded(described, place);
  if (between !== undefined) return { min: between.minReplicas, max: between.maxReplicas };
  const replicas = scaling?.kind === 'fixed' ? Math.max(1, scaling.replicas) : 1;
  return { min: replicas, max: replicas };
}

/** How an environment that scales says it, for those that do not. */
function horizontalScale(environments: readonly Described[], at: readonly string[]): unknown {
  return environments.map(({ spec }) => placeAt(spec, at)).find(isRecord);
}

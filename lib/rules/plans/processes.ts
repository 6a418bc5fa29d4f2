/** Reads from plans what several rules ask: processes by kind, where they are described, what leads to them. */

import type { ContainerPlan } from '../../model/plan/container-plan.ts';
import { numberAt, textAt } from '../manifests/data.ts';
import type { ImagePlan } from '../../model/plan/image-plan.ts';
import type { ExposurePlan } from '../../model/plan/exposure-plan.ts';
import type {
  CronPlan,
  MigrationPlan,
  ProcessPlan,
  RunningProcessPlan,
} from '../../model/plan/process-plan.ts';
import type { ScalingPlan } from '../../model/plan/scaling-plan.ts';
import type { ServicePlan } from '../../model/plan/service-plan.ts';

/** All processes, by name. */
export function processesOf(plan: ServicePlan): readonly ProcessPlan[] {
  return Object.values(plan.processes);
}

/** Processes that run until they are replaced. */
export function runningOf(plan: ServicePlan): readonly RunningProcessPlan[] {
  return processesOf(plan).filter(
    (process): process is RunningProcessPlan => process.kind === 'web' || process.kind === 'worker',
  );
}

/** Cron jobs. */
export function cronsOf(plan: ServicePlan): readonly CronPlan[] {
  return processesOf(plan).filter((process): process is CronPlan => process.kind === 'cron');
}

/** The migration, if the service has one. */
export function migrationOf(plan: ServicePlan): MigrationPlan | undefined {
  return processesOf(plan).find(
    (process): process is MigrationPlan => process.kind === 'migration',
  );
}

/** Where a process stands in the description, e.g. `workers.mail`. */
export function pathOf(process: ProcessPlan): string {
  switch (process.kind) {
    case 'web':
      return process.name === 'web' ? 'web' : `webs.${process.name}`;
    case 'worker':
      return `workers.${process.name}`;
    case 'cron':
      return `crons.${process.name}`;
    case 'task':
      return `tasks.${process.name}`;
    case 'migration':
      return 'migrate';
  }
}

/** Exposures that lead to a process. One without objects of its own leads to every web process. */
export function exposuresOf(
  plan: ServicePlan,
  process: RunningProcessPlan,
): readonly ExposurePlan[] {
  if (process.kind !== 'web') return [];
  const names = process.services.map(({ name }) => JSON.stringify(name));
  return Object.values(plan.exposures).filter(({ objects }) => {
    const text = JSON.stringify(objects);
    return objects.length === 0 || names.some((name) => text.includes(name));
  });
}

/** Fewest pods of a process, over the stacks that are not idle; 0 when all are. */
export function fewestPods(process: RunningProcessPlan): number {
  const serving = process.stacks.map(({ scaling }) => fewest(scaling)).filter((count) => count > 0);
  return serving.length === 0 ? 0 : Math.min(...serving);
}

/** Most pods a scaling asks for. */
export function most(scaling: ScalingPlan): number {
  if (scaling.kind === 'idle') return 0;
  return scaling.kind === 'fixed' ? scaling.replicas : scaling.maxReplicas;
}

/** Ports of every container of a pod: one network is shared by all. */
export function portsOf({ container }: RunningProcessPlan): ContainerPlan['ports'] {
  return [...container.ports, ...(container.sidecars ?? []).flatMap(({ ports }) => ports)];
}

/** Use of the pods that an autoscaler aims at, in percent of the request: by a metric, or by a trigger of KEDA. */
export function useTargets(scaling: ScalingPlan): readonly UseTarget[] {
  switch (scaling.kind) {
    case 'fixed':
    case 'idle':
      return [];
    case 'horizontal':
      return scaling.metrics.flatMap((metric) =>
        (['resource', 'containerResource'] as const).flatMap((source) => {
          const resource = textAt(metric, source, 'name');
          const percent = numberAt(metric, source, 'target', 'averageUtilization');
          if (resource !== 'cpu' && resource !== 'memory') return [];
          return [{ resource, percent, member: source === 'resource' ? resource : 'metrics' }];
        }),
      );
    case 'eventDriven':
      return scaling.triggers.flatMap(({ type, metadata }) =>
        type === 'cpu' || type === 'memory'
          ? [{ resource: type, percent: Number(metadata['value']), member: type }]
          : [],
      );
  }
}

/** One such target, and the member of `scale` that says it. */
interface UseTarget {
  readonly resource: 'cpu' | 'memory';
  readonly percent: number | undefined;
  readonly member: 'cpu' | 'memory' | 'metrics';
}

/** The minor version a plan is made for, as a number. */
export function minorOf(plan: ServicePlan): number {
  return Number(plan.kubernetes.split('.')[1]);
}

/** Every image a process runs: one for each of its stacks. */
export function imagesOf(process: ProcessPlan): readonly ImagePlan[] {
  return 'stacks' in process ? process.stacks.map(({ image }) => image) : [process.image];
}

function fewest(scaling: ScalingPlan): number {
  if (scaling.kind === 'idle') return 0;
  return scaling.kind === 'fixed' ? scaling.replicas : scaling.minReplicas;
}

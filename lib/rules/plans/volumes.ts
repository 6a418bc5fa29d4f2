/** Reads from plans what rules about storage ask: which pods hold which claims, and how many there may be at once. */

import type { ProcessPlan, RunningProcessPlan } from '../../model/plan/process-plan.ts';
import type { AccessMode, VolumeMountPlan, VolumePlan } from '../../model/plan/volume-plan.ts';
import type { ServicePlan } from '../../model/plan/service-plan.ts';
import { most, pathOf, processesOf } from './processes.ts';

type ClaimPlan = Extract<VolumePlan, { readonly kind: 'claim' }>;

/** A claim in the pods of a process. */
export interface HeldClaim {
  readonly process: ProcessPlan;
  /** Name in the description. */
  readonly volume: string;
  readonly claim: ClaimPlan;
  readonly mounts: readonly VolumeMountPlan[];
  /** Where the first mount is described. */
  readonly path: string;
}

/** The claims that the pods of a process share with one another and with other processes. */
export function claimsOf(process: ProcessPlan): readonly HeldClaim[] {
  return (process.container.volumes ?? []).flatMap(({ volume, plan, mounts }) =>
    plan.kind !== 'claim'
      ? []
      : [
          {
            ...{ process, volume, claim: plan, mounts },
            path: `${pathOf(process)}.mounts.${mounts[0]?.path ?? ''}`,
          },
        ],
  );
}

/** All claims that pods of a service hold. */
export function heldClaims(plan: ServicePlan): readonly HeldClaim[] {
  return processesOf(plan).flatMap(claimsOf);
}

/** Where a volume of an access mode can be at once; undefined where there is no such limit. */
export function holderOf(accessMode: AccessMode): 'node' | 'pod' | undefined {
  switch (accessMode) {
    case 'ReadWriteOnce':
      return 'node';
    case 'ReadWriteOncePod':
      return 'pod';
    case 'ReadWriteMany':
    case 'ReadOnlyMany':
      return undefined;
  }
}

/** Whether two versions of a process run side by side as a matter of course, each with pods of its own. */
export function runsVersionsBesideEachOther({ rollout }: RunningProcessPlan): boolean {
  return (
    rollout.kind === 'parallelStacks' ||
    rollout.kind === 'weightedTraffic' ||
    rollout.kind === 'controlled'
  );
}

/** Most pods a process has while nothing changes. */
export function mostPods(process: ProcessPlan): number {
  switch (process.kind) {
    case 'web':
    case 'worker':
      return Math.max(0, ...process.stacks.map(({ scaling }) => most(scaling)));
    case 'cron':
      return process.concurrency === 'Allow' ? 2 : 1;
    case 'task':
    case 'migration':
      return 1;
  }
}

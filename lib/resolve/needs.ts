/** resolve › needs: what the service depends on, and how many connections all its pods may open at once. */

import type { NeedFacts } from '../model/need.ts';
import type { CronPlan, ProcessPlan, RunningProcessPlan } from '../model/plan/process-plan.ts';
import type { RolloutPlan } from '../model/plan/rollout-plan.ts';
import type { NeedPartPlan, NeedPlan } from '../model/plan/service-plan.ts';
import { parseCronSchedule, shortestIntervalSeconds } from '../units/cron-schedule.ts';
import { resolveFenceposts } from '../units/percent.ts';
import type { Context } from './context.ts';
import { named, type AuthoredProcess } from './processes.ts';

/** Facts of all needs by name. */
export function needFacts({ spec }: Context): Readonly<Record<string, NeedFacts>> {
  return Object.fromEntries(named(spec.needs).map(([name, need]) => [name, need.facts(name)]));
}

/** Needs with their connection budgets. */
export function resolveNeeds(
  context: Context,
  facts: Readonly<Record<string, NeedFacts>>,
  processes: readonly AuthoredProcess[],
  plans: Readonly<Record<string, ProcessPlan>>,
): Readonly<Record<string, NeedPlan>> {
  const { spec, trace } = context;
  const holders = processes.flatMap((process) => {
    const plan = plans[process.name];
    return plan === undefined ? [] : [{ name: process.name, ...holdersOf(plan) }];
  });
  const entries = named(facts).map(([name, need]): [string, NeedPlan] => {
    const { title, connections, identity } = need;
    const base = {
      kind: spec.needs?.[name]?.kind ?? 'other',
      title,
      parts: partsOf(need),
      ...(identity === undefined ? {} : { identity }),
    };
    if (connections === undefined) return [name, base];
    const { max, perThread, assumed } = connections;
    const peak = holders.reduce((sum, holder) => sum + holder.pods * holder.each * perThread, 0);
    const formula = holders
      .map((holder) => `${holder.name}: ${holder.pods} pods × ${holder.each * perThread}`)
      .join(' + ');
    return [
      name,
      {
        ...base,
        connections: {
          max,
          perThread,
          ...(assumed === undefined ? {} : { assumed }),
          peak: trace.derive(
            `needs.${name}.connections.peak`,
            peak,
            `${formula} = ${peak}; pods counted with surge and those still stopping`,
          ),
        },
      },
    ];
  });
  return Object.fromEntries(entries);
}

/** Parts that are the same for every pod; what is not decided yet is complained of where variables are resolved. */
function partsOf({ parts }: NeedFacts): NeedPlan['parts'] {
  return Object.fromEntries(
    named(parts).flatMap(([part, fact]): readonly [string, NeedPartPlan][] => {
      if (fact === undefined) return [];
      const { variable, value } = fact;
      const held = variable === undefined ? {} : { variable };
      if (typeof value !== 'object') {
        return [[part, { ...held, kind: 'value', value: String(value) }]];
      }
      return value.kind === 'secretRef'
        ? [[part, { ...held, kind: 'secret', secret: value.name, key: value.key }]]
        : [];
    }),
  );
}

/** Most pods of a process at once, and the connections each holds. */
function holdersOf(plan: ProcessPlan): { readonly pods: number; readonly each: number } {
  switch (plan.kind) {
    case 'cron':
      return { pods: runsAtOnce(plan), each: 1 };
    case 'task':
    case 'migration':
      return { pods: 1, each: 1 };
    case 'web':
      return { pods: peakPods(plan), each: plan.server?.connectionsPerPod ?? 1 };
    case 'worker':
      return { pods: peakPods(plan), each: plan.concurrency ?? 1 };
  }
}

/** Most runs of a cron job at once: those of its deadline where they may overlap, one that stops where the next replaces it. */
function runsAtOnce({ schedule, concurrency, deadlineSeconds }: CronPlan): number {
  if (concurrency === 'Forbid') return 1;
  if (concurrency === 'Replace') return 2;
  const parsed = parseCronSchedule(schedule);
  return parsed.ok ? Math.ceil(deadlineSeconds / shortestIntervalSeconds(parsed.value)) : 1;
}

/**
 * Most pods at once: all stacks at their maximum, the surge, and as many pods as are replaced at once that are still stopping.
 * Terminating pods do not count towards the surge: kubernetes v1.37.2 pkg/controller/deployment/util.
 */
function peakPods(plan: RunningProcessPlan): number {
  const { rollout } = plan;
  return plan.stacks.reduce((sum, { scaling }) => {
    if (scaling.kind === 'idle') return sum;
    const most = scaling.kind === 'fixed' ? scaling.replicas : scaling.maxReplicas;
    // A pod stops before the next one of its name starts.
    if (rollout.kind === 'recreate' || rollout.kind === 'stateful') return sum + most;
    const { maxSurge, maxUnavailable } = 'within' in rollout ? rollout.within : rollout;
    // Each stack is a Deployment of its own, which rounds its own surge up.
    const { surge, unavailable } = resolveFenceposts(maxSurge, maxUnavailable, most);
    return sum + most * copiesOf(rollout) + surge + Math.min(most, surge + unavailable);
  }, 0);
}

/** A controller that directs requests keeps the old version whole until the new one has proved itself. */
function copiesOf(rollout: RolloutPlan): number {
  if (rollout.kind !== 'controlled') return 1;
  return rollout.traffic.kind === 'weights' && rollout.traffic.by === 'pods' ? 1 : 2;
}

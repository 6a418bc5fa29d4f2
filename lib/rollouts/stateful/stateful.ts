/** rollouts › stateful: pods with stable names are replaced in place, one by one; lowering makes a StatefulSet of the plan. */

import type { StatefulPlan } from '../../model/plan/rollout-plan.ts';
import type { Rollout, RolloutFacts, RolloutInput } from '../../model/rollout.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { REVISION_HISTORY_LIMIT, minReadyBecause, minReadyOf } from '../rolling-update.ts';
import { findingsOf } from './findings.ts';
import { statefulProblems, statefulShape, type StatefulOptions } from './options.ts';

/**
 * Gives every pod a name that it keeps, `shop-web-0` and so on, and a volume of its own where `perPod()` is mounted. Raises
 * SW2191 to SW2195, see README.md.
 * @example stateful({ peers: { gossip: 7946 } })
 */
export function stateful(options: StatefulOptions = {}): Rollout<'stateful', StatefulOptions> {
  return {
    family: 'rollout',
    kind: 'stateful',
    options,
    with: remake(stateful),
    check: () => {
      const problems = checkShape(statefulShape, options);
      return problems.length > 0 ? problems : statefulProblems(options);
    },
    facts: (input) => {
      const plan = planOf(options, input);
      return {
        title: 'stateful',
        plan,
        because: { ...becauseOf(options), ...minReadyBecause(options, input) },
        findings: findingsOf(plan, input),
      };
    },
  };
}

function planOf(
  options: StatefulOptions,
  {
    objectName,
    namespace,
    unreadySeconds,
  }: Pick<RolloutInput, 'objectName' | 'namespace' | 'unreadySeconds'>,
): StatefulPlan {
  const serviceName = `${objectName}-pods`;
  return {
    kind: 'stateful',
    podManagement: options.podManagement ?? 'Parallel',
    partition: options.partition ?? 0,
    ...(options.maxUnavailable === undefined ? {} : { maxUnavailable: options.maxUnavailable }),
    firstOrdinal: options.firstOrdinal ?? 0,
    minReadySeconds: minReadyOf(options, { unreadySeconds }),
    revisionHistoryLimit: options.revisionHistoryLimit ?? REVISION_HISTORY_LIMIT,
    claims: {
      whenDeleted: options.claims?.whenDeleted ?? 'Retain',
      whenScaled: options.claims?.whenScaled ?? 'Retain',
    },
    serviceName,
    domain: `${serviceName}.${namespace}.svc`,
    peers: Object.entries(options.peers ?? {})
      .map(([name, port]) => ({ name, port }))
      .toSorted((a, b) => a.port - b.port),
    variables: options.variables ?? {},
  };
}

function becauseOf(options: StatefulOptions): NonNullable<RolloutFacts['because']> {
  return {
    ...(options.podManagement === undefined
      ? {
          podManagement: {
            formula:
              'OrderedReady waits for a pod that never gets ready, even when the update is taken back (processReplica in pkg/controller/statefulset/stateful_set_control.go, v1.37.2); updates are one by one all the same',
            source:
              'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback',
          },
        }
      : {}),
    ...(options.claims === undefined
      ? {
          claims: {
            formula: 'what pods have stored outlives them until somebody says otherwise',
            source:
              'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention',
          },
        }
      : {}),
  };
}

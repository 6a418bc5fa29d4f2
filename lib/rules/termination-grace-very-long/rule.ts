/** Plan rule: nodes are not held up for longer than clusters wait. */

import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** Default of the cluster autoscaler's max-graceful-termination-sec, and what node upgrades commonly allow. */
const CLUSTER_LIMIT_SECONDS = 600;

/** SW2206. @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md */
export const terminationGraceVeryLong: PlanRule = {
  code: 'SW2206',
  name: 'termination-grace-very-long',
  level: 'plan',
  severity: 'warning',
  summary: 'Pods ask for more time to stop than clusters commonly give.',
  because:
    'When a node is removed the cluster autoscaler waits 10 minutes by default, whatever the pod asks for; what runs longer is lost, and every upgrade is held up by as much.',
  check: (plan) =>
    runningOf(plan)
      .filter(({ lifecycle }) => lifecycle.terminationGracePeriodSeconds > CLUSTER_LIMIT_SECONDS)
      .map((process) => ({
        path: `${pathOf(process)}.${process.kind === 'worker' ? 'taskTimeout' : 'requestTimeout'}`,
        message: `Stopping takes up to ${process.lifecycle.terminationGracePeriodSeconds} s; clusters commonly wait ${CLUSTER_LIMIT_SECONDS} s.`,
        fix:
          process.kind === 'worker'
            ? 'Split the work into shorter pieces, or make a piece that is interrupted run again (in Celery: acks_late and reject_on_worker_lost).'
            : 'Answer sooner, and let a worker do what takes long; or let clients ask again when an answer breaks off.',
      })),
};

/** Plan rule: on nodes that vanish with short notice, pods stop within that notice. */

import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** The longest notice among the large providers is 120 s (Amazon EC2 Spot); some of it passes before the pod is told. */
const NOTICE_SECONDS = 100;

/** SW2207. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html */
export const spotNoticeTooShort: PlanRule = {
  code: 'SW2207',
  name: 'spot-notice-too-short',
  level: 'plan',
  severity: 'warning',
  summary: 'Pods on interruptible nodes need longer to stop than such nodes give notice.',
  because:
    'The node is switched off when the notice ends (120 s at Amazon, 30 s at Google and Azure), whatever the pod was promised.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { preStopSeconds, gracefulTimeoutSeconds } = process.lifecycle;
      const needed = preStopSeconds + gracefulTimeoutSeconds;
      if (!process.placement.spot || needed <= NOTICE_SECONDS) return [];
      return [
        {
          path: `${pathOf(process)}.placement.spot`,
          message: `Stopping takes ${needed} s (pause ${preStopSeconds} + graceful ${gracefulTimeoutSeconds}); interruptible nodes leave at most about ${NOTICE_SECONDS} s.`,
          fix: 'Shorten the longest request or task, or run this process on nodes that stay.',
        },
      ];
    }),
};

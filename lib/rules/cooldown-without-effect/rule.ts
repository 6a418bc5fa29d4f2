/** Plan rule: times that KEDA reads only on the way to no pods and back are said only there. */

import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2271. @see keda v2.21.0 apis/keda/v1alpha1/scaledobject_webhook.go verifyScaledObjects */
export const cooldownWithoutEffect: PlanRule = {
  code: 'SW2271',
  name: 'cooldown-without-effect',
  level: 'plan',
  severity: 'warning',
  summary: 'A cooldown or polling interval is said where it changes nothing.',
  because:
    'Between min and max the HorizontalPodAutoscaler decides, every 15 s; KEDA itself acts between no pods and the first only.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const { scaling } = process;
      if (scaling.kind !== 'eventDriven') return [];
      if (scaling.minReplicas === 0 || scaling.idleReplicas !== undefined) return [];
      const said = {
        cooldownPeriod: scaling.cooldownPeriodSeconds,
        pollingInterval: scaling.formula === undefined ? scaling.pollingIntervalSeconds : undefined,
      };
      return Object.entries(said)
        .filter(([, seconds]) => seconds !== undefined)
        .map(([option]) => ({
          path: `${pathOf(process)}.scale.${option}`,
          message: `\`${option}\` is said, and ${process.name} keeps ${scaling.minReplicas} pods at the fewest.`,
          fix: `Leave it out; the pace of scaling down is \`behavior.scaleDown\`. Or let the pods go with \`min: 0\`.`,
        }));
    }),
};

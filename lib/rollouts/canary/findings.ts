/** rollouts › canary: states of a change that would try out nothing or lose requests. */

import type { Finding } from '../../model/finding.ts';
import type { WeightedTrafficPlan } from '../../model/plan/rollout-plan.ts';
import type { RolloutInput } from '../../model/rollout.ts';
import { rollingFindings } from '../rolling-findings.ts';
import { isSameImage, shownImage } from '../version-image.ts';
import type { CanaryOptions } from './options.ts';
import { podsFor } from './share.ts';

/** All findings, in the order of their codes. */
export function canaryFindings(
  options: CanaryOptions,
  input: RolloutInput,
  plan: WeightedTrafficPlan,
): readonly Finding[] {
  const path = `${input.process}.rollout`;
  return [
    ...trafficFindings(input, path),
    ...imageFindings(plan, path),
    ...sizeFindings(options, input, plan, path),
    ...rollingFindings(options.within ?? {}, input, `${path}.within`),
  ];
}

/** Requests are what is split: a process must get some, and through something that can split them. */
function trafficFindings({ kind, exposed }: RolloutInput, path: string): readonly Finding[] {
  if (kind === 'worker') {
    return [
      {
        code: 'SW2085',
        name: 'canary-worker',
        severity: 'error',
        path,
        message: 'A canary gets a share of the requests, and a worker takes work from a queue.',
        because: 'A queue hands work to whoever asks: its share has nothing to do with the weight.',
        fix: 'Use `rolling()` for workers, and code that bears both versions.',
      },
    ];
  }
  if (exposed) return [];
  return [
    {
      code: 'SW2086',
      name: 'canary-unexposed',
      severity: 'error',
      path,
      message: 'No exposure leads to this process, so nothing splits its requests.',
      because:
        'A Service spreads connections over all its pods alike: a share would be the ratio of pods, which no step could set finer than one pod and every change by the autoscaler would move.',
      fix: "Expose it by a dialect that splits, e.g. `gateway({ … })` or `nginxIngress({ resource: 'virtualServer', … })`; else use `rolling()` or `blueGreen()`.",
    },
  ];
}

/** No error: it is how a change ends, too. */
function imageFindings(
  { stable, canary, weight }: WeightedTrafficPlan,
  path: string,
): readonly Finding[] {
  if (canary === undefined || !isSameImage(stable, canary)) return [];
  return [
    {
      code: 'SW2087',
      name: 'canary-same-image',
      severity: 'note',
      path: `${path}.canary`,
      message: `Stable and canary both have the image ${shownImage(stable)}: nothing is tried out.`,
      because:
        'Right after a promotion this is as it should be: the canary carries its share until stable carries all.',
      fix:
        weight > 0
          ? 'To end a promotion, go back to `step: 0`; to try out a version, give the canary its image.'
          : 'To end a promotion, remove `canary`; to try out a version, give the canary its image.',
    },
  ];
}

function sizeFindings(
  { minReplicas: said }: CanaryOptions,
  input: RolloutInput,
  { canary, weight }: WeightedTrafficPlan,
  path: string,
): readonly Finding[] {
  if (said === undefined) return [];
  if (said > input.maxReplicas) {
    return [
      {
        code: 'SW2088',
        name: 'canary-above-most',
        severity: 'error',
        path: `${path}.minReplicas`,
        message: `${said} pods are more than the ${input.maxReplicas} that \`scale\` allows.`,
        because: 'A canary never grows beyond the most pods of its process.',
        fix: `Give at most ${input.maxReplicas}, or raise \`scale.max\`.`,
      },
    ];
  }
  const needed = podsFor(weight, input);
  if (canary === undefined || weight === 0 || said >= needed) return [];
  return [
    {
      code: 'SW2089',
      name: 'canary-short',
      severity: 'warning',
      path: `${path}.minReplicas`,
      message: `${said} pods get ${weight} % of the requests; ${needed} would be that share of the ${input.minReplicas} that always serve.`,
      because: 'The canary would look slow for being too small, not for being new.',
      fix: `Leave \`minReplicas\` out, or give at least ${needed}.`,
    },
  ];
}

/** kubernetes › placement: on which nodes pods run and how they spread. */

import type { k8s } from 'cdk8s-plus-28';
import type { PlacementPlan, SpreadPlan } from '../model/plan/container-plan.ts';
import type { Widened } from './plain.ts';
import { filled, listed } from './present.ts';

/** The part of a pod that places it; affinity and tolerations are in the API's own shape already. */
export type Placement = Widened<
  Pick<
    k8s.PodSpec,
    'nodeSelector' | 'tolerations' | 'affinity' | 'priorityClassName' | 'topologySpreadConstraints'
  >,
  {
    readonly affinity?: Readonly<Record<string, unknown>> | undefined;
    readonly tolerations?: readonly Readonly<Record<string, string | number>>[] | undefined;
  }
>;

/** Where pods with these labels run. */
export function lowerPlacement(
  placement: PlacementPlan,
  selector: Readonly<Record<string, string>>,
): Placement {
  return {
    nodeSelector: filled(placement.nodeSelector),
    tolerations: listed(placement.tolerations),
    affinity: placement.affinity,
    priorityClassName: placement.priorityClassName,
    topologySpreadConstraints: listed(
      placement.spread.map((spread) => lowerSpread(spread, selector)),
    ),
  };
}

function lowerSpread(spread: SpreadPlan, selector: Readonly<Record<string, string>>) {
  const { topologyKey, maxSkew, whenUnsatisfiable, matchLabelKeys } = spread;
  return {
    topologyKey,
    maxSkew,
    whenUnsatisfiable,
    labelSelector: { matchLabels: selector },
    matchLabelKeys: listed(matchLabelKeys),
  };
}

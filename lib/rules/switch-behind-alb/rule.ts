/** Manifest rule: no Service behind an Application Load Balancer is switched from one version to another. */

import { at, isData, textAt } from '../manifests/data.ts';
import { ingressesOf, isAlb, routesOf } from '../manifests/ingress.ts';
import {
  findBeside,
  type ManifestObject,
  type ManifestSet,
  nameOf,
  objectsOf,
  sameNamespace,
} from '../manifests/manifest-set.ts';
import { mapSelector, selects } from '../manifests/selector.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4416. @see https://argo-rollouts.readthedocs.io/en/stable/features/bluegreen/ */
export const switchBehindAlb: ManifestRule = {
  code: 'SW4416',
  name: 'switch-behind-alb',
  level: 'manifest',
  severity: 'error',
  saidByPlan: 'SW2243',
  summary: 'Blue/green behind an Ingress of the AWS load balancer controller.',
  because:
    'The controller takes pods out of the target group and registers the new ones one after the other: between the two the group has no healthy target.',
  check: (set) =>
    ingressesOf(set)
      .filter(isAlb)
      .flatMap((on) =>
        [...new Set(routesOf(on).map(({ service }) => service))].flatMap((service) => {
          const switched = switcherOf(set, on, service);
          return switched === undefined
            ? []
            : [
                {
                  on,
                  path: 'spec.rules',
                  message: `The Service ${service} is switched by ${switched}; the load balancer swaps its targets one by one.`,
                  fix: 'Shift requests by the weights of target groups (a canary), or put a proxy in the cluster between.',
                },
              ];
        }),
      ),
};

/** What moves a Service: a Rollout whose active one it is, or its own selector beside a second version. */
function switcherOf(set: ManifestSet, on: ManifestObject, service: string): string | undefined {
  const rollout = objectsOf(set, 'Rollout').find(
    (object) =>
      sameNamespace(object, on) &&
      isData(at(object.body, 'spec', 'strategy', 'blueGreen')) &&
      textAt(object.body, 'spec', 'strategy', 'blueGreen', 'activeService') === service,
  );
  if (rollout !== undefined) return nameOf(rollout);
  const body = findBeside(set, on, 'Service', service)?.body;
  const selector = mapSelector(at(body, 'spec', 'selector'));
  if (selector === undefined) return undefined;
  const served = set.pods.find(
    ({ owner, labels }) => sameNamespace(owner, on) && selects(selector, labels),
  );
  const idle = set.pods.find(
    ({ owner, labels, life }) =>
      life === 'running' &&
      sameNamespace(owner, on) &&
      served !== undefined &&
      !selects(selector, labels) &&
      isOtherSlot(served.labels, labels),
  );
  return idle === undefined || served === undefined
    ? undefined
    : `its selector, between ${nameOf(served.owner)} and ${nameOf(idle.owner)}`;
}

/** Labels that stand for versions kept side by side. */
const SLOT_LABELS = ['slot', 'color', 'colour', 'version'];

/** The same labels but for the one that says which of two versions it is. */
function isOtherSlot(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): boolean {
  const differing = Object.keys({ ...one, ...other }).filter((key) => one[key] !== other[key]);
  const [key = ''] = differing;
  return differing.length === 1 && SLOT_LABELS.includes(key.split('/').at(-1) ?? '');
}

/** Bundle rule: two environments of a service do not overwrite one another. */

import type { BundleRule } from '../rule.ts';

/** SW5011. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
export const environmentsInOneNamespace: BundleRule = {
  code: 'SW5011',
  name: 'environments-in-one-namespace',
  level: 'bundle',
  severity: 'note',
  summary: 'Two environments of a service have one namespace.',
  because:
    'Their objects have the same names: in one cluster each apply replaces the other environment.',
  check: (bundle) => {
    const byPlace = Map.groupBy(bundle, ({ service, namespace }) => `${service} ${namespace.name}`);
    return [...byPlace.values()].flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : others.map((plan) => ({
            plan,
            path: 'namespace',
            message: `The namespace ${plan.namespace.name} is that of the environment ${first.environment} too.`,
            fix: `Set environments.${plan.environment}.namespace, unless each environment has a cluster of its own.`,
          })),
    );
  },
};

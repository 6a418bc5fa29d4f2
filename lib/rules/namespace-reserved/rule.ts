/** Plan rule: nobody takes over a namespace that belongs to the cluster. */

import type { PlanComplaint, PlanRule } from '../rule.ts';
import type { ServicePlan } from '../../model/plan/service-plan.ts';

const SYSTEM = 'kube-';
const SHARED = 'default';

/** SW2344. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#working-with-namespaces */
export const namespaceReserved: PlanRule = {
  code: 'SW2344',
  name: 'namespace-reserved',
  level: 'plan',
  severity: 'error',
  summary: 'A service goes to a namespace that belongs to the cluster.',
  because:
    "The namespace and its labels are everybody's: `enforce: restricted` keeps the cluster's own pods from starting, and who prunes takes them all.",
  check: (plan) => {
    const { name, create } = plan.namespace;
    if (name.startsWith(SYSTEM)) {
      return create ? [ofSystem(plan)] : [{ ...ofSystem(plan), ...BESIDE_THE_CLUSTER }];
    }
    if (name !== SHARED) return [];
    if (create) {
      return [
        {
          path: 'namespace.create',
          message: 'The namespace default is to be created; every cluster has it.',
          fix: `Leave create out, or name a namespace of the service's own: namespace: '${plan.service}'.`,
        },
      ];
    }
    return [
      {
        path: 'namespace',
        severity: 'note',
        message:
          'The namespace is default, which is not written, and gets no labels of Pod Security.',
        because:
          'Whatever names no namespace lands there too: policies, quotas and permissions cannot tell it from this service.',
        fix: `Leave namespace out, or name one of the service's own: namespace: '${plan.service}'.`,
      },
    ];
  },
};

/** A namespace that is there already is neither labelled nor pruned. */
const BESIDE_THE_CLUSTER = {
  severity: 'warning',
  because: "Its quotas, policies and permissions are those of the cluster's own pods.",
} as const;

function ofSystem({ namespace: { name }, service }: ServicePlan): PlanComplaint {
  return {
    path: 'namespace',
    message: `The namespace ${name} begins with ${SYSTEM}, which Kubernetes keeps for its own.`,
    fix:
      name === service
        ? `Name another: namespace: '${name.slice(SYSTEM.length)}'.`
        : `Leave namespace out, or name one of the service's own: namespace: '${service.startsWith(SYSTEM) ? service.slice(SYSTEM.length) : service}'.`,
  };
}

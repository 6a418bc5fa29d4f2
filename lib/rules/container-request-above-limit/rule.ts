/** Manifest rule: no container asks for more than it may use, after every patch and in objects of the user's own too. */

import { dataAt, scalarAt } from '../manifests/data.ts';
import type { ManifestRule } from '../rule.ts';
import { isLess } from '../../units/quantity.ts';

/** SW4310. @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/apis/core/validation/validation.go ValidateContainerResourceRequirements */
export const containerRequestAboveLimit: ManifestRule = {
  code: 'SW4310',
  name: 'container-request-above-limit',
  level: 'manifest',
  severity: 'error',
  saidByPlan: 'SW2272',
  seesPatches: true,
  summary: 'A container requests more of a resource than its limit.',
  because:
    'The API server refuses such pods. The object that makes them is accepted, so that a release waits for pods that never come.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      pod.containers.flatMap((container) => {
        const requests = dataAt(container.body, 'resources', 'requests');
        return Object.keys(requests).flatMap((resource) => {
          const [request, limit] = ['requests', 'limits'].map((side) =>
            scalarAt(container.body, 'resources', side, resource),
          );
          if (request === undefined || limit === undefined) return [];
          if (!isLess(String(limit), String(request))) return [];
          return [
            {
              on: pod.owner,
              path: `${container.path}.resources.requests.${resource}`,
              message: `Container ${container.name} requests ${request} of ${resource}; its limit is ${limit}.`,
              fix: `Set the limit to ${request} or more, or the request to ${limit} or less.`,
            },
          ];
        });
      }),
    ),
};

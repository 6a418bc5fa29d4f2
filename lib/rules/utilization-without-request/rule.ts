/** Manifest rule: an autoscaler that divides by requests has requests to divide by. */

import { at, listAt, numberAt, textAt } from '../manifests/data.ts';
import {
  type ManifestObject,
  type ManifestSet,
  nameOf,
  objectsOf,
  sameNamespace,
} from '../manifests/manifest-set.ts';
import { longRunning, type PodContainer, type PodTemplate } from '../manifests/pod-template.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';

/** SW4207. @see https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/podautoscaler/replica_calculator.go calculatePodRequestsFromContainers */
export const utilizationWithoutRequest: ManifestRule = {
  code: 'SW4207',
  name: 'utilization-without-request',
  level: 'manifest',
  severity: 'error',
  summary: 'An autoscaler follows the utilisation of a resource that a container does not request.',
  because:
    'Utilisation is usage divided by the request of all containers of the pod: with one missing the metric fails ("missing request for cpu") and the workload is not scaled. Nothing refuses it.',
  check: (set) =>
    objectsOf(set, 'HorizontalPodAutoscaler').flatMap((on) => {
      const pod = targetPod(set, on);
      return pod === undefined || at(pod.spec, 'resources', 'requests') !== undefined
        ? []
        : listAt(on.body, 'spec', 'metrics').flatMap((metric) => complaints(on, pod, metric));
    }),
};

function complaints(
  on: ManifestObject,
  pod: PodTemplate,
  metric: unknown,
): readonly ManifestComplaint[] {
  const one = textAt(metric, 'type') === 'ContainerResource';
  const source = one ? 'containerResource' : 'resource';
  const resource = textAt(metric, source, 'name');
  if (
    resource === undefined ||
    numberAt(metric, source, 'target', 'averageUtilization') === undefined
  ) {
    return [];
  }
  const wanted = textAt(metric, source, 'container');
  const containers = longRunning(pod).filter(({ name }) => !one || name === wanted);
  if (one && containers.length === 0) {
    return [
      {
        on,
        path: 'spec.metrics',
        message: `The metric names container ${wanted ?? ''}; ${nameOf(pod.owner)} has ${longRunning(
          pod,
        )
          .map(({ name }) => name)
          .join(', ')}.`,
        fix: 'Name a container of the pod.',
      },
    ];
  }
  return containers
    .filter((container) => !requests(container, resource))
    .map((container) => ({
      on,
      path: 'spec.metrics',
      message: `The target is a utilisation of ${resource}, but container ${container.name} of ${nameOf(pod.owner)} requests no ${resource}.`,
      fix: `Set resources.requests.${resource} on container ${container.name}${containers.length > 1 ? ', or follow the main container alone with a ContainerResource metric' : ''}.`,
    }));
}

/** A limit alone counts: the API server copies it into the request. */
function requests({ body }: PodContainer, resource: string): boolean {
  return ['requests', 'limits'].some((kind) => at(body, 'resources', kind, resource) !== undefined);
}

function targetPod(set: ManifestSet, on: ManifestObject): PodTemplate | undefined {
  const kind = textAt(on.body, 'spec', 'scaleTargetRef', 'kind');
  const name = textAt(on.body, 'spec', 'scaleTargetRef', 'name');
  return set.pods.find(
    ({ owner }) => owner.kind === kind && owner.name === name && sameNamespace(owner, on),
  );
}

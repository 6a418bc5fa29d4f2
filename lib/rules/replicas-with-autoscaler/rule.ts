/** Manifest rule: the number of pods is decided by the manifest or by an autoscaler, not by both. */

import { numberAt, textAt } from '../manifests/data.ts';
import { findBeside, nameOf, objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4201. @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling */
export const replicasWithAutoscaler: ManifestRule = {
  code: 'SW4201',
  name: 'replicas-with-autoscaler',
  level: 'manifest',
  severity: 'error',
  summary: 'A workload states a number of replicas although an autoscaler decides it.',
  because:
    'Every apply sets the number back: under load the pods above it are stopped at once, and the autoscaler needs minutes to bring them back.',
  check: (set) =>
    objectsOf(set, 'HorizontalPodAutoscaler', 'ScaledObject').flatMap((scaler) => {
      const kind = textAt(scaler.body, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment';
      const on = findBeside(
        set,
        scaler,
        kind,
        textAt(scaler.body, 'spec', 'scaleTargetRef', 'name') ?? '',
      );
      const replicas = numberAt(on?.body, 'spec', 'replicas');
      // 0 is how a workload is switched off: its autoscaler then rests (ScalingDisabled).
      if (on === undefined || replicas === undefined || replicas === 0) return [];
      return [
        {
          on,
          path: 'spec.replicas',
          message: `spec.replicas is ${replicas}, but ${nameOf(scaler)} scales this object.`,
          fix: 'Remove spec.replicas. If it is deployed already, apply once with --server-side first: client-side apply of a removed field sets it to 1.',
        },
      ];
    }),
};

/** Manifest rule: a ScaledObject is one that KEDA's own admission webhook lets pass. */

import { at, listAt, numberAt, textAt } from '../manifests/data.ts';
import { type ManifestObject, objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';

const OF_PODS: readonly string[] = ['cpu', 'memory'];
/** GetHPAMaxReplicas: keda v2.21.0 apis/keda/v1alpha1/scaledobject_types.go. */
const USUAL_MAX = 100;

/** SW4221. @see keda v2.21.0 apis/keda/v1alpha1/scaledobject_webhook.go validateWorkload */
export const scaledObjectRefused: ManifestRule = {
  code: 'SW4221',
  name: 'scaled-object-refused',
  level: 'manifest',
  severity: 'error',
  summary:
    "A ScaledObject contradicts itself: KEDA's webhook refuses it, or its operator does later.",
  because:
    'The API server accepts it in a dry-run without KEDA; applied, it is refused halfway through a release, or never scales.',
  check: (set) => objectsOf(set, 'ScaledObject').flatMap(complaints),
};

function complaints(on: ManifestObject): readonly ManifestComplaint[] {
  const spec = at(on.body, 'spec');
  const types = listAt(spec, 'triggers').map((trigger) => textAt(trigger, 'type') ?? '');
  const ofPods = types.every((type) => OF_PODS.includes(type));
  const min = numberAt(spec, 'minReplicaCount') ?? 0;
  const max = numberAt(spec, 'maxReplicaCount') ?? USUAL_MAX;
  const idle = numberAt(spec, 'idleReplicaCount');
  const one = (path: string, message: string, fix: string) => [{ on, path, message, fix }];
  return [
    ...(min > max
      ? one(
          'spec.maxReplicaCount',
          `minReplicaCount is ${min} and maxReplicaCount is ${max}.`,
          `Set maxReplicaCount to ${min} or more.`,
        )
      : []),
    ...(idle !== undefined && idle >= min
      ? one(
          'spec.idleReplicaCount',
          `idleReplicaCount is ${idle}, and must be below minReplicaCount, which is ${min}.`,
          'Leave idleReplicaCount out, or raise minReplicaCount.',
        )
      : []),
    ...(ofPods && types.length > 0 && min === 0
      ? one(
          'spec.minReplicaCount',
          `minReplicaCount is 0, and there are only triggers of ${types.join(' and ')}: without pods there is nothing to measure.`,
          'Set minReplicaCount to 1, or add a trigger from outside the pods.',
        )
      : []),
    ...(ofPods && types.length > 0 && at(spec, 'fallback') !== undefined
      ? one(
          'spec.fallback',
          `A fallback stands beside triggers of ${types.join(' and ')} only.`,
          'Remove the fallback.',
        )
      : []),
    ...triggerComplaints(on, spec),
  ];
}

function triggerComplaints(on: ManifestObject, spec: unknown): readonly ManifestComplaint[] {
  const triggers = listAt(spec, 'triggers');
  const names = triggers.map((trigger) => textAt(trigger, 'name'));
  return triggers.flatMap((trigger, index) => {
    const path = `spec.triggers[${index}]`;
    const name = textAt(trigger, 'name');
    const metadata = at(trigger, 'metadata');
    return [
      ...(name !== undefined && names.indexOf(name) < index
        ? [
            {
              on,
              path: `${path}.name`,
              message: `Two triggers are called ${name}.`,
              fix: 'Rename one.',
            },
          ]
        : []),
      ...(textAt(trigger, 'type') === 'cron' &&
      textAt(metadata, 'start') === textAt(metadata, 'end')
        ? [
            {
              on,
              path: `${path}.metadata.end`,
              message: 'start and end of a cron trigger are the same.',
              fix: 'Say when the pods may go again.',
            },
          ]
        : []),
    ];
  });
}

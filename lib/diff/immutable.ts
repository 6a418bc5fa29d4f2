/** diff › immutable: fields the API server refuses to change, and how to get there all the same. */

import type { Manifest } from '../kubernetes/manifest.ts';
import { canonicalJson } from '../text/json.ts';
import type { Effect } from './change.ts';
import { at } from './read-manifest.ts';

/** Members of `spec` that a StatefulSet may change. @see pkg/apis/apps/validation/validation.go ValidateStatefulSetUpdate, v1.37.2 */
const STATEFUL_SET = new Set([
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
]);
/** Members of `spec` that a claim may change. @see pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimUpdate, v1.37.2 */
const CLAIM = new Set(['resources', 'volumeAttributesClassName', 'volumeName']);
/** Members of `spec` that a Job may not change. @see pkg/apis/batch/validation/validation.go ValidateJobSpecUpdate, v1.37.2 */
const JOB = [
  'selector',
  'template',
  'completions',
  'completionMode',
  'podFailurePolicy',
  'successPolicy',
  'backoffLimitPerIndex',
  'managedBy',
] as const;

/** The change of an immutable field, if there is one. */
export function immutableChange(before: Manifest, after: Manifest): Effect | undefined {
  const path = changedImmutable(before, after);
  if (path === undefined) return undefined;
  return {
    kind: 'recreate',
    says: `\`${path}\` cannot be changed: the API server refuses the object.`,
    wayOut: wayOut(before, path),
    destructive: true,
  };
}

function changedImmutable(before: Manifest, after: Manifest): string | undefined {
  const differs = (...path: readonly string[]) =>
    canonicalJson(at(before, ...path) ?? null) !== canonicalJson(at(after, ...path) ?? null);
  const inSpec = (keys: readonly string[]) => {
    const key = keys.find((name) => differs('spec', name));
    return key === undefined ? undefined : `spec.${key}`;
  };
  const specKeys = Object.keys({ ...record(at(before, 'spec')), ...record(at(after, 'spec')) });
  switch (before.kind) {
    case 'Deployment':
    case 'DaemonSet':
    case 'ReplicaSet':
    // Its controller refuses the change: "selector is immutable" in argo-rollouts v1.10.1 types.go.
    case 'Rollout':
      return inSpec(['selector']);
    case 'StatefulSet':
      return inSpec(specKeys.filter((key) => !STATEFUL_SET.has(key)));
    case 'Job':
      return inSpec(JOB);
    case 'PersistentVolumeClaim':
      return inSpec(specKeys.filter((key) => !CLAIM.has(key)));
    case 'Service':
      return at(before, 'spec', 'clusterIP') !== undefined ||
        at(after, 'spec', 'clusterIP') === 'None'
        ? inSpec(['clusterIP'])
        : undefined;
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return differs('roleRef') ? 'roleRef' : undefined;
    case 'Secret':
      if (differs('type')) return 'type';
      return sealed(before, differs);
    case 'ConfigMap':
      return sealed(before, differs);
    default:
      return undefined;
  }
}

/** What is marked immutable stays so, content and all. */
function sealed(
  before: Manifest,
  differs: (...path: readonly string[]) => boolean,
): string | undefined {
  if (before['immutable'] !== true) return undefined;
  return ['data', 'stringData', 'binaryData', 'immutable'].find((key) => differs(key));
}

function wayOut(before: Manifest, path: string): string {
  const { name, namespace } = before.metadata;
  const kubectl = `kubectl${namespace === undefined ? '' : ` -n ${namespace}`} delete ${before.kind.toLowerCase()} ${name}`;
  switch (before.kind) {
    case 'Deployment':
    case 'DaemonSet':
    case 'ReplicaSet':
      return `Keep the pods: \`${kubectl} --cascade=orphan\`, apply, and delete the old pods by their old labels once the new ones are ready. Or give the object another name.`;
    case 'StatefulSet':
      return path === 'spec.selector'
        ? `Keep the data: \`${kubectl}\`, which stops the pods and leaves their claims, then apply. Or give the object another name, and copy the data.`
        : [
            `Recreate it without its pods: \`${kubectl} --cascade=orphan\`, then apply: it takes over the pods and the claims that are there.`,
            ...(path === 'spec.volumeClaimTemplates'
              ? [
                  'Claims that exist stay as they are: let each grow by itself first, with `kubectl patch pvc`; another class needs a new claim and a copy.',
                ]
              : []),
          ].join(' ');
    case 'Job':
      return `\`${kubectl}\`, then apply: it runs again. Or give it another name.`;
    case 'PersistentVolumeClaim':
      return 'Make a claim of another name, copy the data, and point the pods to it.';
    default:
      return `\`${kubectl}\`, then apply; it is missing in between. Or give it another name.`;
  }
}

function record(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

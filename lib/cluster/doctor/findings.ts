/** cluster › doctor: the findings a doctor can have, and why each matters. */

import type { Diagnostic, Severity } from '../../diagnostics/diagnostic.ts';

/** A finding before it is about an object. */
export interface FindingKind {
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
  readonly because: string;
}

/** A finding about an object. */
export function found(
  { code, name, severity, because }: FindingKind,
  object: string,
  message: string,
  fix: string,
): Diagnostic {
  return { code, name, severity, at: { object }, message, because, fix };
}

/** The namespace is somebody else's to make, and is not there. */
export const NAMESPACE_MISSING: FindingKind = {
  ...{ code: 'SW6030', name: 'namespace-missing', severity: 'error' },
  because: 'The description leaves it to others to make it (`namespace: { create: false }`).',
};

/** The cluster is older than what is described for. */
export const CLUSTER_OLD: FindingKind = {
  ...{ code: 'SW6031', name: 'cluster-older-than-target', severity: 'error' },
  because: 'Fields that the older version does not know are dropped or refused.',
};

/** No controller has told the cluster of a kind. */
export const KIND_NOT_SERVED: FindingKind = {
  ...{ code: 'SW6032', name: 'kind-not-served', severity: 'error' },
  because: 'Objects of this kind cannot be made.',
};

/** An Ingress or Gateway names a class that nobody serves. */
export const CLASS_MISSING: FindingKind = {
  ...{ code: 'SW6033', name: 'class-not-served', severity: 'error' },
  because: 'No controller takes the object on: nobody reaches the service by it.',
};

/** The Gateway a route attaches to is not there. */
export const GATEWAY_MISSING: FindingKind = {
  ...{ code: 'SW6034', name: 'gateway-missing', severity: 'error' },
  because: 'A route that hangs on nothing serves nobody.',
};

/** The issuer of certificates is not there or not ready. */
export const ISSUER_MISSING: FindingKind = {
  ...{ code: 'SW6035', name: 'issuer-not-ready', severity: 'error' },
  because: 'No certificate is made: clients see that of the controller, or none.',
};

/** The store that Secrets are copied from is not there or not ready. */
export const STORE_NOT_READY: FindingKind = {
  ...{ code: 'SW2182', name: 'secret-store-not-ready', severity: 'error' },
  because: 'Pods that read its Secrets wait in CreateContainerConfigError and never start.',
};

/** Nobody measures the pods. */
export const METRICS_MISSING: FindingKind = {
  ...{ code: 'SW6036', name: 'metrics-missing', severity: 'error' },
  because: 'The autoscaler knows no load and never adds a pod.',
};

/** A Secret that pods read is not there. */
export const SECRET_MISSING: FindingKind = {
  ...{ code: 'SW6037', name: 'secret-missing', severity: 'error' },
  because: 'Pods that read it wait in CreateContainerConfigError and never start.',
};

/** A Secret lacks a key that pods read. */
export const SECRET_KEY_MISSING: FindingKind = {
  ...{ code: 'SW6038', name: 'secret-key-missing', severity: 'error' },
  because: 'Pods that read it wait in CreateContainerConfigError and never start.',
};

/** Credentials of a registry are missing, or are for another one. */
export const REGISTRY_SECRET: FindingKind = {
  ...{ code: 'SW6039', name: 'registry-secret-unusable', severity: 'error' },
  because: 'Images of a private registry cannot be pulled without it.',
};

/** The user may not do what a deployment does. */
export const NOT_PERMITTED: FindingKind = {
  ...{ code: 'SW6040', name: 'right-missing', severity: 'error' },
  because: 'A deployment would stop on the way.',
};

/** Pods are not admitted. */
export const PODS_REFUSED: FindingKind = {
  ...{ code: 'SW6041', name: 'pods-refused', severity: 'error' },
  because: 'The workload is accepted and its pods are not: it stays without any.',
};

/** A quota leaves no room. */
export const NO_ROOM: FindingKind = {
  ...{ code: 'SW6042', name: 'quota-too-small', severity: 'warning' },
  because: 'Pods beyond the quota are refused: scaling and rollouts stop short.',
};

/** An object has to be made anew. */
export const MUST_RECREATE: FindingKind = {
  ...{ code: 'SW6043', name: 'object-must-be-adopted', severity: 'error' },
  because:
    'The API server refuses to change this field; deleting the object as usual would stop its pods.',
};

/** Plain `kubectl apply` would set the number of pods to one. */
export const REPLICAS_RESET: FindingKind = {
  ...{ code: 'SW6044', name: 'replicas-would-reset', severity: 'warning' },
  because:
    'The description leaves the number to the autoscaler. `kubectl apply` takes a field away that it set before and that is gone: the number falls to 1 until the autoscaler looks again.',
};

/** A claim that others are to make is not there. */
export const CLAIM_MISSING: FindingKind = {
  ...{ code: 'SW6045', name: 'claim-missing', severity: 'error' },
  because: 'Pods wait for it without a word.',
};

/** A claim of others can be used by fewer pods, or by more, than is described. */
export const CLAIM_MODE_DIFFERS: FindingKind = {
  ...{ code: 'SW6046', name: 'claim-mode-differs', severity: 'error' },
  because: 'What was accepted for the described mode may leave pods in ContainerCreating.',
};

/** Nothing makes the volumes that are claimed. */
export const STORAGE_CLASS_MISSING: FindingKind = {
  ...{ code: 'SW6047', name: 'storage-class-missing', severity: 'error' },
  because: 'The claim stays pending, and with it every pod that mounts it.',
};

/** A claim that exists is to be larger. */
export const CLAIM_CANNOT_GROW: FindingKind = {
  ...{ code: 'SW6048', name: 'claim-cannot-grow', severity: 'error' },
  because: 'The API server refuses the larger size.',
};

/** A ConfigMap that others are to make is not there. */
export const CONFIG_MAP_NOT_MADE: FindingKind = {
  ...{ code: 'SW6049', name: 'config-map-not-made', severity: 'error' },
  because: 'Pods wait for it in ContainerCreating.',
};

/** Which Pod Security level the namespace of an object enforces, as far as the objects tell. */

import type { Severity } from '../../diagnostics/diagnostic.ts';
import { dataAt, type Data } from './data.ts';
import { type ManifestObject, type ManifestSet, objectsOf } from './manifest-set.ts';
import type { PodContainer, PodTemplate } from './pod-template.ts';

/**
 * How serious a violation is: an error where the namespace enforces the level, since the pod is refused; else a warning.
 * A workload whose pods are refused is itself accepted: only its events tell.
 */
export function podSecuritySeverity(
  set: ManifestSet,
  object: ManifestObject,
  level: 'baseline' | 'restricted',
): Severity {
  const namespaces = objectsOf(set, 'Namespace');
  const own =
    namespaces.find(({ name }) => name === object.namespace) ?? soleOf(namespaces, object);
  const enforced = own?.labels['pod-security.kubernetes.io/enforce'];
  return enforced === 'restricted' || enforced === level ? 'error' : 'warning';
}

/** The security context of a container. */
export function contextOf(container: PodContainer): Data {
  return dataAt(container.body, 'securityContext');
}

/** A setting of a container, or of its pod when the container has none. */
export function effective(pod: PodTemplate, container: PodContainer, key: string): unknown {
  return contextOf(container)[key] ?? dataAt(pod.spec, 'securityContext')[key];
}

/** Whether the pod has a user namespace of its own, for which users are not restricted (Pod Security of Kubernetes 1.35 and newer). */
export function hasUserNamespace(pod: PodTemplate): boolean {
  return pod.spec['hostUsers'] === false;
}

/** A value as it stands in YAML, for messages. */
export function written(value: unknown): string {
  if (value === undefined) return 'unset';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function soleOf(
  namespaces: readonly ManifestObject[],
  object: ManifestObject,
): ManifestObject | undefined {
  return object.namespace === '' && namespaces.length === 1 ? namespaces[0] : undefined;
}

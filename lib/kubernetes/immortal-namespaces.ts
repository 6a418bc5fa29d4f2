/** kubernetes › namespaces that no one deletes: what earlier outputs wrote of them is left where it is. */

/** @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/plugin/pkg/admission/namespace/lifecycle/admission.go NewLifecycle */
const IMMORTAL = new Set(['default', 'kube-system', 'kube-public']);

/** Whether the API server refuses to delete the object, because it is a namespace that the cluster lives in. */
export function isImmortal({
  kind,
  name,
}: {
  readonly kind: string;
  readonly name: string;
}): boolean {
  return kind === 'Namespace' && IMMORTAL.has(name);
}

/** kubernetes › Namespace: the namespace objects go to, with the labels that make the API server enforce Pod Security. */

import type { k8s } from 'cdk8s-plus-28';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { clusterWide } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Plain } from './plain.ts';

/** The Namespace, unless somebody else makes it. */
export function lowerNamespace(plan: ServicePlan): readonly ManifestEntry[] {
  if (!plan.namespace.create) return [];
  const { name, labels } = plan.namespace;
  const props = {} satisfies Plain<k8s.KubeNamespaceProps>;
  return [
    {
      id: 'namespace',
      // Services share it: it carries no labels of one of them.
      manifest: clusterWide(
        { ...plan, labels: {}, annotations: {} },
        'namespace',
        { name, labels },
        { apiVersion: 'v1', kind: 'Namespace', ...props },
      ).manifest,
    },
  ];
}

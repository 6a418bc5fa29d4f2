/** emit › gitops › argocd: a project that allows what the tree holds, in its namespaces, from its repository, and no more. */

import { isClusterScoped } from '../../kubernetes/cluster-scoped.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import { compareBytes } from '../../text/byte-order.ts';
import type { DestinationCluster } from './cluster.ts';

/** Where a project's applications come from and go to. */
export interface ProjectInput {
  readonly name: string;
  readonly namespace: string;
  readonly repository: string;
  readonly cluster: DestinationCluster;
  readonly manifests: readonly Manifest[];
  /** Namespaces are copies, with the number of a pull request behind the name of the project. */
  readonly isPreview: boolean;
}

/** @see https://argo-cd.readthedocs.io/en/stable/operator-manual/project-specification/ */
export function appProject({
  name,
  namespace,
  repository,
  cluster,
  manifests,
  isPreview,
}: ProjectInput): Manifest {
  const targets = isPreview ? [`${name}-*`] : namespacesOf(manifests);
  const kinds = (scope: 'cluster' | 'namespace') =>
    [
      ...new Map(
        manifests
          .filter(
            ({ apiVersion, kind }) => isClusterScoped(apiVersion, kind) === (scope === 'cluster'),
          )
          .map(({ apiVersion, kind }) => {
            const group = apiVersion.includes('/')
              ? apiVersion.slice(0, apiVersion.indexOf('/'))
              : '';
            return [`${group}/${kind}`, { group, kind }] as const;
          }),
      ),
    ]
      .toSorted(([a], [b]) => compareBytes(a, b))
      .map(([, one]) => one);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name, namespace },
    spec: {
      sourceRepos: [repository],
      destinations: targets.map((one) => ({ ...cluster, namespace: one })),
      clusterResourceWhitelist: kinds('cluster'),
      namespaceResourceWhitelist: kinds('namespace'),
    },
  };
}

/** Namespaces that objects lie in, sorted. */
export function namespacesOf(manifests: readonly Manifest[]): readonly string[] {
  const names = manifests.flatMap(({ metadata }) => metadata.namespace ?? []);
  return [...new Set(names)].toSorted(compareBytes);
}

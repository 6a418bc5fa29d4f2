/** emit › gitops › argocd: an Application for each environment. */

import * as v from 'valibot';
import { checkShape } from '../../model/shape.ts';
import type { GitOps } from './gitops.ts';
import { namespaceShape, repositoryEntries, type RepositoryOptions, TREES } from './options.ts';

/** What Argo CD has to know. */
export interface ArgocdOptions extends RepositoryOptions {
  /** Branch, tag or commit that is followed. Default: `main`. */
  readonly revision?: string;
  /** Namespace of Argo CD. Default: `argocd`. */
  readonly namespace?: string;
  /** AppProject that limits what may be deployed where. Default: `default`, which limits nothing. */
  readonly project?: string;
  /** Clusters by environment, by the name Argo CD knows them by. Default: `in-cluster`. */
  readonly clusters?: Readonly<Record<string, string>>;
  /** Apply changes without being asked, and take back what was changed by hand. Default: true. */
  readonly automated?: boolean;
}

const shape = v.strictObject({
  ...repositoryEntries,
  revision: v.optional(v.pipe(v.string(), v.minLength(1, 'A revision has a name.'))),
  namespace: v.optional(namespaceShape),
  project: v.optional(namespaceShape),
  clusters: v.optional(v.record(v.string(), v.string())),
  automated: v.optional(v.boolean()),
});

/**
 * Writes trees and an Application for each, to be applied once.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
 * @example new App({ gitops: argocd({ repository: 'https://example.com/acme/shop.git' }) })
 */
export function argocd(options: ArgocdOptions): GitOps {
  const { repository, name, path = TREES, revision = 'main', prune = true } = options;
  return {
    tool: 'argocd',
    repository,
    ...(name === undefined ? {} : { name }),
    check: () => checkShape(shape, options),
    objects: (input) => [
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: input.name, namespace: options.namespace ?? 'argocd' },
        spec: {
          project: options.project ?? 'default',
          source: {
            repoURL: repository,
            targetRevision: revision,
            path: `${path}/${input.environment}`,
          },
          // Objects name their namespaces themselves.
          destination: { name: options.clusters?.[input.environment] ?? 'in-cluster' },
          syncPolicy: {
            ...(options.automated === false ? {} : { automated: { prune, selfHeal: true } }),
            syncOptions: [
              // Leaves the number of pods to the autoscaler, which owns the field.
              'ServerSideApply=true',
              // What is gone from the tree goes after what takes its place is healthy.
              'PruneLast=true',
            ],
            retry: { limit: 5, backoff: { duration: '30s', factor: 2, maxDuration: '5m' } },
          },
        },
      },
    ],
  };
}

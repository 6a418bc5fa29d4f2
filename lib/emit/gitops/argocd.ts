/** emit › gitops › argocd: an Application for each environment. */

import * as v from 'valibot';
import { checkShape } from '../../model/shape.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import { appProject, namespacesOf } from './app-project.ts';
import type { GitOps, GitOpsInput } from './gitops.ts';
import { namespaceShape, repositoryEntries, type RepositoryOptions, TREES } from './options.ts';
import { type PreviewOptions, previewSet, previewShape } from './previews.ts';
import { keptClaims } from './kept-claims.ts';
import { clusterOf, clusterShape, type DestinationCluster } from './cluster.ts';
import { claimWaves, syncWaves } from './sync-waves.ts';

/** What Argo CD has to know. */
export interface ArgocdOptions extends RepositoryOptions {
  /** Branch, tag or commit that is followed. Default: `main`. */
  readonly revision?: string;
  /** Namespace of Argo CD. Default: `argocd`. */
  readonly namespace?: string;
  /** AppProject that limits what may be deployed where. Default: one is written that allows what is in the tree. */
  readonly project?: string;
  /** Clusters by environment: the name Argo CD knows one by, or the address of its API server. Default: `in-cluster`. */
  readonly clusters?: Readonly<Record<string, string>>;
  /** Apply changes without being asked, and take back what was changed by hand. Default: true. */
  readonly automated?: boolean;
  /** Copies of an environment for pull requests. Default: none. */
  readonly previews?: PreviewOptions;
}

const shape = v.strictObject({
  ...repositoryEntries,
  revision: v.optional(v.pipe(v.string(), v.minLength(1, 'A revision has a name.'))),
  namespace: v.optional(namespaceShape),
  project: v.optional(namespaceShape),
  clusters: v.optional(v.record(v.string(), clusterShape)),
  automated: v.optional(v.boolean()),
  previews: v.optional(previewShape),
});

/** Neither what is gone from the tree nor the Application itself takes a claim with it. @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/ */
const KEPT = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } as const;

/**
 * Writes trees and an Application for each, to be applied once.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
 * @example new App({ gitops: argocd({ repository: 'https://example.com/acme/shop.git' }) })
 */
export function argocd(options: ArgocdOptions): GitOps {
  const { repository, name } = options;
  return {
    tool: 'argocd',
    decrypts: 'ksops',
    repository,
    ...(name === undefined ? {} : { name }),
    environments: environmentsNamedBy(options),
    check: () => checkShape(shape, options),
    patches: (input) => [
      ...syncWaves(input),
      ...claimWaves(input),
      // Copies for pull requests go with everything that is in them.
      ...(input.environment === options.previews?.environment ? [] : keptClaims(input, KEPT)),
    ],
    objects: (input) => {
      const isPreview = input.environment === options.previews?.environment;
      const project = options.project ?? input.name;
      const namespace = options.namespace ?? 'argocd';
      const cluster = clusterOf(options.clusters?.[input.environment]);
      const { manifests } = input;
      const application = applicationOf(options, input, { project, namespace, cluster });
      const projects =
        options.project === undefined
          ? [appProject({ name: project, namespace, repository, cluster, manifests, isPreview })]
          : [];
      return [
        ...projects,
        isPreview && options.previews !== undefined
          ? previewSet(options.previews, input, { namespace, application })
          : application,
      ];
    },
  };
}

interface Destination {
  readonly project: string;
  readonly namespace: string;
  readonly cluster: DestinationCluster;
}

/** A misspelt one would be deployed to the wrong cluster in silence. The shape of what is read is not checked yet. */
function environmentsNamedBy({
  clusters,
  previews,
}: ArgocdOptions): NonNullable<GitOps['environments']> {
  return [
    ...Object.keys(clusters ?? {}).map((environment) => ({
      ...{ path: `clusters.${environment}`, environment },
    })),
    ...(previews === undefined
      ? []
      : [{ path: 'previews.environment', environment: previews.environment }]),
  ];
}

function applicationOf(
  { repository, path = TREES, revision = 'main', prune = true, automated }: ArgocdOptions,
  input: GitOpsInput,
  { project, namespace, cluster }: Destination,
): Manifest {
  const [first] = namespacesOf(input.manifests);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: input.name, namespace },
    spec: {
      project,
      source: {
        repoURL: repository,
        targetRevision: revision,
        path: `${path}/${input.environment}`,
      },
      // Objects name their namespaces themselves; a project wants to be told of one.
      destination: { ...cluster, ...(first === undefined ? {} : { namespace: first }) },
      syncPolicy: {
        ...(automated === false ? {} : { automated: { prune, selfHeal: true } }),
        syncOptions: [
          // Leaves the number of pods to the autoscaler, which owns the field.
          'ServerSideApply=true',
          // What is gone from the tree goes after what takes its place is healthy.
          'PruneLast=true',
        ],
        retry: { limit: 5, backoff: { duration: '30s', factor: 2, maxDuration: '5m' } },
      },
    },
  };
}

/** emit › gitops › flux: a GitRepository and a Kustomization for each environment. */

import * as v from 'valibot';
import { checkShape } from '../../model/shape.ts';
import type { DurationText } from '../../model/spec/amounts.ts';
import { durationShape } from '../../model/unit-shape.ts';
import { goDuration, parseDuration } from '../../units/duration.ts';
import type { GitOps } from './gitops.ts';
import { namespaceShape, repositoryEntries, type RepositoryOptions, TREES } from './options.ts';

/** What Flux has to know. */
export interface FluxOptions extends RepositoryOptions {
  /** Branch that is followed. Default: `main`. */
  readonly branch?: string;
  /** Namespace of Flux. Default: `flux-system`. */
  readonly namespace?: string;
  /** How often Git is asked and the cluster is compared. Default: 5 min. */
  readonly interval?: DurationText;
  /** Secret with the credentials of the repository. Default: none, for a public one. */
  readonly secretName?: string;
}

const INTERVAL_SECONDS = 300;
/** Time for objects beside Deployments to become ready, on top of the slowest Deployment. A choice. */
const SPARE_SECONDS = 300;

const shape = v.strictObject({
  ...repositoryEntries,
  branch: v.optional(v.pipe(v.string(), v.minLength(1, 'A branch has a name.'))),
  namespace: v.optional(namespaceShape),
  interval: v.optional(durationShape),
  secretName: v.optional(namespaceShape),
});

/**
 * Writes trees, and for each what makes Flux follow it, to be applied once. Flux waits until all objects are ready.
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 * @example new App({ gitops: flux({ repository: 'https://example.com/acme/shop.git' }) })
 */
export function flux(options: FluxOptions): GitOps {
  const { repository, name, path = TREES, branch = 'main', prune = true } = options;
  const namespace = options.namespace ?? 'flux-system';
  const read = parseDuration(options.interval ?? INTERVAL_SECONDS);
  const interval = goDuration(read.ok ? read.value : INTERVAL_SECONDS);
  return {
    tool: 'flux',
    repository,
    ...(name === undefined ? {} : { name }),
    check: () => checkShape(shape, options),
    objects: (input) => [
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        metadata: { name: input.name, namespace },
        spec: {
          interval,
          url: repository,
          ref: { branch },
          ...(options.secretName === undefined ? {} : { secretRef: { name: options.secretName } }),
        },
      },
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: input.name, namespace },
        spec: {
          interval,
          path: `./${path}/${input.environment}`,
          prune,
          wait: true,
          timeout: goDuration(input.progressSeconds + SPARE_SECONDS),
          sourceRef: { kind: 'GitRepository', name: input.name },
        },
      },
    ],
  };
}

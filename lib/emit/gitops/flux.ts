/** emit › gitops › flux: a GitRepository and a Kustomization for each environment. */

import * as v from 'valibot';
import { isRecord } from '../../kubernetes/is-manifest.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import { checkShape } from '../../model/shape.ts';
import type { DurationText } from '../../model/spec/amounts.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { durationShape, textOf } from '../../model/unit-shape.ts';
import { goDuration, parseDuration } from '../../units/duration.ts';
import type { GitOps, GitOpsInput } from './gitops.ts';
import { keptClaims } from './kept-claims.ts';
import {
  namespaceShape,
  parsePath,
  repositoryEntries,
  type RepositoryOptions,
  TREES,
} from './options.ts';
import { SECRETS } from './secrets-folder.ts';

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
  /** Release manifests by kustomize, or charts by Helm, which takes back an upgrade that fails. Default: `manifests`. */
  readonly release?: 'manifests' | 'charts';
  /** Folder of the charts in the repository. Default: `dist/helm`. */
  readonly charts?: string;
  /** Kustomizations or, for charts, HelmReleases of Flux's namespace that must be ready before. Default: none. */
  readonly dependsOn?: readonly string[];
  /** Secret of Flux's namespace with the key of SOPS, e.g. `sops-age`. Default: none, for keys of a cloud. */
  readonly decryption?: { readonly secretName: string };
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
  release: v.optional(v.picklist(['manifests', 'charts'])),
  charts: v.optional(textOf(parsePath)),
  dependsOn: v.optional(v.array(namespaceShape)),
  decryption: v.optional(v.strictObject({ secretName: namespaceShape })),
});

/** Left in the cluster when it is gone from the tree. @see https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-garbage-collection */
const KEPT = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } as const;

/**
 * Writes trees, and for each what makes Flux follow it, to be applied once. Flux waits until all objects are ready.
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 * @example new App({ gitops: flux({ repository: 'https://example.com/acme/shop.git' }) })
 */
export function flux(options: FluxOptions): GitOps {
  const { repository, name, prune = true } = options;
  const namespace = options.namespace ?? 'flux-system';
  const read = parseDuration(options.interval ?? INTERVAL_SECONDS);
  const interval = goDuration(read.ok ? read.value : INTERVAL_SECONDS);
  return {
    tool: 'flux',
    decrypts: 'itself',
    repository,
    ...(name === undefined ? {} : { name }),
    needsCharts: options.release === 'charts',
    check: () => {
      const problems = checkShape(shape, options);
      return problems.length > 0 ? problems : withoutEffect(options);
    },
    patches: (input) => keptClaims(input, KEPT),
    objects: (input) => {
      const source = gitRepository(options, input.name, { namespace, interval });
      const all = { namespace, interval, prune, source: source.metadata.name };
      return [
        source,
        ...(options.release === 'charts'
          ? [
              ...input.manifests.filter(({ kind }) => kind === 'Namespace'),
              ...(input.encrypted ? [secretsOf(options, input, all)] : []),
              ...input.services.map((service) => helmRelease(options, input, { ...all, service })),
            ]
          : [kustomizationOf(options, input, all)]),
      ];
    },
  };
}

function withoutEffect({ charts, release }: FluxOptions): readonly OptionProblem[] {
  return charts === undefined || release === 'charts'
    ? []
    : [
        {
          path: 'charts',
          message: `\`charts: '${charts}'\` has no effect: manifests are released.`,
          fix: "Add `release: 'charts'`, or take `charts` away.",
        },
      ];
}

interface Settings {
  readonly namespace: string;
  readonly interval: string;
  readonly prune: boolean;
  /** Name of the GitRepository. */
  readonly source: string;
}

function gitRepository(
  { repository, branch = 'main', secretName }: FluxOptions,
  name: string,
  { namespace, interval }: Pick<Settings, 'namespace' | 'interval'>,
): Manifest {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name, namespace },
    spec: {
      interval,
      url: repository,
      ref: { branch },
      ...(secretName === undefined ? {} : { secretRef: { name: secretName } }),
    },
  };
}

function dependencies({ dependsOn = [] }: FluxOptions): object {
  return dependsOn.length === 0 ? {} : { dependsOn: dependsOn.map((name) => ({ name })) };
}

function kustomizationOf(
  options: FluxOptions,
  input: GitOpsInput,
  { namespace, interval, prune, source }: Settings,
): Manifest {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: input.name, namespace },
    spec: {
      interval,
      path: `./${options.path ?? TREES}/${input.environment}`,
      prune,
      // Of all objects, so that no list of health checks can miss one.
      wait: true,
      timeout: goDuration(input.progressSeconds + SPARE_SECONDS),
      sourceRef: { kind: 'GitRepository', name: source },
      ...decryption(options, input),
      ...dependencies(options),
    },
  };
}

/** Charts hold no encrypted files: they are a Kustomization of their own, whose folder needs no kustomization. */
function secretsOf(options: FluxOptions, input: GitOpsInput, settings: Settings): Manifest {
  const { metadata, spec, ...type } = kustomizationOf(options, input, settings);
  const own = isRecord(spec) ? spec : {};
  return {
    ...type,
    metadata: { ...metadata, name: `${input.name}-${SECRETS}` },
    spec: { ...own, path: `${String(own['path'])}/${SECRETS}` },
  };
}

/** @see https://fluxcd.io/flux/components/kustomize/kustomizations/#decryption */
function decryption(options: FluxOptions, { encrypted }: GitOpsInput): object {
  if (!encrypted) return {};
  const { secretName } = options.decryption ?? {};
  return {
    decryption: {
      provider: 'sops',
      ...(secretName === undefined ? {} : { secretRef: { name: secretName } }),
    },
  };
}

/** @see https://fluxcd.io/flux/components/helm/helmreleases/ */
function helmRelease(
  options: FluxOptions,
  input: GitOpsInput,
  { namespace, interval, source, service }: Settings & { readonly service: string },
): Manifest {
  const chart = `./${options.charts ?? 'dist/helm'}/${service}`;
  const own = input.manifests.find(
    ({ metadata }) =>
      metadata.namespace !== undefined &&
      metadata.labels?.['app.kubernetes.io/instance'] === service,
  );
  const target = own?.metadata.namespace;
  const name = input.services.length === 1 ? input.name : `${input.name}-${service}`;
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name, namespace },
    spec: {
      interval,
      // Charts are the same as manifests when the release is named after the service.
      releaseName: service,
      ...(target === undefined ? {} : { targetNamespace: target, storageNamespace: target }),
      chart: {
        spec: {
          chart,
          // A chart of a commit is new with the commit, whatever its version.
          reconcileStrategy: 'Revision',
          sourceRef: { kind: 'GitRepository', name: source },
          valuesFiles: [`${chart}/values.yaml`, `${chart}/values-${input.environment}.yaml`],
        },
      },
      timeout: goDuration(input.progressSeconds + SPARE_SECONDS),
      upgrade: { remediation: { remediateLastFailure: true, strategy: 'rollback' } },
      ...dependencies(options),
    },
  };
}

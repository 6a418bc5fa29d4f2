/** emit › gitops › tree: the manifests of an environment once more, with the kustomization that lists them; the same bytes. */

import type { Manifest } from '../../kubernetes/manifest.ts';
import type { OutputFile } from '../../text/file-tree.ts';
import { MADE_BY } from '../../text/made-by.ts';
import { toYaml, toYamlDocuments } from '../../text/yaml.ts';
import type { GitOps, TreePatch } from './gitops.ts';
import { replacementSeconds } from './replacement-seconds.ts';
import { SECRETS } from './secrets-folder.ts';

/** An environment with its files of manifests. */
export interface EnvironmentTree {
  readonly environment: string;
  readonly services: readonly string[];
  /** Names of files, e.g. `shop.k8s.yaml`, with their texts. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly manifests: readonly Manifest[];
  /** Files that stay encrypted, each with the Secret that comes of it. */
  readonly encrypted: readonly EncryptedTreeFile[];
}

/** A file as it is in the project. */
export interface EncryptedTreeFile {
  /** Name without folder. */
  readonly name: string;
  readonly text: string;
  readonly secret: { readonly name: string; readonly namespace: string };
}

/** Environment of services that name none; it is not part of names. */
const DEFAULT_ENVIRONMENT = 'default';
const KSOPS = 'ksops.yaml';
/** Kubernetes' own default. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds */
const PROGRESS_SECONDS = 600;

/**
 * The files below `gitops/<environment>/`. Manifests are copied, because a kustomization may not reach outside of its own
 * folder (LoadRestrictionsRootOnly); the tool's own objects are not in the kustomization, or it would deploy itself.
 */
export function gitOpsFiles(
  gitops: GitOps,
  { environment, services, files, manifests, encrypted }: EnvironmentTree,
): readonly OutputFile[] {
  if (files.length === 0) return [];
  const folder = `gitops/${environment}`;
  const first = `# ${MADE_BY} for environment ${environment}. Change the descriptions instead of this file.\n`;
  const prefix = gitops.name ?? defaultName(services, gitops.repository);
  const input = {
    ...{ environment, services },
    manifests: [...manifests, ...encrypted.map(secretOf)],
    encrypted: encrypted.length > 0,
    name: environment === DEFAULT_ENVIRONMENT ? prefix : `${prefix}-${labelOf(environment)}`,
    progressSeconds: Math.max(PROGRESS_SECONDS, ...manifests.map(progressOf)),
  };
  const objects = gitops.objects(input);
  const patches = (gitops.patches?.(input) ?? []).map(kustomizePatch);
  const generated = gitops.decrypts === 'ksops' && encrypted.length > 0;
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [
      ...files.map(({ name }) => `manifests/${name}`),
      ...(gitops.decrypts === 'itself' ? encrypted.map(({ name }) => `${SECRETS}/${name}`) : []),
    ],
    ...(generated ? { generators: [KSOPS] } : {}),
    ...(patches.length === 0 ? {} : { patches }),
  };
  return [
    { path: `${folder}/kustomization.yaml`, text: `${first}${toYaml(kustomization)}` },
    ...files.map(({ name, text }) => ({ path: `${folder}/manifests/${name}`, text })),
    ...encrypted.map(({ name, text }) => ({ path: `${folder}/${SECRETS}/${name}`, text })),
    ...(generated
      ? [{ path: `${folder}/${KSOPS}`, text: `${first}${toYaml(ksopsGenerator(encrypted))}` }]
      : []),
    ...(objects.length === 0
      ? []
      : [{ path: `${folder}/${gitops.tool}.yaml`, text: `${first}${toYamlDocuments(objects)}` }]),
  ];
}

/** As far as it is known without decrypting it. */
function secretOf({ secret }: EncryptedTreeFile): Manifest {
  return { apiVersion: 'v1', kind: 'Secret', metadata: secret };
}

/** It stands beside the kustomization, whose folder its paths begin in. @see https://github.com/viaduct-ai/kustomize-sops#generator-options */
function ksopsGenerator(encrypted: readonly EncryptedTreeFile[]) {
  return {
    apiVersion: 'viaduct.ai/v1',
    kind: 'ksops',
    metadata: {
      name: 'secrets',
      annotations: { 'config.kubernetes.io/function': toYaml({ exec: { path: 'ksops' } }) },
    },
    files: encrypted.map(({ name }) => `./${SECRETS}/${name}`),
  };
}

/** A merge patch whose name counts for nothing: the target chooses. @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/ */
function kustomizePatch({ kind, name, annotations }: TreePatch) {
  const patch = { apiVersion: 'any', kind, metadata: { name: 'any', annotations } };
  return { target: name === undefined ? { kind } : { kind, name }, patch: toYaml(patch) };
}

function defaultName(services: readonly string[], repository = ''): string {
  const [only, ...others] = new Set(services);
  if (only !== undefined && others.length === 0) return only;
  return labelOf(/([^/:]+?)(?:\.git)?\/?$/.exec(repository)?.[1] ?? '') || 'services';
}

/** What is left of a text as part of a DNS label. */
function labelOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function progressOf(manifest: Manifest): number {
  if (manifest.kind === 'StatefulSet') return replacementSeconds(manifest);
  const { spec } = manifest;
  if (typeof spec !== 'object' || spec === null || !('progressDeadlineSeconds' in spec)) return 0;
  const seconds = spec.progressDeadlineSeconds;
  return typeof seconds === 'number' ? seconds : 0;
}

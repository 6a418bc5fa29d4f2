/** emit › gitops: the contract of GitOps tools; each adds the objects that make it follow the tree of an environment. */

import type { Manifest } from '../../kubernetes/manifest.ts';
import type { OptionProblem } from '../../model/variant.ts';

/** What a tool is told of an environment. */
export interface GitOpsInput {
  readonly environment: string;
  /** Name of the tool's object, e.g. `shop-production`. */
  readonly name: string;
  /** Longest time a Deployment may take to make progress, in seconds. */
  readonly progressSeconds: number;
  /** Services of the environment. */
  readonly services: readonly string[];
  /** Everything in the tree; of what is encrypted no more than its name. */
  readonly manifests: readonly Manifest[];
  /** Whether there are files to decrypt. */
  readonly encrypted: boolean;
}

/** A change that the kustomization makes to objects of a kind, in the words of kustomize. */
export interface TreePatch {
  readonly kind: string;
  /** Of these objects alone. Default: of all. */
  readonly name?: string;
  /** Annotations that are added. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** A tool that brings what is in Git into a cluster. */
export interface GitOps {
  readonly tool: 'argocd' | 'flux' | 'kustomize';
  /** Prefix of the names of its objects. Default: the only service, else the last part of the repository. */
  readonly name?: string;
  /** Where Git is, as far as the tool must know. */
  readonly repository?: string;
  /** How files that SOPS encrypted are decrypted: by the tool itself, or by a generator of kustomize. Default: not at all. */
  readonly decrypts?: 'itself' | 'ksops';
  /** Environments that the options name, each with the path of its option: the app must have them. */
  readonly environments?: readonly { readonly path: string; readonly environment: string }[];
  /** Whether its objects refer to the Helm charts of the app. */
  readonly needsCharts?: boolean;
  /** Complaints about options. */
  check(): readonly OptionProblem[];
  /** What the tool must find on objects of the tree beside what the manifests say; annotations of its own only. */
  patches?(input: GitOpsInput): readonly TreePatch[];
  /** Objects to apply once, by hand or from an app of apps. */
  objects(input: GitOpsInput): readonly Manifest[];
}

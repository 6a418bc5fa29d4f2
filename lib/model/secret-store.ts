/** The contract of secret stores: what makes the Secrets a description reads, by objects of an operator or of a driver. */

import type { CustomObjectPlan } from './plan/exposure-plan.ts';
import type { Finding } from './finding.ts';
import type { Variant } from './variant.ts';

/** One reader of a key. */
export interface SecretReader {
  /** `file` by a path of its own, `volume` as a directory; `cluster`: something beside the service's own pods, such as an ingress controller, KEDA, or the kubelet that pulls images. */
  readonly by: 'variable' | 'file' | 'volume' | 'cluster';
  /** Process that reads, or that the reader works for; absent: none in particular. */
  readonly process?: string;
  /** Key that is read; absent: the Secret as a whole. */
  readonly key?: string;
  /** In words, e.g. `variable DATABASE_URL`. */
  readonly what: string;
}

/** A Secret that the description reads. */
export interface WantedSecret {
  readonly name: string;
  /** Every key that is read, sorted. */
  readonly keys: readonly string[];
  /** Type its readers ask for. */
  readonly type?: string;
  readonly readers: readonly SecretReader[];
}

/** What a store may read of the service it belongs to. */
export interface SecretStoreInput {
  /** Path of the store in the description, e.g. `secrets.vault`. */
  readonly path: string;
  readonly environment: string;
  /** Absent: whatever namespace a release of a chart is installed into. */
  readonly namespace?: string;
  /** Name of the pods' ServiceAccount. */
  readonly serviceAccountName: string;
  /** Secrets that are read, by name. */
  readonly wanted: Readonly<Record<string, WantedSecret>>;
  /** Reads a text file of the project. */
  readonly readText: (
    path: string,
  ) =>
    { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };
}

/** What a change of the content in the store does to pods that run. */
export type SecretRotation =
  /** The content is in the description: a change of it changes the pod template. */
  | { readonly kind: 'rolls'; readonly stamp: string }
  /** Reloader, a controller in the cluster, restarts them. @see https://github.com/stakater/Reloader */
  | { readonly kind: 'reloader' }
  /** The driver renews files in the directory it mounts; variables and files elsewhere keep what they had. */
  | { readonly kind: 'renewsFiles' }
  /** Nothing: variables and single files keep what they had when the pod started. */
  | { readonly kind: 'keeps' };

/** A Secret that a store makes. */
export interface StoredSecret {
  /** Keys it gets; absent: whatever is in the store. */
  readonly keys?: readonly string[];
  readonly rotation: SecretRotation;
  /** SecretProviderClass that pods mount, so that the driver makes the Secret; absent: it is made without pods. */
  readonly mountedClass?: MountedClass;
  /** In a file that only tools of GitOps can decrypt: nothing that is applied otherwise makes it. */
  readonly gitOpsOnly?: boolean;
}

/** What the Secrets Store CSI driver mounts. */
export interface MountedClass {
  readonly name: string;
  /** Directory in which every key is a file, renewed by the driver. */
  readonly path: string;
  /** Names of the files by key. */
  readonly files: Readonly<Record<string, string>>;
}

/** A file that is encrypted outside and reaches the cluster by a tool of GitOps, which decrypts it. */
export interface EncryptedFile {
  /** As in the project. */
  readonly path: string;
  readonly text: string;
  /** Secret that comes of it. */
  readonly secret: string;
}

/** What a store decides. */
export interface SecretStoreFacts {
  /** Human name, e.g. `External Secrets Operator from ClusterSecretStore vault`. */
  readonly title: string;
  readonly objects: readonly CustomObjectPlan[];
  readonly secrets: Readonly<Record<string, StoredSecret>>;
  readonly encrypted: readonly EncryptedFile[];
  readonly findings: readonly Finding[];
}

/** A secret store with its options. */
export interface SecretStore<Kind extends string = string, Options = object> extends Variant<
  'secretStore',
  Kind,
  Options
> {
  facts(input: SecretStoreInput): SecretStoreFacts;
}

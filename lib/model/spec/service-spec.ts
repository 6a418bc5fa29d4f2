/** The authored description of a service: the only thing a user of slipway writes. */

import type { EditionNumber } from '../edition.ts';
import type { Exposure } from '../exposure.ts';
import type { Need } from '../need.ts';
import type { Rollout } from '../rollout.ts';
import type { SecretStore } from '../secret-store.ts';
import type { KubernetesVersion } from '../kubernetes-version.ts';
import type { Variant } from '../variant.ts';
import type { Volume } from '../volume.ts';
import type { ImageSpec } from './image-spec.ts';
import type {
  EgressSpec,
  PlacementSpec,
  ResourcesSpec,
  WebSpec,
  WorkerSpec,
} from './process-spec.ts';
import type { CronSpec, MigrateSpec, TaskSpec } from './run-to-end-spec.ts';
import type { ParametersSpec } from './parameters-spec.ts';
import type { ConfigValue, FileValue } from './values.ts';

/** A service with everything that runs in its name. */
export interface ServiceSpec {
  /** A DNS label of at most 40 characters: names of objects are made from it. */
  readonly name: string;
  /** Set of derived constants and defaults; a newer slipway changes no output under the same edition. Default: 1. */
  readonly edition?: EditionNumber;
  readonly image: ImageSpec;
  /** The process that answers requests. */
  readonly web?: WebSpec;
  /** Further processes that answer requests, by name, each with its own port. */
  readonly webs?: Readonly<Record<string, WebSpec>>;
  readonly workers?: Readonly<Record<string, WorkerSpec>>;
  readonly crons?: Readonly<Record<string, CronSpec>>;
  readonly migrate?: MigrateSpec;
  readonly tasks?: Readonly<Record<string, TaskSpec>>;
  /** Variables of every process. */
  readonly config?: Readonly<Record<string, ConfigValue>>;
  /** Files of every process, by absolute path. */
  readonly files?: Readonly<Record<string, FileValue>>;
  /** What the service depends on: variables, network holes and connection budgets follow. */
  readonly needs?: Readonly<Record<string, Need>>;
  /** What makes the Secrets that are read, by a name for each store. Default: nothing; they exist, or somebody makes them. */
  readonly secrets?: Readonly<Record<string, SecretStore>>;
  /** What is stored beyond a container, by name; processes mount it by `mounts`. */
  readonly volumes?: Readonly<Record<string, Volume>>;
  readonly expose?: Exposure;
  /** How new versions replace old ones. Default: `rolling()`. */
  readonly rollout?: Rollout;
  /** Defaults for every process. */
  readonly resources?: ResourcesSpec;
  readonly placement?: PlacementSpec;
  readonly network?: NetworkSpec;
  readonly security?: SecuritySpec;
  readonly serviceAccount?: ServiceAccountSpec;
  readonly namespace?: string | NamespaceSpec;
  /** Target version of the cluster. Default: the edition's (1.33 in edition 1). */
  readonly kubernetes?: KubernetesVersion;
  /** Labels and annotations of every object. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Patches of emitted objects (JSON merge patch), by `process/kind`, e.g. `web/deployment`. */
  readonly overrides?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Values of the Helm chart beside the usual ones, and usual ones that it must not have. */
  readonly parameters?: ParametersSpec;
  readonly environments?: Readonly<Record<string, EnvironmentSpec>>;
}

/** Who may talk to whom. */
export interface NetworkSpec {
  /** `false` writes no NetworkPolicy. Default: true. */
  readonly policies?: boolean;
  /** `restricted` (default) allows what is declared, `open` allows everything out. */
  readonly egress?: 'restricted' | 'open' | readonly EgressSpec[];
  /** Others allowed in, beyond what the exposure implies. */
  readonly ingress?: readonly IngressPeerSpec[];
  /** Namespace of the Prometheus that scrapes. Default: `monitoring`. */
  readonly monitoringNamespace?: string;
}

/** Somebody allowed to call the web processes. */
export interface IngressPeerSpec {
  readonly namespace?: string;
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly cidr?: string;
  /** Web process that may be called. Default: all. */
  readonly process?: string;
}

/** How pods are confined. */
export interface SecuritySpec {
  /** Numeric user of every container. Default: 10001. */
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly fsGroup?: number;
  /** Default: true. */
  readonly readOnlyRootFilesystem?: boolean;
  /** Run in a user namespace of its own (Kubernetes 1.33 or newer). Default: unset. */
  readonly hostUsers?: boolean;
}

/** The identity of the pods. */
export interface ServiceAccountSpec {
  /** Default: the service's name. */
  readonly name?: string;
  /** `false` uses one that exists. Default: true. */
  readonly create?: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Who the pods are in a cloud, without a credential of their own: annotations, labels and network holes follow. Default: nobody. */
  readonly identity?: CloudIdentitySpec;
  /** Mount an API token. Default: false. */
  readonly token?: boolean;
}

/** Who the pods are in a cloud. */
export type CloudIdentitySpec =
  /** ARN of the role that trusts the ServiceAccount. @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html */
  | { readonly aws: { readonly role: string } }
  /** E-mail of the account of IAM. @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity */
  | { readonly gcp: { readonly serviceAccount: string } }
  /** Client of the managed identity or application. @see https://learn.microsoft.com/en-us/azure/aks/workload-identity-overview */
  | { readonly azure: { readonly clientId: string; readonly tenantId?: string } };

/** The namespace objects go to. */
export interface NamespaceSpec {
  readonly name: string;
  /** Write the Namespace object with Pod Security labels. Default: true. */
  readonly create?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A merge patch on the description: objects merge, arrays and values replace, `null` removes. */
export type EnvironmentSpec = Patch<
  Omit<ServiceSpec, 'name' | 'edition' | 'environments' | 'parameters'>
>;

/** A merge patch on T. A variant is replaced by one of another kind; options alone, or one of the same kind, merge into it. */
export type Patch<T> = T extends Variant
  ? Variant<T['family']> | Readonly<Record<string, unknown>>
  : T extends readonly unknown[] | string | number | boolean | null | undefined
    ? T
    : T extends object
      ? { readonly [K in keyof T]?: Patch<NonNullable<T[K]>> | null }
      : T;

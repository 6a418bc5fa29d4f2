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
  /** Image of every process. */
  readonly image: ImageSpec;
  /** The process that answers requests. Default: none. */
  readonly web?: WebSpec;
  /** Further processes that answer requests, by name, each with its own port. Default: none. */
  readonly webs?: Readonly<Record<string, WebSpec>>;
  /** Processes that take work from a queue, by name. Default: none. */
  readonly workers?: Readonly<Record<string, WorkerSpec>>;
  /** Commands on a schedule, by name. Default: none. */
  readonly crons?: Readonly<Record<string, CronSpec>>;
  /** The command that must have run before new code serves. Default: none. */
  readonly migrate?: MigrateSpec;
  /** Commands run by hand when wanted, by name. Default: none. */
  readonly tasks?: Readonly<Record<string, TaskSpec>>;
  /** Variables of every process. Default: none. */
  readonly config?: Readonly<Record<string, ConfigValue>>;
  /** Files of every process, by absolute path. Default: none. */
  readonly files?: Readonly<Record<string, FileValue>>;
  /** What the service depends on: variables, network holes and connection budgets follow. Default: nothing. */
  readonly needs?: Readonly<Record<string, Need>>;
  /** What makes the Secrets that are read, by a name for each store. Default: nothing; they exist, or somebody makes them. */
  readonly secrets?: Readonly<Record<string, SecretStore>>;
  /** What is stored beyond a container, by name; processes mount it by `mounts`. Default: none. */
  readonly volumes?: Readonly<Record<string, Volume>>;
  /** How clients reach the web processes, e.g. `nginxIngress({ host: 'shop.example.com' })`. Default: not at all, which is a warning (SW2155) unless others of the cluster are let in. */
  readonly expose?: Exposure;
  /** How new versions replace old ones. Default: `rolling()`. */
  readonly rollout?: Rollout;
  /** CPU and memory of every process that says nothing else. Default: by kind of process. */
  readonly resources?: ResourcesSpec;
  /** Where pods of every process run. Default: anywhere, spread over zones and nodes. */
  readonly placement?: PlacementSpec;
  /** Who may talk to whom. Default: what `expose`, `needs` and calls imply, and nothing else. */
  readonly network?: NetworkSpec;
  /** How pods are confined. Default: as the Pod Security level `restricted` asks, and no writable root. */
  readonly security?: SecuritySpec;
  /** The identity of the pods. Default: a ServiceAccount of their own, without a token. */
  readonly serviceAccount?: ServiceAccountSpec;
  /** The namespace objects go to, by name or with options. Default: the name of the service; `<service>-<environment>` in an environment. */
  readonly namespace?: string | NamespaceSpec;
  /** Target version of the cluster. Default: the edition's (1.33 in edition 1). */
  readonly kubernetes?: KubernetesVersion;
  /** Labels of every object. Default: none beside slipway's own. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of every object; a rule is silenced by one. Default: none. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Patches of emitted objects (JSON merge patch), by `process/kind`, e.g. `web/deployment`. Default: none. */
  readonly overrides?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Values of the Helm chart beside the usual ones, and usual ones that it must not have. Default: the usual ones. */
  readonly parameters?: ParametersSpec;
  /** What differs from here in each environment, in the order of promotion. Default: one environment, `default`. */
  readonly environments?: Readonly<Record<string, EnvironmentSpec>>;
}

/** Who may talk to whom. */
export interface NetworkSpec {
  /** `false` writes no NetworkPolicy. Default: true. */
  readonly policies?: boolean;
  /** `restricted` allows what is declared, `open` allows everything out, a list allows more than is declared. Default: `restricted`. */
  readonly egress?: 'restricted' | 'open' | readonly EgressSpec[];
  /** Others allowed in, beyond what the exposure implies. Default: nobody. */
  readonly ingress?: readonly IngressPeerSpec[];
  /** Namespace of the Prometheus that scrapes. Default: `monitoring`. */
  readonly monitoringNamespace?: string;
}

/** Somebody allowed to call the web processes. */
export interface IngressPeerSpec {
  /** Namespace of the pods that call. Default: the service's own. */
  readonly namespace?: string;
  /** Labels of the pods that call. Default: every pod there. */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Addresses that call, in place of pods. Default: none. */
  readonly cidr?: string;
  /** Web process that may be called. Default: all. */
  readonly process?: string;
}

/** How pods are confined. */
export interface SecuritySpec {
  /** Numeric user of every container. Default: 10001. */
  readonly runAsUser?: number;
  /** Numeric group of every container. Default: `runAsUser`. */
  readonly runAsGroup?: number;
  /** Group that owns volumes. Default: `runAsGroup`. */
  readonly fsGroup?: number;
  /** Containers write to `writable` and `/tmp` only. Default: true. */
  readonly readOnlyRootFilesystem?: boolean;
  /** `false` runs pods in a user namespace of their own (Kubernetes 1.33 or newer). Default: unset. */
  readonly hostUsers?: boolean;
}

/** The identity of the pods. */
export interface ServiceAccountSpec {
  /** Name of the ServiceAccount. Default: the service's name. */
  readonly name?: string;
  /** `false` uses one that exists. Default: true. */
  readonly create?: boolean;
  /** Beside those that `identity` implies. Default: none. */
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
  /** A DNS label that does not begin with `kube-`, which Kubernetes keeps for itself. */
  readonly name: string;
  /** Write the Namespace object with Pod Security labels. Default: true; false for `default`, which every cluster has. */
  readonly create?: boolean;
  /** Labels beside those of Pod Security. Default: none. */
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

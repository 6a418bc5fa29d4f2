/** A service in one environment with every decision made: frozen, plain data. */

import type { KubernetesVersion } from '../kubernetes-version.ts';
import type { NeedFacts, NeedPart } from '../need.ts';
import type { EncryptedFile, SecretRotation } from '../secret-store.ts';
import type { CustomObjectPlan, ExposurePlan } from './exposure-plan.ts';
import type { NetworkPlan } from './network-plan.ts';
import type { ProcessPlan } from './process-plan.ts';
import type { VolumePlan } from './volume-plan.ts';

/** Everything later stages know of a service. */
export interface ServicePlan {
  /** Edition it was resolved under. */
  readonly edition: number;
  readonly service: string;
  readonly environment: string;
  readonly kubernetes: KubernetesVersion;
  readonly namespace: NamespacePlan;
  /** Labels and annotations of every object. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly identity: IdentityPlan;
  readonly processes: Readonly<Record<string, ProcessPlan>>;
  readonly exposures: Readonly<Record<string, ExposurePlan>>;
  readonly needs: Readonly<Record<string, NeedPlan>>;
  /** What is stored beyond containers, mounted or not. */
  readonly volumes: Readonly<Record<string, VolumePlan>>;
  /** Other services that are called, by `url()` or `address()`. */
  readonly calls: readonly CallPlan[];
  readonly network: NetworkPlan;
  /** Secrets that must exist in the namespace, and what refers to them. */
  readonly secrets: readonly SecretUsePlan[];
  /** What makes some of them. */
  readonly stores: Readonly<Record<string, SecretStorePlan>>;
  /** Merge patches by `process/kind`. */
  readonly overrides: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A call of another service. */
export interface CallPlan {
  readonly service: string;
  readonly environment: string;
  readonly namespace: string;
  /** Web process that is called, the name of its Service in the cluster, and the port of its pods. */
  readonly process: string;
  readonly host: string;
  readonly port: number;
  /** Process that calls; absent: every process. */
  readonly from?: string;
}

/** The namespace objects go to. */
export interface NamespacePlan {
  readonly name: string;
  readonly create: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** The identity of the pods. */
export interface IdentityPlan {
  readonly serviceAccountName: string;
  readonly create: boolean;
  readonly annotations: Readonly<Record<string, string>>;
  readonly automountToken: boolean;
  /** Labels of all pods, by which a cloud knows that they have an identity; absent: none. */
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly imagePullSecrets: readonly string[];
}

/** A dependency with its budget. */
export interface NeedPlan {
  readonly kind: string;
  readonly title: string;
  readonly connections?: {
    readonly max: number;
    readonly perThread: number;
    /** Whose default `max` is, where nobody said it, e.g. `PostgreSQL's default`. */
    readonly assumed?: string;
    /** Most connections all pods may open at once, surge and terminating pods included. */
    readonly peak: number;
  };
  /** What one has to know to connect, by meaning: for whoever makes the dependency, or connects beside the pods. */
  readonly parts: Readonly<Partial<Record<NeedPart, NeedPartPlan>>>;
  /** How pods prove who they are without a credential of their own. */
  readonly identity?: NeedFacts['identity'];
}

/** A part of a dependency: known here, in a key of a Secret, or a fact of each pod. */
export type NeedPartPlan = { readonly variable?: string } & (
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'secret'; readonly secret: string; readonly key: string }
);

/** A Secret that somebody or something must make. */
export interface SecretUsePlan {
  readonly name: string;
  /** Keys that are read; empty when the whole Secret is. */
  readonly keys: readonly string[];
  readonly optional: boolean;
  readonly usedBy: string;
  /** Who makes it, e.g. `cert-manager`; absent: the user. */
  readonly madeBy?: string;
  /** Made by a tool of GitOps alone: where objects are applied otherwise, it is the user's to make. */
  readonly gitOpsOnly?: boolean;
}

/** A store of secrets with what it makes. */
export interface SecretStorePlan {
  readonly kind: string;
  readonly title: string;
  readonly objects: readonly CustomObjectPlan[];
  /** Secrets by name. */
  readonly secrets: Readonly<
    Record<
      string,
      {
        /** Keys it gets; absent: whatever is in the store. */
        readonly keys?: readonly string[];
        /** What a change of the content does to pods that run. */
        readonly rotation: SecretRotation['kind'];
        readonly gitOpsOnly?: boolean;
      }
    >
  >;
  /** Files that only a tool of GitOps can decrypt. */
  readonly encrypted: readonly EncryptedFile[];
}

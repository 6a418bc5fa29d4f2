/** What is stored beyond a container: volumes in the words of services; lowering makes claims and volumes of pods of them. */

/** How many nodes, or pods, may hold a volume at once. @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
export type AccessMode = 'ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod';

/** What a new claim asks for. */
export interface ClaimRequestPlan {
  readonly accessMode: AccessMode;
  /** Quantity, e.g. `20Gi`. */
  readonly size: string;
  /** Absent: the default class of the cluster. Empty: no class, a volume that is there already. */
  readonly storageClass?: string;
}

/** A volume that processes mount by its name. */
export type VolumePlan =
  | {
      /** One claim for the whole service, which outlives every pod. */
      readonly kind: 'claim';
      readonly claimName: string;
      readonly accessMode: AccessMode;
      /** Absent: somebody else makes the claim. */
      readonly request?: ClaimRequestPlan;
      /** Tools that remove what is gone from a description leave the claim. */
      readonly keep: boolean;
    }
  /** One claim for each pod of a process with stable names. */
  | { readonly kind: 'perPod'; readonly request: ClaimRequestPlan }
  /** One claim for each pod, gone with it. */
  | { readonly kind: 'ephemeral'; readonly request: ClaimRequestPlan }
  /** Facts of the cluster and of the pod as files. */
  | { readonly kind: 'projected'; readonly sources: readonly ProjectedSourcePlan[] };

/** One source of a projected volume. */
export type ProjectedSourcePlan =
  | {
      readonly kind: 'secret' | 'configMap';
      readonly name: string;
      /** Keys by their paths; empty: every key under its own name. */
      readonly items: readonly { readonly key: string; readonly path: string }[];
      readonly optional: boolean;
    }
  | {
      readonly kind: 'token';
      readonly path: string;
      readonly audience: string;
      readonly expirationSeconds: number;
    }
  | { readonly kind: 'field'; readonly path: string; readonly field: string };

/** A volume that a pod has, and where its containers see it. */
export interface PodVolumePlan {
  /** Name in the description. */
  readonly volume: string;
  readonly plan: VolumePlan;
  readonly mounts: readonly VolumeMountPlan[];
}

/** Where a container sees a volume. */
export interface VolumeMountPlan {
  readonly path: string;
  readonly readOnly: boolean;
  /** Folder of the volume; absent: all of it. */
  readonly subPath?: string;
}

/** The cluster versions that are supported as a target. */

/** Kubernetes minor versions that are supported as a target. */
export const KUBERNETES_VERSIONS = [
  '1.29',
  '1.30',
  '1.31',
  '1.32',
  '1.33',
  '1.34',
  '1.35',
  '1.36',
  '1.37',
] as const;

/** A Kubernetes minor version, e.g. `1.34`. */
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];

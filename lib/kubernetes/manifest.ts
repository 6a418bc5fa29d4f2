/** kubernetes › types: what lowering hands on, a Kubernetes object as plain data under a stable id. */

/** The part of an object's metadata that lowering writes. */
export interface ManifestMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A Kubernetes object as plain data. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
  readonly [field: string]: unknown;
}

/** An object with the name by which patches and errors speak of it, e.g. `web/deployment`, `web/blue/hpa` or `ingress`. */
export interface ManifestEntry {
  readonly id: string;
  readonly manifest: Manifest;
}

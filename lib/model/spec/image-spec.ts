/** An image as an author writes it. */

/** An image. Tag or digest is required; `latest` is refused. */
export interface ImageSpec {
  /** Registry and path without tag, e.g. `ghcr.io/acme/shop`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits; wins over the tag when the kubelet pulls. */
  readonly digest?: string;
  /** Default: `IfNotPresent`. */
  readonly pullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** Names of `kubernetes.io/dockerconfigjson` Secrets. */
  readonly pullSecrets?: readonly string[];
}

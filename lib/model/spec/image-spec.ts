/** An image as an author writes it. */

/** An image. Tag or digest is required; `latest` is refused. A process may change parts of it. */
export interface ImageSpec {
  /** Registry and path without tag, e.g. `ghcr.io/acme/shop`. */
  readonly repository: string;
  /** Version behind the colon. Default: none; the digest is given then. */
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits; wins over the tag when the kubelet pulls. Default: none. */
  readonly digest?: string;
  /** When the kubelet asks the registry. Default: `IfNotPresent`. */
  readonly pullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** Names of `kubernetes.io/dockerconfigjson` Secrets. Read from the image of the service only. Default: none. */
  readonly pullSecrets?: readonly string[];
}

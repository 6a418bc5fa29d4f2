/** exposures › cluster URL: which Service an address inside the cluster means. */

/** A Service and what is asked of it. */
export interface ClusterService {
  readonly name: string;
  readonly namespace: string;
  readonly port: number;
  readonly secure: boolean;
  /** Path and query. */
  readonly path: string;
}

const CLUSTER_URL =
  /^(https?):\/\/([a-z][a-z0-9-]*)(?:\.([a-z0-9][a-z0-9-]*)(?:\.svc(?:\.[a-z0-9.-]+)?)?)?(?::(\d{1,5}))?(\/\S*)?$/;

/**
 * Reads `http://oauth2-proxy.auth.svc:4180/oauth2/auth`; a name without namespace is looked up in the given one.
 * Undefined for anything else, such as a host of the Internet: `example.com` looks like Service and namespace, so two
 * labels need a port or `.svc` to count as a Service.
 */
export function clusterService(url: string, namespace: string): ClusterService | undefined {
  const match = CLUSTER_URL.exec(url);
  const [, scheme, name, given, port, path] = match ?? [];
  if (name === undefined) return undefined;
  if (given !== undefined && port === undefined && !url.includes('.svc')) return undefined;
  const secure = scheme === 'https';
  return {
    name,
    namespace: given ?? namespace,
    port: port === undefined ? (secure ? 443 : 80) : Number(port),
    secure,
    path: path ?? '/',
  };
}

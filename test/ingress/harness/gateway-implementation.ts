// What the tests know of an implementation of the Gateway API, and the Gateway that a platform would offer with it.
import type { ApiServer } from '../../apiserver/api-server.ts';
import { installDefinitions } from '../../apiserver/surroundings.ts';
import type { Supervised } from '../../support/supervise.ts';
import { apply } from './apply.ts';

export interface GatewayImplementation {
  readonly title: string;
  /** Pinned tools beside the API server's that it consists of. */
  readonly tools: readonly string[];
  /** Name of its GatewayClass. */
  readonly className: string;
  readonly controllerName: string;
  /** Ports of the shared Gateway, and of the one that a service makes for itself. */
  readonly ports: {
    readonly http: number;
    readonly own: { readonly http: number; readonly https: number };
  };
  /** How far a share of 3,000 requests may be from the one that is said, in points: 1 where it deals by turns. */
  readonly tolerance: number;
  /** Starts it when its class and the shared Gateway are there, and waits until it answers. */
  start(api: ApiServer, folder: string): Promise<Supervised>;
}

/** The Gateway that a platform would offer to all namespaces. */
export const shared = { name: 'public', namespace: 'gateways' } as const;

/** Serves the kinds we emit, and makes the class and the shared Gateway of an implementation. */
export async function offerGateway(
  api: ApiServer,
  { className, controllerName, ports }: GatewayImplementation,
): Promise<void> {
  await installDefinitions(api.client);
  await apply(api.client, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: shared.namespace } },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: className },
      spec: { controllerName },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: shared,
      spec: {
        gatewayClassName: className,
        listeners: [
          {
            name: 'http',
            protocol: 'HTTP',
            port: ports.http,
            allowedRoutes: { namespaces: { from: 'All' } },
          },
        ],
      },
    },
  ]);
}

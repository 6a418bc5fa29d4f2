// The real Traefik as a Gateway: GatewayClass, a shared Gateway for all hosts, and the process that serves them.
import { join } from 'node:path';
import { requireTool } from '../../../tools/find.ts';
import type { ApiServer } from '../../apiserver/api-server.ts';
import { installDefinitions } from '../../apiserver/surroundings.ts';
import { type Supervised, supervise, tail, until } from '../../support/supervise.ts';
import { apply } from './apply.ts';
import { ask } from './requests.ts';

/** Ports of Traefik in the tier's network namespace. A listener is served by the entry point with its port. */
export const ports = { http: 18_090, https: 18_493 } as const;
const pingPort = 18_091;

/** Name of its GatewayClass. */
export const CLASS = 'traefik';

/** The Gateway that a platform would offer to all namespaces. */
export const shared = { name: 'public', namespace: 'gateways' } as const;

/** Starts Traefik and waits until it answers. */
export async function startTraefik(api: ApiServer, folder: string): Promise<Supervised> {
  await installDefinitions(api.client);
  await apply(api.client, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: shared.namespace } },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: CLASS },
      spec: { controllerName: 'traefik.io/gateway-controller' },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: shared,
      spec: {
        gatewayClassName: CLASS,
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
  const traefik = supervise(
    'traefik',
    [
      requireTool('traefik'),
      `--entrypoints.web.address=127.0.0.1:${ports.http}`,
      `--entrypoints.websecure.address=127.0.0.1:${ports.https}`,
      `--entrypoints.traefik.address=127.0.0.1:${pingPort}`,
      '--ping=true',
      '--providers.kubernetesgateway=true',
      '--providers.kubernetesgateway.statusaddress.ip=127.0.0.1',
      '--global.checknewversion=false',
      '--global.sendanonymoususage=false',
      '--log.level=INFO',
    ],
    join(folder, 'traefik.log'),
    { ...process.env, KUBECONFIG: api.kubeconfig },
  );
  await until(
    'Traefik to answer',
    60_000,
    async () => {
      if (traefik.ended() !== undefined)
        throw new Error(`Traefik ${traefik.ended()}\n${tail(traefik.logFile)}`);
      return (await ask({ port: pingPort, path: '/ping' })).status === 200;
    },
    () => tail(traefik.logFile),
  );
  return traefik;
}

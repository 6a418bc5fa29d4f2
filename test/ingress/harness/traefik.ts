// The real Traefik as a Gateway: the process that serves routes.
import { join } from 'node:path';
import { requireTool } from '../../../tools/find.ts';
import { supervise, tail, until } from '../../support/supervise.ts';
import type { GatewayImplementation } from './gateway-implementation.ts';
import { ask } from './requests.ts';

/** A listener is served by the entry point with its port. */
const ports = { http: 18_090, own: { http: 18_092, https: 18_493 } } as const;
const pingPort = 18_091;

export const traefik: GatewayImplementation = {
  title: 'Traefik',
  tools: ['traefik'],
  className: 'traefik',
  controllerName: 'traefik.io/gateway-controller',
  ports,
  tolerance: 1,
  start: async (api, folder) => {
    const running = supervise(
      'traefik',
      [
        requireTool('traefik'),
        `--entrypoints.web.address=127.0.0.1:${ports.http}`,
        `--entrypoints.websecure.address=127.0.0.1:${ports.own.https}`,
        `--entrypoints.own.address=127.0.0.1:${ports.own.http}`,
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
        if (running.ended() !== undefined)
          throw new Error(`Traefik ${running.ended()}\n${tail(running.logFile)}`);
        return (await ask({ port: pingPort, path: '/ping' })).status === 200;
      },
      () => tail(running.logFile),
    );
    return running;
  },
};

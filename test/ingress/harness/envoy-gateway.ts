// The real Envoy Gateway: it reads routes from the API server and steers an Envoy that it starts by itself, as it does on a
// machine without Kubernetes (infrastructure of type Host).
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../../tools/cache.ts';
import { tools } from '../../../tools/pins.ts';
import { requireTool } from '../../../tools/find.ts';
import { readObjects } from '../../support/kubernetes-object.ts';
import { supervise, tail, until } from '../../support/supervise.ts';
import { apply } from './apply.ts';
import type { GatewayImplementation } from './gateway-implementation.ts';
import { ask } from './requests.ts';

const run = promisify(execFile);
const className = 'envoy';
const controllerName = 'gateway.envoyproxy.io/gatewayclass-controller';
const ports = { http: 18_190, own: { http: 18_191, https: 18_593 } } as const;
const system = 'envoy-gateway-system';
/** Where it would find Envoys that it has downloaded. */
const envoyVersion = tools.find(({ name }) => name === 'envoy')?.version ?? '';

export const envoyGateway: GatewayImplementation = {
  title: 'Envoy Gateway',
  tools: ['envoy-gateway', 'envoy-gateway-crds', 'envoy'],
  className,
  controllerName,
  ports,
  // It deals by chance: five deviations of 3,000 tries at 20 %.
  tolerance: 3.7,
  start: async (api, folder) => {
    const kinds = requireTool('envoy-gateway-crds');
    const definitions = readdirSync(kinds, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .flatMap((file) => readObjects(join(kinds, file), { tolerant: true }));
    await apply(api.client, definitions);
    await until('the kinds of Envoy Gateway to be served', 20_000, async () => {
      const { status } = await api.client.send('GET', '/apis/gateway.envoyproxy.io/v1alpha1');
      return status === 200;
    });
    // One Envoy for all Gateways of the class: on one machine a second does not come up beside the first.
    await apply(api.client, [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: system } },
      {
        apiVersion: 'gateway.envoyproxy.io/v1alpha1',
        kind: 'EnvoyProxy',
        metadata: { name: className, namespace: system },
        spec: { mergeGateways: true, provider: { type: 'Host', host: { envoyVersion } } },
      },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'GatewayClass',
        metadata: { name: className },
        spec: {
          controllerName,
          parametersRef: {
            group: 'gateway.envoyproxy.io',
            kind: 'EnvoyProxy',
            name: className,
            namespace: system,
          },
        },
      },
    ]);
    const program = requireTool('envoy-gateway');
    const base = join(folder, 'envoy-gateway');
    const home = (name: string) => join(base, name);
    // Of one authority, for itself and for its Envoy.
    await run(program, ['certgen', '--local', '--config-home', home('config')]);
    const bin = join(home('data'), 'envoy-versions', envoyVersion, 'bin');
    mkdirSync(bin, { recursive: true });
    symlinkSync(requireTool('envoy'), join(bin, 'envoy'));
    const configuration = join(base, 'configuration.json');
    writeFileSync(
      configuration,
      JSON.stringify({
        apiVersion: 'gateway.envoyproxy.io/v1alpha1',
        kind: 'EnvoyGateway',
        gateway: { controllerName },
        provider: {
          type: 'Custom',
          custom: {
            resource: { type: 'Kubernetes', kubernetes: { leaderElection: { disable: true } } },
            infrastructure: {
              type: 'Host',
              host: {
                configHome: home('config'),
                dataHome: home('data'),
                stateHome: home('state'),
                runtimeDir: home('run'),
              },
            },
          },
        },
      }),
    );
    const running = supervise(
      'envoy-gateway',
      [
        // A namespace of processes, so that its Envoy ends with it, whatever ends it.
        ...['unshare', '--mount', '--pid', '--fork', '--kill-child', '--'],
        ...[join(import.meta.dirname, 'with-certificates.sh'), base],
        ...[join(home('config'), 'certs', 'envoy-gateway'), cacheFolder(), program],
        ...['server', '--config-path', configuration],
      ],
      join(folder, 'envoy-gateway.log'),
      { ...process.env, KUBECONFIG: api.kubeconfig, ENVOY_GATEWAY_NAMESPACE: system },
    );
    await until(
      'Envoy to answer',
      90_000,
      async () => {
        if (running.ended() !== undefined)
          throw new Error(`Envoy Gateway ${running.ended()}\n${tail(running.logFile)}`);
        // No route yet: that nothing is found is an answer.
        return (await ask({ port: ports.http })).status === 404;
      },
      () => tail(running.logFile),
    );
    return running;
  },
};

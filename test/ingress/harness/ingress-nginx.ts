// The real controller of ingress-nginx with Debian's nginx, as processes in namespaces of their own.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../../../tools/find.ts';
import type { ApiClient } from '../../support/api-client.ts';
import { type Supervised, supervise, tail, until } from '../../support/supervise.ts';
import { apply } from './apply.ts';
import { adaptedTemplate } from './nginx-template.ts';
import { ask } from './requests.ts';

/** Ports of the controller in its network namespace; that of its health has its metrics too. */
export const ports = { http: 18_080, https: 18_443, health: 18_254 } as const;

/** Where the controller runs, and the API server it reads. */
export interface Place {
  readonly client: ApiClient;
  /** Path of a kubeconfig with the server's address as it is reached from there. */
  readonly kubeconfig: string;
  /** A command line that runs there. Default: as it is. */
  readonly inside?: (command: readonly string[]) => readonly string[];
  /** Whether its health answers with 200 there. Default: asked from here. */
  readonly isHealthy?: () => Promise<boolean>;
  /** Counts requests for Prometheus. Default: false. */
  readonly metrics?: boolean;
}

/** Starts the controller and waits until it is healthy. */
export async function startIngressNginx(place: Place, folder: string): Promise<Supervised> {
  const {
    inside = (command) => command,
    isHealthy = async () => (await ask({ port: ports.health, path: '/healthz' })).status === 200,
  } = place;
  await apply(place.client, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ingress-nginx' } },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace: 'ingress-nginx' },
    },
    // The controller looks itself up.
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'controller',
        namespace: 'ingress-nginx',
        labels: { 'app.kubernetes.io/name': 'ingress-nginx' },
      },
      // Nobody is to run it where there are nodes.
      spec: { schedulerName: 'nobody', containers: [{ name: 'controller', image: 'none' }] },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'ingress-nginx-controller', namespace: 'ingress-nginx' },
      data: { 'worker-processes': '2' },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    },
  ]);
  const configuration = writeConfiguration(place, join(folder, 'configuration'));
  const controller = supervise(
    'ingress-nginx',
    inside([
      // A PID namespace of its own: on SIGTERM the controller waits for every process called nginx that it sees.
      ...['unshare', '--mount', '--pid', '--fork', '--kill-child', '--'],
      join(import.meta.dirname, 'inside.sh'),
      ...[
        requireTool('ingress-nginx'),
        requireTool('ingress-nginx-files') + '/k8s.io/ingress-nginx',
      ],
      configuration,
      ...flags(place.metrics ?? false),
    ]),
    join(folder, 'ingress-nginx.log'),
    { ...process.env, POD_NAME: 'controller', POD_NAMESPACE: 'ingress-nginx' },
  );
  await until(
    'ingress-nginx to be healthy',
    120_000,
    async () => {
      if (controller.ended() !== undefined)
        throw new Error(`ingress-nginx ${controller.ended()}\n${tail(controller.logFile)}`);
      return isHealthy();
    },
    () => tail(controller.logFile),
  );
  return controller;
}

function flags(metrics: boolean): readonly string[] {
  return [
    '--kubeconfig=/etc/ingress-controller/kubeconfig',
    `--http-port=${ports.http}`,
    `--https-port=${ports.https}`,
    `--healthz-port=${ports.health}`,
    '--status-port=18246',
    '--stream-port=18247',
    '--profiler-port=18245',
    '--default-server-port=18181',
    '--configmap=ingress-nginx/ingress-nginx-controller',
    '--election-id=ingress-nginx-leader',
    '--ingress-class=nginx',
    '--controller-class=k8s.io/ingress-nginx',
    '--publish-status-address=127.0.0.1',
    `--enable-metrics=${metrics}`,
    '--enable-annotation-validation=true',
    '--post-shutdown-grace-period=0',
  ];
}

function writeConfiguration({ kubeconfig }: Place, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const files = join(requireTool('ingress-nginx-files'), 'k8s.io/ingress-nginx');
  const template = readFileSync(join(files, 'nginx.tmpl'), 'utf8');
  writeFileSync(join(folder, 'nginx.tmpl'), adaptedTemplate(template));
  cpSync(join(import.meta.dirname, 'lua'), join(folder, 'lua'), { recursive: true });
  // The files that it names go with it: they are not readable for the controller's user.
  const whole = readFileSync(kubeconfig, 'utf8').replaceAll(
    /(certificate-authority|client-certificate|client-key)("?: ?)"([^"]+)"/g,
    (_, key: string, colon: string, file: string) =>
      `${key}-data${colon}"${readFileSync(file).toString('base64')}"`,
  );
  writeFileSync(join(folder, 'kubeconfig'), whole);
  return folder;
}

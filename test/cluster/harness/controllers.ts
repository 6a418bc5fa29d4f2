// Controllers and what they read, as processes in the cluster's namespaces: ingress-nginx, Argo Rollouts, Flagger, Debian's Prometheus.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../../../tools/find.ts';
import { installDefinitions } from '../../apiserver/surroundings.ts';
import { ports, startIngressNginx } from '../../ingress/harness/ingress-nginx.ts';
import { supervise, tail, until } from '../../support/supervise.ts';
import type { Cluster } from './cluster.ts';

/** Tools that these controllers are made of. */
export const controllerTools = [
  'ingress-nginx',
  'ingress-nginx-files',
  'argo-rollouts',
  'crds',
] as const;

/** The same with Flagger in place of Argo Rollouts. */
export const flaggerTools = ['ingress-nginx', 'ingress-nginx-files', 'flagger', 'crds'] as const;

/** Address of Prometheus inside the cluster's network namespace. */
export const prometheus = 'http://127.0.0.1:9090';

/** Starts ingress-nginx, which ends with the cluster. */
export async function startRouter(cluster: Cluster): Promise<void> {
  const folder = join(cluster.run, 'ingress-nginx');
  mkdirSync(folder, { recursive: true });
  await startIngressNginx(
    {
      client: cluster.client,
      kubeconfig: join(cluster.run, 'pki/admin.kubeconfig'),
      inside: cluster.inside,
      isHealthy: () => answers(cluster, `http://127.0.0.1:${ports.health}/healthz`),
      metrics: true,
    },
    folder,
  );
}

/** Starts Prometheus, which reads every second what ingress-nginx counts. */
export async function startPrometheus(cluster: Cluster): Promise<void> {
  const folder = join(cluster.run, 'prometheus');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'prometheus.json');
  writeFileSync(
    file,
    JSON.stringify({
      global: { scrape_interval: '1s' },
      scrape_configs: [
        {
          job_name: 'ingress-nginx',
          static_configs: [{ targets: [`127.0.0.1:${ports.health}`] }],
        },
      ],
    }),
  );
  const log = join(folder, 'prometheus.log');
  supervise(
    'prometheus',
    cluster.inside([
      'prometheus',
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:9090',
    ]),
    log,
  );
  await until(
    'Prometheus to be ready',
    60_000,
    () => answers(cluster, `${prometheus}/-/ready`),
    () => tail(log),
  );
}

/** Starts the controller of Argo Rollouts. */
export async function startArgoRollouts(cluster: Cluster): Promise<void> {
  await installDefinitions(cluster.client);
  const log = join(cluster.run, 'log/argo-rollouts.log');
  supervise(
    'argo-rollouts',
    cluster.inside([
      requireTool('argo-rollouts'),
      ...['--kubeconfig', join(cluster.run, 'pki/admin.kubeconfig')],
      '--leader-elect=false',
      ...['--healthzPort', '18270', '--metricsPort', '18271'],
    ]),
    log,
  );
  await until(
    'Argo Rollouts to be healthy',
    60_000,
    () => answers(cluster, 'http://127.0.0.1:18270/healthz'),
    () => tail(log),
  );
}

/** Starts Flagger, which looks at its Canaries every second. */
export async function startFlagger(cluster: Cluster): Promise<void> {
  await installDefinitions(cluster.client);
  const log = join(cluster.run, 'log/flagger.log');
  supervise(
    'flagger',
    cluster.inside([
      requireTool('flagger'),
      `--kubeconfig=${join(cluster.run, 'pki/admin.kubeconfig')}`,
      '--mesh-provider=nginx',
      `--metrics-server=${prometheus}`,
      '--control-loop-interval=1s',
      '--port=18280',
      '--log-level=info',
    ]),
    log,
  );
  await until(
    'Flagger to be healthy',
    60_000,
    () => answers(cluster, 'http://127.0.0.1:18280/healthz'),
    () => tail(log),
  );
}

/** Whether an address answers with 200, asked inside. */
async function answers(cluster: Cluster, address: string): Promise<boolean> {
  const script = `fetch('${address}').then(({ status }) => process.exit(status === 200 ? 0 : 1), () => process.exit(1))`;
  return (await cluster.attempt([process.execPath, '-e', script], { seconds: 15 })).code === 0;
}

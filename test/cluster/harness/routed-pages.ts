// The pages behind ingress-nginx under any rollout: what is applied, who is asked, and what a version answers.
import { defineService, http, nginxIngress } from '../../../lib/index.ts';
import type { Rollout } from '../../../lib/model/rollout.ts';
import type { KubernetesObject } from '../../support/kubernetes-object.ts';
import { ports } from '../../ingress/harness/ingress-nginx.ts';
import { nginxRepository } from '../images/images.ts';
import { until } from '../../support/supervise.ts';
import type { Cluster } from './cluster.ts';
import type { LoadOptions } from './load-client.ts';
import { nginxConf } from './services.ts';
import { synthesised } from './synth.ts';

/** Name of the service, and of its namespace. */
export const pages = 'pages';
/** Name of what runs its pods, and of its Service. */
export const workload = `${pages}-web`;
/** Hosts that are asked. */
export const hosts = { main: 'pages.test', preview: 'preview.test' } as const;

/** How many pods serve at least. */
export const leastPods = 2;

/** The objects under a rollout. */
export function pagesUnder(
  rollout: Rollout,
  tag: '1.4.2' | '1.4.3',
  { failing = false } = {},
): readonly KubernetesObject[] {
  const configuration = '/etc/pages/nginx.conf';
  return synthesised(
    defineService({
      name: pages,
      image: { repository: nginxRepository, tag },
      web: {
        server: http({
          title: 'nginx',
          command: ['nginx', '-c', configuration, '-g', 'daemon off;'],
          stopSignal: 'SIGQUIT',
          keepAlive: '75s',
          drainBounded: false,
        }),
        health: '/healthz',
        scale: { min: leastPods, max: 4, cpu: 70 },
        resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { memory: '64Mi' } },
      },
      files: { [configuration]: nginxConf(tag, failing) },
      expose: nginxIngress({
        controller: 'ingress-nginx',
        host: hosts.main,
        tls: false,
        ...(['blueGreen', 'argoRollouts'].includes(rollout.kind) &&
        JSON.stringify(rollout.options).includes('lue')
          ? { previewHost: hosts.preview }
          : {}),
      }),
      rollout,
      environments: { production: { namespace: pages } },
    }),
    'production',
  );
}

/** Clients that ask through ingress-nginx: one that opens connections, one that keeps them. */
export function throughIngress(perSecond = 40): readonly LoadOptions[] {
  const common = {
    host: '127.0.0.1',
    port: ports.http,
    path: '/',
    method: 'GET',
    headers: { host: hosts.main },
    perSecond,
    timeoutMilliseconds: 10_000,
  } as const;
  return [
    { ...common, name: 'new', connections: 'new' },
    { ...common, name: 'kept', connections: 'kept' },
  ];
}

/** Versions that answer so many requests, with how many each; a status above 399 counts as itself. */
export async function versionsOf(
  cluster: Cluster,
  times: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, number>>> {
  const options = {
    host: '127.0.0.1',
    port: ports.http,
    path: '/',
    headers: { host: hosts.main, ...headers },
  };
  const script = `
    const { get } = require('node:http');
    const ask = () => new Promise((resolve) => get(${JSON.stringify(options)}, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.on('end', () => resolve(answer.statusCode < 400 ? text.split(' ')[0] : String(answer.statusCode)));
    }).on('error', (error) => resolve(error.code)));
    const tally = {};
    for (let asked = 0; asked < ${times}; asked++) {
      const word = await ask();
      tally[word] = (tally[word] ?? 0) + 1;
    }
    console.log(JSON.stringify(tally));
  `;
  const output = await cluster.exec([process.execPath, '-e', `(async () => {${script}})()`]);
  const tally: Readonly<Record<string, number>> = JSON.parse(output);
  return tally;
}

/** Waits until 60 requests in a row meet one version. @throws Error after a minute */
export function everybodyMeets(
  cluster: Cluster,
  tag: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  return until(`everybody to meet ${tag}`, 60_000, async () => {
    const versions = await versionsOf(cluster, 60, headers);
    return Object.keys(versions).join() === tag;
  });
}

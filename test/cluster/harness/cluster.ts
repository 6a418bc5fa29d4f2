// A real single-node Kubernetes in namespaces of its own: from nothing to a ready node, and away again without a trace.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { requireTool } from '../../../tools/find.ts';
import type { ApiClient } from '../../support/api-client.ts';
import { socketClient } from '../../support/api-client.ts';
import { at, listAt } from '../../support/kubernetes-object.ts';
import { scratchFolder } from '../../support/scratch.ts';
import type { Supervised } from '../../support/supervise.ts';
import { supervise, tail, until } from '../../support/supervise.ts';
import type { ImageName } from '../images/images.ts';
import { imageArchives } from '../images/images.ts';
import type { ClusterSettings } from './configuration.ts';
import { addresses, configurationFiles } from './configuration.ts';
import { removeCgroups, removeLeftovers } from './leftovers.ts';

/** Tools a cluster is made of; see `npm run tools`. */
export const clusterTools: readonly string[] = [
  'etcd',
  'kube-apiserver-1.37',
  'kubectl',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'containerd',
  'containerd-shim-runc-v2',
  'ctr',
  'coredns',
  'metrics-server',
  'crds',
];

export interface Cluster {
  readonly id: string;
  /** Folder of logs, certificates and data. */
  readonly run: string;
  readonly client: ApiClient;
  /** A command line that runs inside, for a program that is to be supervised there. */
  readonly inside: (command: readonly string[]) => readonly string[];
  /**
   * Runs a command inside and gives its output. `kubectl` is on its PATH, KUBECONFIG names an administrator's, and the
   * machine's files are there (but for /run, /var/lib and /var/log). @throws Error with its words when it fails.
   */
  readonly exec: (command: readonly string[], options?: ExecOptions) => Promise<string>;
  /** As `exec`, for a command that may fail: tells how it ended. */
  readonly attempt: (command: readonly string[], options?: ExecOptions) => Promise<Ended>;
  readonly kubectl: (...args: readonly string[]) => Promise<string>;
  /** How long each step of starting took, in milliseconds. */
  readonly timings: Readonly<Record<string, number>>;
  /** Ends everything, removes the folder, and tells what could not be removed (nothing). */
  readonly down: () => Promise<readonly string[]>;
}

/** How a command is run inside. */
export interface ExecOptions {
  /** It is killed after this time. Default: 120 s. */
  readonly seconds?: number;
  /** Folder it runs in. Default: /. */
  readonly folder?: string;
  /** Variables beside those every command has. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How a command ended; `code` is undefined when a signal ended it. */
export interface Ended {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ClusterOptions {
  /** Default: iptables. */
  readonly proxyMode?: ClusterSettings['proxyMode'];
  /** Runs metrics-server. Default: false; autoscalers then keep to their minimum, however busy the machine is. */
  readonly metrics?: boolean;
  /** Images a test's pods run, beside those of the cluster itself. Default: the shop and its database. */
  readonly images?: readonly ImageName[];
}

let started = 0;

/**
 * Starts a cluster and waits until its node is ready and cluster DNS answers.
 * @throws Error with the ends of the logs when it does not come up.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  removeLeftovers();
  const archives = await imageArchives([
    ...(['pause', 'coredns'] as const),
    ...(options.metrics === true ? (['metrics-server'] as const) : []),
    ...(options.images ?? (['postgres', 'shop'] as const)),
  ]);
  const id = `slipway-${process.pid}-${started++}`;
  const run = scratchFolder('cluster');
  const settings = { id, run, proxyMode: options.proxyMode ?? 'iptables' } as const;
  const timings: Record<string, number> = {};
  const from = Date.now();
  const mark = (step: string): void => {
    timings[step] = Date.now() - from;
  };
  prepare(settings);
  mark('certificates and configuration');

  const namespaces = supervise(
    'namespaces',
    [
      ...['unshare', '--fork', '--pid', '--mount-proc', '--mount', '--net', '--uts', '--ipc'],
      ...['--kill-child=SIGKILL', '--', join(import.meta.dirname, 'inside.sh')],
    ],
    join(run, 'log/inside.log'),
    environment(settings),
  );
  const client = socketClient(join(run, 'api.sock'));
  const down = async (): Promise<readonly string[]> => {
    client.close();
    await namespaces.stop();
    // The kernel ends the processes inside a moment after process 1; their cgroups can go after that.
    let left: readonly string[] = removeCgroups(id);
    await until(
      'the cgroups to be empty',
      10_000,
      () => (left = removeCgroups(id)).length === 0,
    ).catch(() => undefined);
    rmSync(run, { recursive: true, force: true });
    return [...left, ...(existsSync(run) ? [run] : [])];
  };
  try {
    const processOne = await processOneOf(namespaces);
    const inside = (command: readonly string[]): readonly string[] => [
      ...['nsenter', `--target=${processOne}`, '--mount', '--net', '--pid', '--uts', '--ipc', '--'],
      ...command,
    ];
    const attempt: Cluster['attempt'] = (command, { seconds = 120, folder = '/', env } = {}) => {
      // Entering another mount namespace loses the folder one was in.
      const [program = '', ...args] = inside(['env', `--chdir=${folder}`, ...command]);
      return new Promise((resolve) => {
        const child = execFile(
          program,
          args,
          {
            env: { ...environment(settings), ...env },
            timeout: seconds * 1000,
            maxBuffer: 64 * 1024 * 1024,
          },
          (_, stdout, stderr) => resolve({ code: child.exitCode ?? undefined, stdout, stderr }),
        );
      });
    };
    const exec: Cluster['exec'] = async (command, execOptions) => {
      const { code, stdout, stderr } = await attempt(command, execOptions);
      if (code !== 0)
        throw new Error(
          `${command.join(' ')} ended with ${code ?? 'a signal'}: ${stderr}${stdout}`,
        );
      return stdout;
    };
    const kubectl: Cluster['kubectl'] = (...args) =>
      // kubectl waits as long as it is told to: a rollout of minutes is no hung command.
      exec(['kubectl', ...args], { seconds: 240 });
    const cluster: Cluster = { id, run, client, inside, exec, attempt, kubectl, timings, down };

    const alive = (): void => {
      const end = namespaces.ended();
      if (end !== undefined) throw new Error(`process 1 ${end}`);
    };
    await until('the API server', 60_000, async () => {
      alive();
      return (await client.send('GET', '/readyz').catch(() => undefined))?.status === 200;
    });
    mark('API server ready');
    // The image of the sandbox has to be there before the first pod; the rest follows side by side with the node.
    for (const archive of archives)
      await exec(['ctr', '--namespace=k8s.io', 'images', 'import', '--local', archive]);
    mark('images imported');
    await until('the node to be ready', 60_000, async () => {
      alive();
      return isReady((await client.send('GET', `/api/v1/nodes/${id}`)).body);
    });
    mark('node ready');
    await kubectl('apply', '-f', join(import.meta.dirname, 'system-objects'));
    if (options.metrics === true)
      await kubectl('apply', '-f', join(import.meta.dirname, 'metrics'));
    await kubectl('-n', 'kube-system', 'rollout', 'status', 'deployment/coredns', '--timeout=60s');
    mark('cluster DNS ready');
    return cluster;
  } catch (error) {
    const logs = ['inside', 'kubelet', 'containerd', 'kube-apiserver']
      .map((name) => `\n--- ${name}\n${tail(join(run, `log/${name}.log`))}`)
      .join('');
    await down();
    throw new Error(`the cluster did not come up: ${String(error)}${logs}`, { cause: error });
  }
}

function prepare(settings: ClusterSettings): void {
  const { id, run } = settings;
  for (const folder of ['log', 'etcd', 'kubelet', 'containerd', 'cni', 'cni-addresses', 'var-log'])
    mkdirSync(join(run, folder), { recursive: true });
  for (const [file, text] of Object.entries(configurationFiles(settings)))
    writeFileSync(join(run, file), text);
  execFileSync(join(import.meta.dirname, 'pki.sh'), [
    join(run, 'pki'),
    id,
    addresses.node,
    addresses.kubernetes,
  ]);
}

function environment(settings: ClusterSettings): NodeJS.ProcessEnv {
  const tools = clusterTools
    .filter((name) => name !== 'crds')
    .map((name) => dirname(requireTool(name)));
  return {
    PATH: [
      ...tools,
      '/usr/local/sbin',
      '/usr/local/bin',
      '/usr/sbin',
      '/usr/bin',
      '/sbin',
      '/bin',
    ].join(delimiter),
    HOME: settings.run,
    KUBECONFIG: join(settings.run, 'pki/admin.kubeconfig'),
    ID: settings.id,
    RUN: settings.run,
    NODE_IP: addresses.node,
    SERVICE_CIDR: addresses.services,
    PROXY_MODE: settings.proxyMode,
  };
}

/** Number, seen from outside, of the process that is 1 inside: the only child of unshare. */
async function processOneOf(namespaces: Supervised): Promise<number> {
  const file = `/proc/${namespaces.pid}/task/${namespaces.pid}/children`;
  let found = 0;
  await until('process 1', 10_000, () => {
    try {
      found = Number(readFileSync(file, 'utf8').trim().split(' ')[0]);
    } catch {
      return false;
    }
    return found > 0;
  });
  return found;
}

function isReady(node: unknown): boolean {
  return listAt(node, 'status', 'conditions').some(
    (condition) => at(condition, 'type') === 'Ready' && at(condition, 'status') === 'True',
  );
}

// A real Kubernetes in namespaces of its own: from nothing to a ready node, and away again without a trace.
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
import type { ClusterSettings, NodeSettings } from './configuration.ts';
import { addresses, configurationFiles, nodesOf } from './configuration.ts';
import { removeCgroups, removeLeftovers } from './leftovers.ts';

/** Programs that run inside; see `npm run tools`. */
const programs: readonly string[] = [
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
];

/** Tools a cluster is made of. */
export function toolsOf({ metrics }: ClusterOptions): readonly string[] {
  return [...programs, 'coredns', ...(metrics === true ? ['metrics-server'] : [])];
}

export interface Cluster {
  readonly id: string;
  /** Names of its nodes. */
  readonly nodes: readonly string[];
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
  /** Nodes; a further one has a kubelet and a containerd of its own. Default: 1. */
  readonly nodes?: number;
  /** Images a test's pods run, beside those of the cluster itself. Default: the shop and its database. */
  readonly images?: readonly ImageName[];
}

let started = 0;

/**
 * Starts a cluster and waits until its nodes are ready and cluster DNS answers.
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
  const nodes = nodesOf(id, options.nodes ?? 1);
  const settings = { id, run, proxyMode: options.proxyMode ?? 'iptables', nodes } as const;
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
    const cluster: Cluster = {
      id,
      nodes: nodes.map(({ name }) => name),
      run,
      client,
      inside,
      exec,
      attempt,
      kubectl,
      timings,
      down,
    };

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
    for (const node of nodes)
      for (const archive of archives)
        await exec(
          onNode(run, node, ['ctr', '-n', 'k8s.io', 'images', 'import', '--local', archive]),
        );
    mark('images imported');
    for (const { name } of nodes)
      await until(`node ${name} to be ready`, 60_000, async () => {
        alive();
        return isReady((await client.send('GET', `/api/v1/nodes/${name}`)).body);
      });
    mark('nodes ready');
    await kubectl('apply', '-f', join(import.meta.dirname, 'system-objects'));
    if (options.metrics === true)
      await kubectl('apply', '-f', join(import.meta.dirname, 'metrics'));
    await kubectl('-n', 'kube-system', 'rollout', 'status', 'deployment/coredns', '--timeout=60s');
    mark('cluster DNS ready');
    return cluster;
  } catch (error) {
    const logs = [
      'inside',
      ...nodes.flatMap(({ number }) => [
        `node-${number}`,
        `kubelet-${number}`,
        `containerd-${number}`,
      ]),
      'kube-apiserver',
    ]
      .map((name) => `\n--- ${name}\n${tail(join(run, `log/${name}.log`))}`)
      .join('');
    await down();
    throw new Error(`the cluster did not come up: ${String(error)}${logs}`, { cause: error });
  }
}

function prepare(settings: ClusterSettings): void {
  const { run, nodes } = settings;
  const ofEachNode = ['kubelet', 'containerd', 'cni', 'cni-addresses', 'var-log'];
  const folders = nodes.flatMap(({ number }) =>
    ofEachNode.map((folder) => `node-${number}/${folder}`),
  );
  for (const folder of ['log', 'etcd', ...folders])
    mkdirSync(join(run, folder), { recursive: true });
  for (const [file, text] of Object.entries(configurationFiles(settings)))
    writeFileSync(join(run, file), text);
  execFileSync(join(import.meta.dirname, 'pki.sh'), [
    join(run, 'pki'),
    addresses.kubernetes,
    ...nodes.map(({ name, address }) => `${name}=${address}`),
  ]);
}

/** A command line that, run inside, runs on a node: the first is where everything else runs. */
function onNode(
  run: string,
  { number }: NodeSettings,
  command: readonly string[],
): readonly string[] {
  if (number === 1) return command;
  const target = readFileSync(join(run, `node-${number}.pid`), 'utf8').trim();
  return [
    ...['nsenter', `--target=${target}`, '--mount', '--net', '--uts', '--ipc', '--'],
    ...command,
  ];
}

function environment(settings: ClusterSettings): NodeJS.ProcessEnv {
  const tools = programs.map((name) => dirname(requireTool(name)));
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
    NODES: String(settings.nodes.length),
    NODE: settings.id,
    NODE_NUMBER: '1',
    NODE_IP: settings.nodes[0]?.address,
    FIRST_NODE_IP: settings.nodes[0]?.address,
    POD_NETWORKS: settings.nodes.map(({ pods }) => pods).join(' '),
    SERVICE_CIDR: addresses.services,
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

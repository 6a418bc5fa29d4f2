// One real API server with an etcd of its own on loopback ports: no controllers, no nodes, objects only.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../../tools/find.ts';
import { freePorts } from '../support/free-ports.ts';
import { scratchFolder } from '../support/scratch.ts';
import type { Supervised } from '../support/supervise.ts';
import { supervise, tail, until } from '../support/supervise.ts';
import type { ApiClient } from '../support/api-client.ts';
import { tokenClient } from '../support/api-client.ts';
import { RARELY_COLLECTED } from './rarely-collected.ts';

/** The Kubernetes releases that everything is asked of: the oldest supported one and the newest. */
export const releases = ['1.30', '1.37'] as const;
export type Release = (typeof releases)[number];

export interface ApiServer {
  readonly release: Release;
  readonly client: ApiClient;
  /** For kubectl. */
  readonly kubeconfig: string;
  readonly processes: readonly Supervised[];
  /** Ends both processes and removes their folder. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts etcd and kube-apiserver and waits until the server is ready (3 s; on a busy machine up to 90 s).
 * @throws Error with the end of their logs when they do not come up.
 */
export async function startApiServer(release: Release): Promise<ApiServer> {
  const folder = scratchFolder(`kubernetes-${release}`);
  const [clientPort = 0, peerPort = 0, port = 0] = await freePorts(3);
  const etcd = supervise(
    'etcd',
    etcdCommand(folder, clientPort, peerPort),
    join(folder, 'etcd.log'),
  );
  const token = randomBytes(16).toString('hex');
  writeCredentials(folder, token);
  const server = supervise(
    'kube-apiserver',
    serverCommand(release, folder, port, clientPort),
    join(folder, 'kube-apiserver.log'),
    { ...process.env, ...RARELY_COLLECTED },
  );
  const processes = [server, etcd];
  const stopAll = async (): Promise<void> => {
    await Promise.all(processes.map((process) => process.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const client = await readyClient(folder, port, token, processes);
    return {
      release,
      client,
      kubeconfig: writeKubeconfig(folder, port, token),
      processes,
      stop: async () => {
        client.close();
        await stopAll();
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function etcdCommand(folder: string, clientPort: number, peerPort: number): readonly string[] {
  const client = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return [
    requireTool('etcd'),
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    // Nothing here is to survive a power cut.
    '--unsafe-no-fsync',
    '--log-level=warn',
  ];
}

function serverCommand(
  release: Release,
  folder: string,
  port: number,
  etcdPort: number,
): readonly string[] {
  return [
    requireTool(`kube-apiserver-${release}`),
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    // Its own certificate, written on first start and trusted by the client.
    `--cert-dir=${folder}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(folder, 'service-account.pem')}`,
    `--service-account-signing-key-file=${join(folder, 'service-account.pem')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    // 1.37 refuses a loopback address with an endpoint reconciler; nobody looks the server up in the cluster.
    '--advertise-address=10.255.255.1',
    '--endpoint-reconciler-type=none',
    // Without it `privileged` is refused on every kind, before Pod Security is asked.
    '--allow-privileged=true',
    '--profiling=false',
  ];
}

function writeCredentials(folder: string, token: string): void {
  writeFileSync(join(folder, 'tokens.csv'), `${token},tester,tester,"system:masters"\n`, {
    mode: 0o600,
  });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(join(folder, 'service-account.pem'), key, { mode: 0o600 });
}

async function readyClient(
  folder: string,
  port: number,
  token: string,
  processes: readonly Supervised[],
): Promise<ApiClient> {
  const logs = (): string =>
    processes.map(({ name, logFile }) => `\n${name}:\n${tail(logFile)}`).join('');
  let client: ApiClient | undefined;
  await until(
    'the API server to be ready',
    90_000,
    async () => {
      for (const process of processes)
        if (process.ended() !== undefined)
          throw new Error(`${process.name} ${process.ended()}${logs()}`);
      try {
        client ??= tokenClient({
          port,
          token,
          authority: readFileSync(join(folder, 'apiserver.crt'), 'utf8'),
        });
        return (await client.send('GET', '/readyz')).status === 200;
      } catch {
        // The certificate may have been read while it was written: it is read again.
        client?.close();
        client = undefined;
        return false;
      }
    },
    logs,
  );
  if (client === undefined) throw new Error('unreachable: ready without a client');
  return client;
}

function writeKubeconfig(folder: string, port: number, token: string): string {
  const file = join(folder, 'kubeconfig');
  const cluster = {
    server: `https://127.0.0.1:${port}`,
    'certificate-authority': join(folder, 'apiserver.crt'),
  };
  // JSON is YAML.
  writeFileSync(
    file,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster }],
      users: [{ name: 'test', user: { token } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      'current-context': 'test',
    }),
    { mode: 0o600 },
  );
  return file;
}

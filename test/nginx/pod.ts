// Runs the pod of a plan as real processes: its copies, its sidecar and its server, and stops it as the kubelet does.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ContainerPlan, SidecarPlan } from '../../lib/model/plan/container-plan.ts';
import type { RunningProcessPlan } from '../../lib/model/plan/process-plan.ts';
import { environmentFolder } from '../servers/conformance/environments.ts';
import { RESTRICTED, canRestrict, killGroup } from '../servers/conformance/running-server.ts';
import { scratchFolder } from '../support/scratch.ts';
import { tail, until } from '../support/supervise.ts';
import { ask } from './client.ts';

/** How a pod is started. */
export interface PodOptions {
  readonly process: RunningProcessPlan;
  /** Packages of the environment its server is in. */
  readonly requirements: readonly string[];
  /** Port of the process. */
  readonly port: number;
  /** Files in the image of the application, by absolute path below /app. */
  readonly image?: Readonly<Record<string, string>>;
  /** Plants a fault into the text of a file of the plan. */
  readonly planted?: (path: string, text: string) => string;
}

/** A pod that is ready. */
export interface Pod {
  readonly port: number;
  /** Stops it and says how that went; faults can be planted into the sequence. */
  readonly stop: (faults?: StopFaults) => Promise<Stopped>;
  /** Kills the server, as if it had run out of memory. */
  readonly killServer: () => Promise<void>;
  /** Starts the server again, as the kubelet would, and waits until it answers. */
  readonly startServer: () => Promise<void>;
  /** Times a request of that id was carried out. */
  readonly carriedOut: (id: string) => number;
  /** What nginx wrote about requests. */
  readonly accessLog: () => string;
  readonly dispose: () => Promise<void>;
}

/** What may go wrong with a stop. */
export interface StopFaults {
  /** Nobody waits before anything is stopped. */
  readonly noPause?: boolean;
  /** The hook of the proxy is missing: it goes on accepting while the server stops. */
  readonly noProxyHook?: boolean;
  /** Signal of the proxy instead of SIGQUIT. */
  readonly proxySignal?: 'SIGTERM';
}

/** How a stop went. */
export interface Stopped {
  readonly seconds: number;
  /** Somebody was left when the grace period was over. */
  readonly killed: boolean;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: () => boolean;
}

/** Starts the pod and waits for the first answer through its proxy. */
export async function startPod(options: PodOptions): Promise<Pod> {
  const { container, lifecycle } = options.process;
  const sidecar = container.sidecars?.[0];
  if (sidecar === undefined) throw new Error('the plan has no sidecar');
  const folder = scratchFolder('pod');
  const places = {
    server: relocation(folder, 'server', container),
    proxy: relocation(folder, 'proxy', sidecar),
  };
  for (const { name } of container.shared ?? [])
    mkdirSync(join(folder, 'shared', name), { recursive: true });
  for (const [path, text] of Object.entries(options.image ?? {}))
    write(join(folder, 'image', path), text);
  prepare(container, places.server, options);
  prepare(sidecar, places.proxy, options);
  for (const { command, mounts = [] } of container.gates) {
    const place = relocation(folder, 'server', {
      ...container,
      mounts: [...(container.mounts ?? []), ...mounts],
    });
    const [program = '', ...args] = command.map(place);
    execFileSync(program, args);
  }
  const proxy = launch(folder, 'proxy', [...sidecar.command.map(places.proxy), ...asRoot()], {});
  const carriedOutFile = join(folder, 'carried-out');
  write(carriedOutFile, '');
  const serve = (): Running =>
    launch(folder, 'server', [...container.command, ...container.args].map(places.server), {
      ...Object.fromEntries(
        container.env.flatMap((item) =>
          item.kind === 'value' ? [[item.name, places.server(item.value)]] : [],
        ),
      ),
      PATH: `${join(environmentFolder(options.requirements), 'bin')}:/usr/bin:/bin:/usr/sbin:/sbin`,
      PYTHONPATH: import.meta.dirname,
      CARRIED_OUT: carriedOutFile,
    });
  let server = serve();
  const ready = (): Promise<void> =>
    until(
      'an answer through nginx',
      45_000,
      async () => {
        if (server.ended() || proxy.ended()) throw new Error(`a container ended: ${logs(folder)}`);
        return (await ask(options.port, '/start')).status === 200;
      },
      () => logs(folder),
    );
  const dispose = async (): Promise<void> => {
    for (const each of [server, proxy]) {
      killGroup(each.child);
      await until('the end of a container', 10_000, each.ended);
      killGroup(each.child);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await ready();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    port: options.port,
    stop: (faults = {}) => stop({ server, proxy }, sidecar, lifecycle, faults),
    killServer: async () => {
      killGroup(server.child);
      await until('the end of the server', 10_000, server.ended);
    },
    startServer: async () => {
      server = serve();
      await ready();
    },
    carriedOut: (id) =>
      readFileSync(carriedOutFile, 'utf8')
        .split('\n')
        .filter((line) => line === id).length,
    accessLog: () => readFileSync(join(folder, 'proxy.out'), 'utf8'),
    dispose,
  };
}

/**
 * The sequence of the kubelet: all hooks at once; then the main container gets its signal, the sidecar when that has
 * ended. @see kubernetes v1.37.2 pkg/kubelet/kuberuntime/kuberuntime_termination_order.go
 */
async function stop(
  { server, proxy }: { readonly server: Running; readonly proxy: Running },
  sidecar: SidecarPlan,
  lifecycle: RunningProcessPlan['lifecycle'],
  { noPause = false, noProxyHook = false, proxySignal }: StopFaults,
): Promise<Stopped> {
  const began = Date.now();
  const seconds = (): number => (Date.now() - began) / 1000;
  const hooks = [
    noPause ? undefined : wait(lifecycle.preStopSeconds * 1000),
    noProxyHook ? undefined : runHook(sidecar, proxy, { noPause, proxySignal }),
  ];
  await hooks[0];
  server.child.kill('SIGTERM');
  const left = (): number => lifecycle.terminationGracePeriodSeconds - seconds();
  const over = async (each: Running): Promise<boolean> => {
    while (!each.ended() && left() > 0) await wait(20);
    return each.ended();
  };
  const serverEnded = await over(server);
  await hooks[1];
  // STOPSIGNAL of the image.
  proxy.child.kill(proxySignal ?? 'SIGQUIT');
  const proxyEnded = await over(proxy);
  return { seconds: seconds(), killed: !(serverEnded && proxyEnded) };
}

/** In its container nginx is process 1. */
async function runHook(
  { preStop }: SidecarPlan,
  { child }: Running,
  { noPause, proxySignal }: { readonly noPause: boolean; readonly proxySignal: string | undefined },
): Promise<void> {
  const script = preStop.map((word) =>
    word
      .replace('kill -QUIT 1', `kill -${proxySignal?.slice(3) ?? 'QUIT'} ${child.pid}`)
      .replace(/sleep \d+/, (sleep) => (noPause ? 'true' : sleep)),
  );
  const [program = '', ...args] = script;
  const hook = spawn(program, args, { stdio: 'ignore' });
  await new Promise((resolve) => hook.once('exit', resolve));
}

function launch(
  folder: string,
  name: string,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Running {
  const [out, err] = ['out', 'err'].map((kind) => openSync(join(folder, `${name}.${kind}`), 'a'));
  const whole = [...(canRestrict ? ['unshare', ...RESTRICTED()] : []), ...command];
  // The kernel ends it with the process of these tests, however that ends.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...whole], {
    cwd: '/usr',
    detached: true,
    stdio: ['ignore', out, err],
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', ...environment },
  });
  for (const descriptor of [out, err]) if (descriptor !== undefined) closeSync(descriptor);
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  return { child, ended: () => ended };
}

/** Started by root, nginx would hand its work to `nobody`, who may not see the folder of these tests. */
function asRoot(): readonly string[] {
  return process.getuid?.() === 0 ? ['-g', 'user root;'] : [];
}

type Places = Pick<ContainerPlan, 'files' | 'writable' | 'mounts'>;

/** Where the paths of a container lie here. The server's /tmp is that of the machine. */
function relocation(
  folder: string,
  name: 'server' | 'proxy',
  { files, writable, mounts = [] }: Places,
): (text: string) => string {
  const own = [
    ...writable.map(({ path }) => path).filter((path) => name === 'proxy' || path !== '/tmp'),
    ...files.map(({ path }) => path),
  ].map((path) => [path, join(folder, name, path)] as const);
  const shared = mounts.map(
    ({ path, directory }) => [path, join(folder, 'shared', directory)] as const,
  );
  const image = [['/app/', join(folder, 'image/app/')]] as const;
  // One pass: what was put in is not looked at again.
  const all = new Map<string, string>([...own, ...(name === 'server' ? image : []), ...shared]);
  const pattern = new RegExp(
    [...all.keys()].map((path) => path.replaceAll('.', String.raw`\.`)).join('|'),
    'g',
  );
  return (text) => text.replaceAll(pattern, (path) => all.get(path) ?? path);
}

function prepare(
  { files, writable }: Places,
  place: (text: string) => string,
  { planted }: PodOptions,
): void {
  for (const file of files) {
    if (file.kind !== 'text') continue;
    const text = planted === undefined ? file.text : planted(file.path, file.text);
    write(place(file.path), place(text));
  }
  for (const { path } of writable) mkdirSync(place(path), { recursive: true });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function logs(folder: string): string {
  return ['proxy.err', 'server.err', 'server.out']
    .map((name) => tail(join(folder, name)))
    .join('\n');
}

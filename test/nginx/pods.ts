// The services whose pods are run: each server behind nginx, as its author would describe it.
import {
  defineService,
  granian,
  gunicorn,
  hypercorn,
  internal,
  nginx,
  resolve,
  uvicorn,
  uwsgi,
} from '../../lib/index.ts';
import type { RunningProcessPlan } from '../../lib/model/plan/process-plan.ts';
import type { Server } from '../../lib/model/server.ts';
import type { WebSpec } from '../../lib/index.ts';
import type { NginxOptions } from '../../lib/proxies/index.ts';
import { requirementsOf } from '../servers/conformance/gunicorn-profiles.ts';
import { PYTHON_REQUIREMENTS } from '../servers/conformance/python-profiles.ts';
import { freePorts } from '../support/free-ports.ts';
import { type Pod, type PodOptions, startPod } from './pod.ts';

/** A server, with what its environment must hold. */
export interface Behind {
  readonly title: string;
  readonly server: Server;
  readonly requirements: readonly string[];
  /** Whether the application sees the scheme of the client. */
  readonly readsScheme: boolean;
}

const GUNICORN = requirementsOf('27.0.1');

/** gunicorn with threads. */
export const GTHREAD: Behind = {
  title: 'gunicorn gthread',
  server: gunicorn({ app: 'application:wsgi', version: '27.0.1' }),
  requirements: GUNICORN,
  readsScheme: true,
};

/** Every server that listens on a socket. */
export const SERVERS: readonly Behind[] = [
  GTHREAD,
  {
    title: 'gunicorn asgi',
    server: gunicorn({ app: 'application:asgi', version: '27.0.1', workerClass: 'asgi' }),
    requirements: GUNICORN,
    readsScheme: true,
  },
  {
    title: 'uWSGI',
    server: uwsgi({ app: 'application:wsgi' }),
    requirements: PYTHON_REQUIREMENTS,
    readsScheme: true,
  },
  {
    title: 'uvicorn with two workers',
    server: uvicorn({ app: 'application:asgi', workers: 2 }),
    requirements: PYTHON_REQUIREMENTS,
    readsScheme: true,
  },
  {
    title: 'granian',
    server: granian({ app: 'application:asgi' }),
    requirements: PYTHON_REQUIREMENTS,
    readsScheme: false,
  },
  {
    title: 'hypercorn',
    server: hypercorn({ app: 'application:asgi' }),
    requirements: PYTHON_REQUIREMENTS,
    readsScheme: false,
  },
];

/** Everything about a pod that a test may want otherwise. */
export interface Wanted {
  readonly proxy?: NginxOptions;
  readonly web?: Partial<WebSpec>;
  readonly options?: Pick<PodOptions, 'image' | 'planted'>;
}

/** Starts a pod of the server behind nginx, and removes it whatever happens. */
export async function withPod(
  behind: Behind,
  wanted: Wanted,
  body: (pod: Pod, plan: RunningProcessPlan) => Promise<void>,
): Promise<void> {
  const [port = 0, statusPort = 0] = await freePorts(2);
  const plan = planOf(behind, { ...wanted, web: { ...wanted.web, port } }, statusPort);
  const pod = await startPod({
    process: plan,
    requirements: behind.requirements,
    port,
    ...wanted.options,
  });
  try {
    await body(pod, plan);
  } finally {
    await pod.dispose();
  }
}

function planOf(behind: Behind, { proxy, web }: Wanted, statusPort: number): RunningProcessPlan {
  const service = defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag: '1.0.0' },
    web: {
      server: behind.server,
      proxy: nginx({ statusPort, ...proxy }),
      health: '/healthz',
      ...web,
    },
    expose: internal(),
  });
  const { plan, diagnostics } = resolve(service, 'default', {
    readText: () => ({ ok: false, problem: 'no such file' }),
  });
  const process = plan?.processes['web'];
  if (process?.kind !== 'web') throw new Error(JSON.stringify(diagnostics));
  return process;
}

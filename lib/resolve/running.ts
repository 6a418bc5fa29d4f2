/** resolve › running: web processes and workers, from server facts to stacks and Services. */

import type { RunningProcessPlan } from '../model/plan/process-plan.ts';
import type { RolloutPlan } from '../model/plan/rollout-plan.ts';
import type { EnvVarPlan } from '../model/plan/container-plan.ts';
import type { ScalingPlan } from '../model/plan/scaling-plan.ts';
import type { ServerPlan } from '../model/plan/server-plan.ts';
import type { NeedFacts } from '../model/need.ts';
import type { ServerFacts } from '../model/server.ts';
import type { ImageSpec } from '../model/spec/image-spec.ts';
import { seconds } from './amounts.ts';
import { resolveContainer } from './container.ts';
import type { Context } from './context.ts';
import type { ResolvedExposures } from './exposures.ts';
import { gracefulTimeoutOf, resolveLifecycle } from './lifecycle.ts';
import { processObjectName, processSelector } from './names.ts';
import { resolveDisruption, resolvePlacement } from './placement.ts';
import { resolveWebProbes, resolveWorkerProbes } from './probes.ts';
import type { AuthoredProcess } from './processes.ts';
import { resolveResources } from './resources.ts';
import { servicesOf, stacksOf } from './rollouts.ts';
import { resolveSecurity } from './security.ts';
import { type ResolvedProxy, resolveProxy } from './proxy.ts';
import { type ResolvedServer, upstreamPort } from './server.ts';
import { resolveMounts } from './volumes.ts';
import { resolveConcurrency } from './worker-concurrency.ts';

type Web = Extract<AuthoredProcess, { readonly kind: 'web' }>;
type Worker = Extract<AuthoredProcess, { readonly kind: 'worker' }>;

/** What earlier passes decided for a running process. */
export interface RunningInput {
  /** The service's image, or that of the version of another process that serves. */
  readonly image: ImageSpec;
  readonly rollout: RolloutPlan;
  readonly scaling: ScalingPlan;
  readonly needs: Readonly<Record<string, NeedFacts>>;
  readonly exposures: ResolvedExposures;
  /** Variables of the language of the image. */
  readonly imageEnv: readonly EnvVarPlan[];
}

/** The plan of a web process. */
export function resolveWeb(
  context: Context,
  web: Web,
  { server, ...input }: RunningInput & { readonly server: ResolvedServer },
): RunningProcessPlan {
  const { facts, resources, requestTimeoutSeconds } = server;
  const exposures = input.exposures.of(web.name);
  const largestBody = input.exposures.largestBody(web.name);
  const volumes = resolveMounts(context, web, input.rollout);
  const proxy = resolveProxy(context, web, server, { exposures, largestBody, volumes });
  return {
    ...runningBase(context, web, input),
    kind: 'web',
    requestTimeoutSeconds,
    server: proxy === undefined ? serverPlan(facts) : behindProxy(context, web, facts, proxy),
    container: resolveContainer(context, web, {
      resources,
      needs: input.needs,
      rollout: input.rollout,
      volumes,
      server: facts,
      imageEnv: facts.imageEnv ?? input.imageEnv,
      largestBody,
      ...(proxy === undefined ? {} : { proxy }),
    }),
    probes: resolveWebProbes(context, web, facts.liveness, exposures),
    lifecycle: resolveLifecycle(context, web, {
      lifecycle: web.spec.lifecycle,
      drain: facts.drain,
      exposures,
      ...(proxy === undefined ? {} : { proxy: proxy.facts }),
    }),
  };
}

/** The plan of a worker. */
export function resolveWorker(
  context: Context,
  worker: Worker,
  input: RunningInput,
): RunningProcessPlan {
  const { trace } = context;
  const taskTimeoutSeconds = trace.choose(
    `processes.${worker.name}.taskTimeoutSeconds`,
    {
      value: worker.spec.taskTimeout === undefined ? undefined : seconds(worker.spec.taskTimeout),
      from: `${worker.path}.taskTimeout`,
    },
    {
      value: context.edition.taskTimeoutSeconds,
      because:
        'a unit of work that takes longer must be said, or it is cut off when pods are replaced',
    },
  );
  const gracefulTimeoutSeconds = gracefulTimeoutOf(context, worker, undefined, {
    seconds: taskTimeoutSeconds,
    what: 'taskTimeout',
  });
  return {
    ...runningBase(context, worker, input),
    kind: 'worker',
    concurrency: resolveConcurrency(context, worker),
    container: resolveContainer(context, worker, {
      resources: resolveResources(context, worker),
      needs: input.needs,
      rollout: input.rollout,
      volumes: resolveMounts(context, worker, input.rollout),
      imageEnv: input.imageEnv,
    }),
    probes: resolveWorkerProbes(context, worker),
    lifecycle: resolveLifecycle(context, worker, {
      lifecycle: undefined,
      drain: { gracefulTimeoutSeconds, extraSeconds: 0, bounded: false, signal: 'SIGTERM' },
      exposures: [],
    }),
  };
}

function runningBase(
  context: Context,
  process: Web | Worker,
  { image, rollout, scaling }: RunningInput,
) {
  const disruption = resolveDisruption(context, process, scaling);
  return {
    name: process.name,
    objectName: processObjectName(context.spec.name, process.name),
    selector: processSelector(context.spec.name, process.name),
    security: resolveSecurity(context, process),
    placement: resolvePlacement(context, process, rollout),
    scaling,
    disruption,
    rollout,
    stacks: stacksOf(context, process, { image, rollout, scaling, disruption }),
    services: servicesOf(context, process, rollout),
  };
}

/** What others see of a server behind a proxy in the pod: the proxy's connections and trust, and metrics through its port. */
function behindProxy(
  context: Context,
  web: Web,
  { forwarded: _believesProxy, ...facts }: ServerFacts,
  { facts: proxy }: ResolvedProxy,
): ServerPlan {
  const { title, metrics } = facts;
  return {
    ...serverPlan(facts),
    title: `${title} behind ${proxy.title}`,
    keepAlive: proxy.keepAlive,
    ...(proxy.forwarded === undefined ? {} : { forwarded: proxy.forwarded }),
    ...(metrics?.port === upstreamPort(context, web)
      ? { metrics: { ...metrics, port: web.spec.port ?? context.edition.port } }
      : {}),
  };
}

function serverPlan(facts: ServerFacts): ServerPlan {
  return {
    title: facts.title,
    workers: facts.workers,
    threads: facts.threads,
    ...(facts.concurrency === undefined ? {} : { concurrency: facts.concurrency }),
    connectionsPerPod: facts.connectionsPerPod,
    drain: facts.drain,
    keepAlive: facts.keepAlive,
    requestLimit: facts.requestLimit,
    ...(facts.webSockets === undefined ? {} : { webSockets: facts.webSockets }),
    ...(facts.http2 === undefined ? {} : { http2: facts.http2 }),
    accessLog: facts.accessLog,
    ...(facts.metrics === undefined ? {} : { metrics: facts.metrics }),
    ...(facts.forwarded === undefined ? {} : { forwarded: facts.forwarded }),
    packages: facts.packages,
  };
}

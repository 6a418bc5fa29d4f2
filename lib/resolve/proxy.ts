/** resolve › proxy: what stands in the pod between the port clients reach and the server, as a sidecar of its container. */

import type { GatePlan, SharedDirectoryPlan, SidecarPlan } from '../model/plan/container-plan.ts';
import type { ExposurePlan } from '../model/plan/exposure-plan.ts';
import type { PodVolumePlan, VolumeMountPlan } from '../model/plan/volume-plan.ts';
import type { AssetsFacts, ProxyFacts } from '../model/proxy.ts';
import { readsRequests } from '../model/trusted-proxy.ts';
import type { Context } from './context.ts';
import { pathsTo } from './exposures.ts';
import { imageOf } from './image.ts';
import { pauseSeconds } from './lifecycle.ts';
import type { AuthoredProcess } from './processes.ts';
import { SOCKET_DIRECTORY, SOCKET_FOLDER } from './proxy-socket.ts';
import { type ResolvedServer, upstreamPort } from './server.ts';

type Web = Extract<AuthoredProcess, { readonly kind: 'web' }>;

/** A proxy with what it adds to the pod. */
export interface ResolvedProxy {
  readonly facts: ProxyFacts;
  readonly sidecar: SidecarPlan;
  readonly shared: readonly SharedDirectoryPlan[];
  /** Fill shared directories before the proxy starts. */
  readonly gates: readonly GatePlan[];
  /** Where the server's container sees the shared directories. */
  readonly mounts: SidecarPlan['mounts'];
}

/** The proxy of a web process; undefined where it has none. */
export function resolveProxy(
  context: Context,
  web: Web,
  server: ResolvedServer,
  { exposures, largestBody, volumes }: ProxySurroundings,
): ResolvedProxy | undefined {
  if (web.spec.proxy === undefined) return undefined;
  const { edition, trace } = context;
  const { facts: behind, requestTimeoutSeconds } = server;
  const port = web.spec.port ?? edition.port;
  const paths = pathsTo(context.spec, web);
  const facts = web.spec.proxy.facts({
    process: web.path,
    port,
    upstream: behind.socket ?? { port: upstreamPort(context, web) },
    protocol: web.spec.protocol ?? 'http',
    requestTimeoutSeconds,
    ...(behind.requestLimit.seconds === undefined
      ? {}
      : { serverLimitSeconds: behind.requestLimit.seconds }),
    ...(behind.concurrency === undefined ? {} : { serverConcurrency: behind.concurrency }),
    pauseSeconds: pauseSeconds(context, web, web.spec.lifecycle, exposures),
    drainSeconds: behind.drain.gracefulTimeoutSeconds + behind.drain.extraSeconds,
    largestBodyBytes: largestBody,
    proxyKeepAliveSeconds: Math.max(0, ...exposures.map(({ proxy }) => proxy.keepAliveSeconds)),
    behindProxy: exposures.some(({ proxy }) => readsRequests(proxy)),
    ingressRestricted: context.spec.network?.policies ?? true,
    ...(paths === undefined ? {} : { paths }),
  });
  facts.findings.forEach(trace.report);
  const at = `processes.${web.name}.container.sidecars.0`;
  trace.spec(at, undefined, `${web.path}.proxy`);
  for (const [path, { formula, source }] of Object.entries(facts.because)) {
    trace.derive(`${at}.${path}`, undefined, formula, source);
  }
  const socket =
    behind.socket === undefined
      ? []
      : [{ directory: SOCKET_DIRECTORY.name, path: SOCKET_FOLDER, readOnly: false }];
  const served = facts.assets.flatMap((asset) => servedFrom(asset, volumes));
  const copied = facts.assets.filter((asset) => servedFrom(asset, volumes).length === 0);
  if (served.length > 0) {
    trace.derive(
      `${at}.volumes`,
      undefined,
      'files that lie on a volume of the pod are served from there: a copy would be as large, and never change',
    );
  }
  const sidecar = sidecarOf(context, facts, port, [
    ...socket,
    ...copied.map(({ name, servedAt }) => ({ directory: name, path: servedAt, readOnly: true })),
  ]);
  return {
    facts,
    sidecar: served.length === 0 ? sidecar : { ...sidecar, volumes: served },
    shared: [
      ...(behind.socket === undefined ? [] : [SOCKET_DIRECTORY]),
      ...copied.map(({ name, sizeLimit }) => ({ name, sizeLimit })),
    ],
    gates: copied.map(({ name, command, copiedFrom, filledAt }) => ({
      name,
      command,
      // A copy needs no variables; a command of the application may.
      ...(copiedFrom === undefined ? {} : { variables: false as const }),
      mounts: [{ directory: name, path: filledAt, readOnly: false }],
    })),
    mounts: socket,
  };
}

/** The part of a volume that holds a directory; nothing where it is in the image, or a command makes it. */
function servedFrom(
  { copiedFrom, servedAt }: AssetsFacts,
  volumes: readonly PodVolumePlan[],
): readonly PodVolumePlan[] {
  if (copiedFrom === undefined) return [];
  return volumes.flatMap(({ volume, plan, mounts }) => {
    const holder = mounts.find(({ path }) => `${copiedFrom}/`.startsWith(`${path}/`));
    if (holder === undefined) return [];
    const below = copiedFrom.slice(holder.path.length + 1);
    const subPath = [holder.subPath, below].filter((part) => part !== undefined && part !== '');
    const seen: VolumeMountPlan = {
      path: servedAt,
      readOnly: true,
      ...(subPath.length === 0 ? {} : { subPath: subPath.join('/') }),
    };
    return [{ volume, plan, mounts: [seen] }];
  });
}

/** What stands in front of the proxy, and beside it. */
export interface ProxySurroundings {
  readonly exposures: readonly ExposurePlan[];
  /** Largest request body an exposure lets through, in bytes; 0 where nothing is said. */
  readonly largestBody: number;
  /** Volumes of the pod. */
  readonly volumes: readonly PodVolumePlan[];
}

/**
 * Its own probe asks it alone, so that a server that hangs does not restart the proxy; that requests reach the server
 * through it is what the probes of the main container ask. The main container starts when the start-up probe has succeeded:
 * one that asked the server would wait for ever. @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
function sidecarOf(
  { edition }: Context,
  facts: ProxyFacts,
  port: number,
  mounts: SidecarPlan['mounts'],
): SidecarPlan {
  const { path, portName } = facts.health;
  const check = { kind: 'http', path, headers: [], port: portName } as const;
  return {
    name: facts.container,
    image: imageOf(facts.image, undefined),
    command: facts.command,
    files: Object.entries(facts.files).map(([path, text]) => ({ path, kind: 'text', text })),
    writable: facts.writable,
    mounts,
    ports: [
      { name: 'http', port },
      { name: facts.health.portName, port: facts.health.port },
    ],
    resources: facts.resources,
    probes: {
      startup: {
        check,
        periodSeconds: edition.startupProbePeriodSeconds,
        timeoutSeconds: edition.startupProbeTimeoutSeconds,
        failureThreshold: edition.proxyStartupFailures,
      },
      liveness: {
        check,
        periodSeconds: edition.livenessPeriodSeconds,
        timeoutSeconds: edition.livenessTimeoutSeconds,
        // Restarted before the main container, whose probes pass through it.
        failureThreshold: edition.proxyLivenessFailures,
      },
    },
    preStop: facts.preStop,
  };
}

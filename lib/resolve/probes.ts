/** resolve › probes: when a pod has started, may get traffic, must be restarted. */

import type { ExposurePlan } from '../model/plan/exposure-plan.ts';
import type { ProbePlan, ProbesPlan } from '../model/plan/container-plan.ts';
import type { HealthSpec, ProbeSpec } from '../model/spec/process-spec.ts';
import { seconds } from './amounts.ts';
import type { Context } from './context.ts';
import type { AuthoredProcess } from './processes.ts';

type Web = Extract<AuthoredProcess, { readonly kind: 'web' }>;
type Worker = Extract<AuthoredProcess, { readonly kind: 'worker' }>;
type Headers = readonly { readonly name: string; readonly value: string }[];

/** How the kubelet asks. */
interface Asked {
  readonly headers: Headers;
  readonly port: number;
  /** The port is that of another container of the pod, and the kubelet looks names up in the same one only. */
  readonly byNumber: boolean;
}

/** Seconds between questions and to wait for an answer, and bad answers in a row that count. */
export interface Pace {
  readonly period: number;
  readonly timeout: number;
  readonly failures: number;
}

/** Probes of a web process. Without a health path they only try the port, which is said (SW2157). */
export function resolveWebProbes(
  context: Context,
  web: Web,
  liveness: 'http' | 'tcp',
  exposures: readonly ExposurePlan[],
): ProbesPlan {
  const { edition, trace } = context;
  const health = web.spec.health;
  if (health === undefined) reportNoHealth(context, web);
  const paths: HealthSpec =
    typeof health === 'string'
      ? { startup: health, readiness: health, liveness: health }
      : (health ?? {});
  const headers = headersFor(exposures);
  const startupSeconds = trace.choose(
    `processes.${web.name}.startupTimeoutSeconds`,
    {
      value: web.spec.startupTimeout === undefined ? undefined : seconds(web.spec.startupTimeout),
      from: `${web.path}.startupTimeout`,
    },
    { value: edition.startupTimeoutSeconds, because: 'a minute to import the application' },
  );
  const startup = startupPaceOf(context, paths.startup, startupSeconds);
  const port = web.spec.port ?? edition.port;
  const asked: Asked = { headers, port, byNumber: web.spec.proxy !== undefined };
  // A string that stands for all three probes tries only the port for liveness where HTTP would starve.
  const alive =
    typeof health === 'string' && liveness === 'tcp' ? undefined : (paths.liveness ?? undefined);
  // Through a proxy a port that opens says nothing of the server, so nothing is asked then: it ends when it cannot go on.
  const silent = asked.byNumber && alive === undefined;
  traceProbe(context, web, 'readiness', paths.readiness, PACES.readiness);
  traceProbe(context, web, 'startup', paths.startup, PACES.startup);
  if (asProbe(paths.startup).failureThreshold === undefined) {
    trace.derive(
      `processes.${web.name}.probes.startup.failureThreshold`,
      startup.failures,
      `startupTimeout ${startupSeconds} s / period ${startup.period} s, rounded up`,
    );
  }
  if (paths.startup === undefined && paths.readiness !== undefined) {
    trace.derive(
      `processes.${web.name}.probes.startup.check`,
      undefined,
      'the same as for readiness, at the pace of a start',
    );
  }
  if (alive !== false && !silent) traceProbe(context, web, 'liveness', alive, PACES.liveness);
  if (typeof health === 'string' && !silent) {
    trace.derive(
      `processes.${web.name}.probes.liveness.check`,
      liveness,
      liveness === 'tcp'
        ? 'the port is tried: an HTTP question would wait behind busy workers and restart a healthy pod'
        : 'asked over HTTP, which also finds a blocked event loop or thread pool',
    );
  }
  const probes: ProbesPlan = {
    startup: {
      // Whoever says nothing of the start is asked the same as later, at the pace of a start.
      check: checkOf(asProbe(paths.startup ?? paths.readiness), asked),
      periodSeconds: startup.period,
      timeoutSeconds: startup.timeout,
      failureThreshold: startup.failures,
    },
    readiness: probeOf(paths.readiness, readinessPace(context), asked),
    ...(alive === false || silent
      ? {}
      : { liveness: probeOf(alive, livenessPace(context), asked) }),
  };
  for (const [name, { check }] of Object.entries(probes)) {
    if (check.kind !== 'http' || check.headers.length === 0) continue;
    trace.derive(
      `processes.${web.name}.probes.${name}.check.headers`,
      undefined,
      'what the proxy sends on behalf of a client: the kubelet itself names the address of the pod, and no scheme',
    );
  }
  return probes;
}

/** Probes of a worker: only those that are asked for, since a queue worker answers nobody. */
export function resolveWorkerProbes(context: Context, worker: Worker): ProbesPlan {
  const health = worker.spec.health ?? {};
  const probe = (name: keyof ProbesPlan, authored: string | ProbeSpec | undefined, pace: Pace) => {
    if (authored === undefined) return undefined;
    // The start of a worker is asked about at the pace of liveness.
    traceProbe(context, worker, name, authored, PACES[name === 'startup' ? 'liveness' : name]);
    return probeOf(authored, pace, { headers: [], port: context.edition.port, byNumber: false });
  };
  const startup = probe('startup', health.startup, livenessPace(context));
  const readiness = probe('readiness', health.readiness, readinessPace(context));
  const liveness = probe(
    'liveness',
    health.liveness === false ? undefined : health.liveness,
    livenessPace(context),
  );
  return {
    ...(startup === undefined ? {} : { startup }),
    ...(readiness === undefined ? {} : { readiness }),
    ...(liveness === undefined ? {} : { liveness }),
  };
}

/** Why a probe that says nothing of its pace asks as often, waits as long, and counts as many bad answers. */
const PACES: Readonly<Record<keyof ProbesPlan, Readonly<Record<keyof Pace, string>>>> = {
  startup: {
    period: 'often, so that a pod that has started serves at once',
    timeout: 'no longer than until the next question',
    failures: 'as many as fit into the time a start may take',
  },
  readiness: {
    period: 'often enough to take a pod that hangs out of the endpoints within seconds',
    timeout: 'a cheap path answers sooner, or the pod is too busy for more requests',
    failures: 'one bad answer may be chance',
  },
  liveness: {
    period: 'rarely: a restart is the last resort',
    timeout: 'longer than readiness, which takes load off a slow pod first',
    failures: 'a minute in a row: a restart is worse than a slow minute',
  },
};

const PROBE_DOCS =
  'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/';

/** Remembers where a probe came from: its own words, else the edition. */
function traceProbe(
  { trace }: Context,
  { name, path, spec: { health } }: Web | Worker,
  probe: keyof ProbesPlan,
  authored: string | ProbeSpec | undefined,
  because: Readonly<Record<keyof Pace, string>>,
): void {
  const at = `processes.${name}.probes.${probe}`;
  const from = typeof health === 'string' ? `${path}.health` : `${path}.health.${probe}`;
  const { period, timeout, failureThreshold, ...check } = asProbe(authored);
  const members = [
    ['periodSeconds', period, 'period', because.period],
    ['timeoutSeconds', timeout, 'timeout', because.timeout],
    ['failureThreshold', failureThreshold, 'failureThreshold', because.failures],
  ] as const;
  for (const [member, value, option, why] of members) {
    const fallback = { value: undefined, because: why, source: PROBE_DOCS };
    trace.choose(`${at}.${member}`, { value, from: `${from}.${option}` }, fallback);
  }
  trace.choose(
    `${at}.check`,
    { value: Object.keys(check).length === 0 ? undefined : check, from },
    { value: undefined, because: 'the port is tried: no path is said' },
  );
}

/** How often, and how long, a process is asked whether it may get traffic; nothing for one that is not asked. */
export function readinessPaceOf(context: Context, { kind, spec }: Web | Worker): Pace | undefined {
  const authored = typeof spec.health === 'string' ? spec.health : spec.health?.readiness;
  return kind === 'worker' && authored === undefined
    ? undefined
    : paceOf(authored, readinessPace(context));
}

/** Longest time until a process must answer for the first time; 0 for a worker that is not asked. */
export function startupProbeSeconds(context: Context, process: Web | Worker): number {
  if (process.kind === 'worker') {
    const authored = process.spec.health?.startup;
    if (authored === undefined) return 0;
    const { period, failures } = paceOf(authored, livenessPace(context));
    return period * failures;
  }
  const { health, startupTimeout } = process.spec;
  const limit = seconds(startupTimeout ?? context.edition.startupTimeoutSeconds);
  const authored = typeof health === 'string' ? undefined : health?.startup;
  const { period, failures } = startupPaceOf(context, authored, limit);
  return asProbe(authored).failureThreshold === undefined ? limit : period * failures;
}

/** As many questions as fit into the time a start may take. */
function startupPaceOf(
  { edition }: Context,
  authored: string | ProbeSpec | undefined,
  startupSeconds: number,
): Pace {
  const { period, timeout } = paceOf(authored, {
    period: edition.startupProbePeriodSeconds,
    timeout: edition.startupProbeTimeoutSeconds,
    failures: 0,
  });
  const failures = asProbe(authored).failureThreshold ?? Math.ceil(startupSeconds / period);
  return { period, timeout, failures };
}

function readinessPace({ edition }: Context): Pace {
  return {
    period: edition.readinessPeriodSeconds,
    timeout: edition.readinessTimeoutSeconds,
    failures: edition.readinessFailures,
  };
}

function livenessPace({ edition }: Context): Pace {
  return {
    period: edition.livenessPeriodSeconds,
    timeout: edition.livenessTimeoutSeconds,
    failures: edition.livenessFailures,
  };
}

function probeOf(authored: string | ProbeSpec | undefined, pace: Pace, asked: Asked): ProbePlan {
  const { period, timeout, failures } = paceOf(authored, pace);
  return {
    check: checkOf(asProbe(authored), asked),
    periodSeconds: period,
    timeoutSeconds: timeout,
    failureThreshold: failures,
  };
}

function paceOf(authored: string | ProbeSpec | undefined, usual: Pace): Pace {
  const { period, timeout, failureThreshold } = asProbe(authored);
  return {
    period: period === undefined ? usual.period : seconds(period),
    timeout: timeout === undefined ? usual.timeout : seconds(timeout),
    failures: failureThreshold ?? usual.failures,
  };
}

function asProbe(authored: string | ProbeSpec | undefined): ProbeSpec {
  return typeof authored === 'string' ? { path: authored } : (authored ?? {});
}

function checkOf(probe: ProbeSpec, { headers, port, byNumber }: Asked): ProbePlan['check'] {
  const number = byNumber ? { port } : {};
  if (probe.command !== undefined) return { kind: 'exec', command: probe.command };
  if (probe.grpc === true) return { kind: 'grpc', port };
  if (probe.path !== undefined) return { kind: 'http', path: probe.path, headers, ...number };
  return { kind: 'tcp', ...number };
}

/** The kubelet asks by pod address: frameworks that check the Host header or insist on HTTPS must see what a client sends. */
function headersFor(exposures: readonly ExposurePlan[]): Headers {
  const exposed = exposures.find((exposure) => exposure.hosts.length > 0);
  const host = exposed?.hosts[0];
  if (exposed === undefined || host === undefined) return [];
  return [
    { name: 'Host', value: host.replace(/^\*\./, 'probe.') },
    ...(exposed.tls ? [{ name: 'X-Forwarded-Proto', value: 'https' }] : []),
  ];
}

function reportNoHealth({ trace }: Context, web: Web): void {
  trace.report({
    code: 'SW2157',
    name: 'no-health-path',
    severity: 'note',
    path: web.path,
    message: `\`${web.name}\` has no health path: probes only try whether the port opens.`,
    because: 'A process that listens but cannot answer would get traffic.',
    fix: "Give a cheap path that answers 200, e.g. `health: '/healthz'`.",
  });
}

/** servers › http: the profile of any other server (Node, Go, JVM …); what it decides is read by resolve. */

import type { EnvVarPlan, WritablePathPlan } from '../../model/plan/container-plan.ts';
import type { Finding } from '../../model/finding.ts';
import type { KeepAliveFacts, Server, ServerFacts, ServerInput } from '../../model/server.ts';
import { checkShape, remake } from '../../model/shape.ts';
import type { DurationText, QuantityText } from '../../model/spec/amounts.ts';
import type { WritablePathSpec } from '../../model/spec/process-spec.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { parseDuration } from '../../units/duration.ts';
import { formatQuantity } from '../../units/quantity.ts';
import { parseBytes } from '../../units/resource-amount.ts';
import { keepAliveFormula, keepAliveSeconds } from '../../model/keep-alive.ts';
import { type HttpOptions, type HttpVariables, httpShape } from './options.ts';

/** For what a server does after its last request: closing pools, flushing logs. A choice; no two servers agree. */
const DRAIN_EXTRA_SECONDS = 5;
/** Pools are rarely larger where nothing is said (HikariCP and node-postgres: 10). */
const CONNECTIONS = 10;
const WRITABLE_SIZE = '64Mi';

/**
 * Runs a server of any kind by what is said of it.
 * Raises SW2031 to SW2035, see README.md.
 * @example http({ env: { port: 'PORT', gracefulSeconds: 'SHUTDOWN_TIMEOUT' }, keepAlive: '75s' })
 */
export function http(options: HttpOptions = {}): Server<'http', HttpOptions> {
  return {
    family: 'server',
    kind: 'http',
    options,
    with: remake(http),
    check: () => [...checkShape(httpShape, options), ...sharedVariables(options)],
    facts: (input) => facts(options, input),
  };
}

function facts(options: HttpOptions, input: ServerInput): ServerFacts {
  const keepAlive = keepAliveOf(options, input);
  const metrics = metricsOf(options, input);
  const command = options.command ?? input.command;
  const bounded = boundedOf(options);
  const workers = options.workers ?? 1;
  const limit = secondsOf(options.requestLimit);
  return {
    title: options.title ?? 'HTTP server',
    ...(command === undefined ? {} : { command }),
    ...(options.args === undefined ? {} : { args: options.args }),
    ...(input.socket === undefined || options.env?.socket === undefined
      ? {}
      : { socket: { path: input.socket, protocol: 'http' as const } }),
    env: variablesOf(options.env ?? {}, {
      port: input.port,
      ...(input.socket === undefined ? {} : { socket: input.socket }),
      graceful: input.gracefulTimeoutSeconds,
      keepAlive: keepAliveSeconds(input),
      requestTimeout: input.requestTimeoutSeconds,
      metricsPort: metrics?.port ?? input.port,
    }),
    files: {},
    writable: (options.writable ?? []).map(writableOf),
    workers,
    threads: 1,
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    connectionsPerPod: options.connectionsPerPod ?? options.concurrency ?? CONNECTIONS * workers,
    drain: {
      gracefulTimeoutSeconds: input.gracefulTimeoutSeconds,
      extraSeconds: secondsOf(options.drainExtra) ?? DRAIN_EXTRA_SECONDS,
      bounded,
      signal: options.stopSignal ?? 'SIGTERM',
    },
    keepAlive,
    requestLimit:
      limit === undefined
        ? { enforcedBy: 'application' }
        : { enforcedBy: 'server', seconds: limit },
    liveness: options.liveness ?? 'http',
    accessLog: options.accessLog ?? 'unknown',
    ...(metrics === undefined ? {} : { metrics }),
    ...(metrics === undefined || metrics.port === input.port
      ? {}
      : { ports: [{ name: 'metrics', port: metrics.port }] }),
    packages: [],
    because: becauseOf(options, input, keepAlive),
    findings: findingsOf(options, input, keepAlive, bounded),
  };
}

function becauseOf(
  options: HttpOptions,
  input: ServerInput,
  keepAlive: KeepAliveFacts,
): ServerFacts['because'] {
  return {
    'drain.extraSeconds': {
      formula:
        options.drainExtra === undefined
          ? `${DRAIN_EXTRA_SECONDS}, for what the server does after its last request`
          : 'as written',
    },
    ...(keepAlive.kind === 'keeps' && options.keepAlive === undefined
      ? { 'keepAlive.seconds': { formula: keepAliveFormula(input) } }
      : {}),
  };
}

function keepAliveOf(options: HttpOptions, input: ServerInput): KeepAliveFacts {
  if (options.keepAlive === 'closes') return { kind: 'closes' };
  const said = secondsOf(options.keepAlive);
  if (said !== undefined) return { kind: 'keeps', seconds: said };
  const told =
    options.env?.keepAliveSeconds !== undefined || options.env?.keepAliveMilliseconds !== undefined;
  return told ? { kind: 'keeps', seconds: keepAliveSeconds(input) } : { kind: 'unknown' };
}

function boundedOf({ drainBounded, env }: HttpOptions): boolean {
  const told = env?.gracefulSeconds !== undefined || env?.gracefulMilliseconds !== undefined;
  return drainBounded ?? told;
}

function metricsOf(
  { metrics }: HttpOptions,
  input: ServerInput,
): { readonly port: number; readonly path: string } | undefined {
  return metrics === undefined
    ? undefined
    : {
        port: metrics.port ?? input.metricsPort ?? input.port,
        path: metrics.path ?? '/metrics',
      };
}

function variablesOf(
  names: HttpVariables,
  values: {
    readonly port: number;
    readonly socket?: string;
    readonly graceful: number;
    readonly keepAlive: number;
    readonly requestTimeout: number;
    readonly metricsPort: number;
  },
): readonly EnvVarPlan[] {
  const told: readonly (readonly [string | undefined, number | string | undefined])[] = [
    [names.port, values.port],
    [names.socket, values.socket],
    [names.gracefulSeconds, values.graceful],
    [names.gracefulMilliseconds, values.graceful * 1000],
    [names.keepAliveSeconds, values.keepAlive],
    [names.keepAliveMilliseconds, values.keepAlive * 1000],
    [names.requestTimeoutSeconds, values.requestTimeout],
    [names.requestTimeoutMilliseconds, values.requestTimeout * 1000],
    [names.metricsPort, values.metricsPort],
  ];
  return told.flatMap(([name, value]) =>
    name === undefined || value === undefined
      ? []
      : [{ name, kind: 'value', value: String(value) }],
  );
}

function writableOf(directory: string | WritablePathSpec): WritablePathPlan {
  return typeof directory === 'string'
    ? { path: directory, medium: 'disk', sizeLimit: WRITABLE_SIZE }
    : {
        path: directory.path,
        medium: directory.medium ?? 'disk',
        sizeLimit: sizeOf(directory.size),
      };
}

function sizeOf(size: QuantityText | undefined): string {
  const parsed = size === undefined ? undefined : parseBytes(String(size));
  return parsed?.ok === true ? formatQuantity(parsed.value) : WRITABLE_SIZE;
}

function secondsOf(duration: DurationText | undefined): number | undefined {
  const parsed = duration === undefined ? undefined : parseDuration(duration);
  return parsed?.ok === true ? parsed.value : undefined;
}

function findingsOf(
  options: HttpOptions,
  input: ServerInput,
  keepAlive: KeepAliveFacts,
  bounded: boolean,
): readonly Finding[] {
  const at = `${input.process}.server`;
  const findings: Finding[] = [];
  if (keepAlive.kind === 'unknown' && input.proxyKeepAliveSeconds > 0) {
    findings.push({
      code: 'SW2031',
      name: 'http-keep-alive-unknown',
      severity: 'warning',
      path: `${at}.keepAlive`,
      message: `It is not said how long the server keeps idle connections; the proxy in front keeps them ${input.proxyKeepAliveSeconds} s.`,
      because:
        'If the server closes first, now and then a request meets a closed connection and fails with 502. Node closes after 5 s.',
      fix: `Make the server keep them ${keepAliveSeconds(input)} s and say \`keepAlive: ${keepAliveSeconds(input)}\`, or name the variable that tells it in \`env.keepAliveSeconds\`.`,
    });
  }
  if (
    input.socket !== undefined &&
    options.env?.port === undefined &&
    options.env?.socket === undefined
  ) {
    findings.push({
      code: 'SW2035',
      name: 'http-port-untold',
      severity: 'warning',
      path: `${at}.env.port`,
      message: `Nothing tells the server to listen on ${input.port}: the proxy in the pod has the port of the process.`,
      because: 'The second to bind fails with "address already in use".',
      fix: `Name the variable it reads its port from in \`env.port\`, the one of a unix socket in \`env.socket\`, or make it listen on ${input.port}.`,
    });
  }
  if (!bounded) {
    findings.push({
      code: 'SW2032',
      name: 'http-drain-unbounded',
      severity: 'note',
      path: `${at}.env.gracefulSeconds`,
      message: `Nothing tells the server that in-flight requests get ${input.gracefulTimeoutSeconds} s after ${options.stopSignal ?? 'SIGTERM'}.`,
      because:
        'A request that takes longer is cut by SIGKILL instead of being ended by the server.',
      fix: 'Name the variable it reads in `env.gracefulSeconds`, or say `drainBounded: true` if it has a limit of its own.',
    });
  }
  if (options.stopSignal !== undefined && options.stopSignal !== 'SIGTERM') {
    findings.push({
      code: 'SW2033',
      name: 'http-stop-signal',
      severity: 'note',
      path: `${at}.stopSignal`,
      message: `The image must say STOPSIGNAL ${options.stopSignal}.`,
      because: 'Kubernetes sends what the image names, and SIGTERM when it names nothing.',
      fix: `Add \`STOPSIGNAL ${options.stopSignal}\` to the Dockerfile.`,
    });
  }
  const shell = shellOf(options.command ?? input.command);
  if (shell !== undefined) {
    findings.push({
      code: 'SW2034',
      name: 'http-shell-first',
      severity: 'warning',
      path: options.command === undefined ? `${input.process}.command` : `${at}.command`,
      message: `The command starts \`${shell}\`, which does not pass SIGTERM on to the server.`,
      because: 'The server would be killed in the middle of requests when the grace period ends.',
      fix: 'Start the server itself, or with `exec` inside the shell.',
    });
  }
  return findings;
}

/** The shell, or npm, in front of a server that does not replace itself by it. */
function shellOf(command: readonly string[] | undefined): string | undefined {
  const program = command?.[0]?.split('/').at(-1) ?? '';
  if (program === 'npm' || program === 'yarn' || program === 'pnpm') return program;
  if (!['sh', 'bash', 'ash', 'dash', 'zsh'].includes(program)) return undefined;
  return command?.some((word) => /\bexec\s/.test(word)) === true ? undefined : program;
}

/** One variable cannot tell two things. */
function sharedVariables({ env }: HttpOptions): readonly OptionProblem[] {
  const names = Object.entries(env ?? {}).filter(([, name]) => typeof name === 'string');
  return names.flatMap(([key, name], index) => {
    const earlier = names.slice(0, index).find(([, other]) => other === name);
    return earlier === undefined
      ? []
      : [
          {
            path: `env.${key}`,
            message: `\`${name}\` already tells the server its ${earlier[0]}.`,
            fix: 'Give each its own variable.',
          },
        ];
  });
}

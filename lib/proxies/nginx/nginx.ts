/** proxies › nginx: nginx as a reverse proxy in the pod; what it decides is read by resolve. */

import { keepAliveFormula, keepAliveSeconds } from '../../model/keep-alive.ts';
import type { ResourcesPlan } from '../../model/plan/container-plan.ts';
import { assetsVolumeName } from '../../model/plan/volume-names.ts';
import type { AssetsFacts, Proxy, ProxyFacts, ProxyInput } from '../../model/proxy.ts';
import { checkShape, remake } from '../../model/shape.ts';
import type { ComputeAmounts } from '../../model/spec/process-spec.ts';
import { trustedProxies } from '../../model/trusted-proxy.ts';
import { parseByteSize } from '../../units/byte-size.ts';
import { parseDuration } from '../../units/duration.ts';
import { must } from '../../units/parsed.ts';
import { byteQuantity, bytes, formatQuantity } from '../../units/quantity.ts';
import { parseBytes, parseCpu } from '../../units/resource-amount.ts';
import {
  BUFFERS,
  CONFIGURATION_PATH,
  HEALTH_PATH,
  type StaticLocation,
  configurationText,
} from './configuration.ts';
import { nginxFindings } from './findings.ts';
import { type NginxOptions, type StaticFiles, nginxShape } from './options.ts';

/** The stable line when edition 1 was made; its STOPSIGNAL is SIGQUIT. @see https://github.com/nginx/docker-nginx-unprivileged */
const IMAGE = { repository: 'nginxinc/nginx-unprivileged', tag: '1.30.4' } as const;
const STATUS_PORT = 8081;
const CONNECTIONS = 1024;
/** nginx's own default of client_max_body_size. */
const BODY_BYTES = 1024 ** 2;
/** What a request that was accepted at the last moment takes to reach the server, with room. A choice. */
const HANDOVER_SECONDS = 2;
/** Buffered responses reach their clients after the server has ended. A choice. */
const DRAIN_EXTRA_SECONDS = 2;
/** Servers end a request 5 s after its limit and ingress controllers give up after 6 s: nginx does in between. */
const READ_SLACK_SECONDS = 5.5;
const SERVER_SLACK_SECONDS = 0.5;
/** As ingress controllers keep silent streams. */
const STREAM_IDLE_SECONDS = 3600;
const MAX_AGE_SECONDS = 3600;
const ASSETS_SIZE = '256Mi';
const LEAST_TEMPORARY_BYTES = 64 * 1024 ** 2;
/**
 * Fewest uploads at once. nginx takes each in whole before the server hears of it, so the server's own number bounds
 * nothing: as many as 2 × 16 threads answer. A choice.
 */
const LEAST_UPLOADS = 32;
const CPU = '50m';
/** nginx itself, and the buffers (256 KiB) of some 200 responses at once. A constant, so that it stays one in a chart. */
const MEMORY = '64Mi';

/**
 * Puts nginx between the port clients reach and the server: static files, buffers, limits, compression, a JSON log.
 * Raises SW2050 to SW2055, see README.md.
 * @example nginx({ static: { '/static/': '/app/static' } })
 */
export function nginx(options: NginxOptions = {}): Proxy<'nginx', NginxOptions> {
  return {
    family: 'proxy',
    kind: 'nginx',
    options,
    with: remake(nginx),
    check: () => checkShape(nginxShape, options),
    facts: (input) => facts(options, input),
  };
}

function facts(options: NginxOptions, input: ProxyInput): ProxyFacts {
  const statusPort = options.statusPort ?? STATUS_PORT;
  const maxBodyBytes = bodyBytes(options, input);
  const handoverSeconds = secondsOf(options.handover) ?? HANDOVER_SECONDS;
  const readTimeoutSeconds = readTimeout(input);
  const shutdownSeconds = handoverSeconds + input.drainSeconds;
  // A body stays until the server has answered, so that all it answers at once lie there together.
  const uploads = Math.max(LEAST_UPLOADS, input.serverConcurrency ?? 0);
  const temporary = Math.max(LEAST_TEMPORARY_BYTES, maxBodyBytes * uploads);
  const trusted = trustedProxies(options.trustedProxies, input) ?? [];
  return {
    title: 'nginx',
    container: 'nginx',
    image: {
      repository: options.image?.repository ?? IMAGE.repository,
      ...(options.image?.tag === undefined && options.image?.digest !== undefined
        ? {}
        : { tag: options.image?.tag ?? IMAGE.tag }),
      ...(options.image?.digest === undefined ? {} : { digest: options.image.digest }),
      ...(options.image?.pullPolicy === undefined ? {} : { pullPolicy: options.image.pullPolicy }),
    },
    // Before the configuration is read nginx would open the log it was built with.
    command: ['nginx', '-e', 'stderr', '-c', CONFIGURATION_PATH],
    files: {
      [CONFIGURATION_PATH]: configurationText({
        input,
        connections: options.connections ?? CONNECTIONS,
        statusPort,
        dualStack: options.bind === 'dual-stack',
        status: options.status ?? false,
        gzip: options.gzip ?? true,
        accessLog: options.accessLog ?? 'json',
        unavailable: options.unavailable ?? 'close',
        requestBuffering: options.requestBuffering ?? true,
        responseBuffering: options.responseBuffering ?? input.protocol !== 'sse',
        maxBodyBytes,
        keepAliveSeconds: keepAliveSeconds(input),
        readTimeoutSeconds,
        shutdownSeconds,
        trusted,
        locations: staticEntries(options).map(locationOf),
      }),
    },
    writable: [
      { path: '/tmp', medium: 'disk', sizeLimit: formatQuantity(byteQuantity(temporary)) },
    ],
    resources: resourcesOf(options),
    health: { port: statusPort, portName: 'nginx', path: HEALTH_PATH },
    keepAlive: { kind: 'keeps', seconds: keepAliveSeconds(input) },
    ...(trusted.length === 0
      ? {}
      : {
          forwarded: {
            from: trusted,
            decide: 'address and scheme' as const,
            option: 'trustedProxies',
          },
        }),
    preStop: ['sh', '-c', `sleep ${input.pauseSeconds}; kill -QUIT 1`],
    handoverSeconds,
    drainExtraSeconds: DRAIN_EXTRA_SECONDS,
    assets: staticEntries(options)
      .filter(([, files]) => files.in !== 'proxy')
      .map(assetsOf),
    because: becauseOf(options, input, {
      maxBodyBytes,
      uploads,
      readTimeoutSeconds,
      handoverSeconds,
    }),
    findings: nginxFindings(options, input, maxBodyBytes),
  };
}

function bodyBytes({ maxBodySize }: NginxOptions, { largestBodyBytes }: ProxyInput): number {
  if (maxBodySize !== undefined) return must(parseByteSize(maxBodySize));
  return largestBodyBytes === 0 ? BODY_BYTES : largestBodyBytes;
}

function readTimeout({
  protocol,
  requestTimeoutSeconds,
  serverLimitSeconds = 0,
}: ProxyInput): number {
  const derived = Math.max(
    requestTimeoutSeconds + READ_SLACK_SECONDS,
    serverLimitSeconds + SERVER_SLACK_SECONDS,
  );
  const streams = protocol === 'websocket' || protocol === 'sse';
  return streams ? Math.max(derived, STREAM_IDLE_SECONDS) : derived;
}

function resourcesOf({ resources }: NginxOptions): ResourcesPlan {
  const memory = resources?.requests?.memory ?? resources?.limits?.memory ?? MEMORY;
  return {
    requests: amounts({ cpu: CPU, ...resources?.requests, memory }),
    limits: amounts({ memory, ...resources?.limits }),
  };
}

function amounts({ cpu, memory, ephemeralStorage }: ComputeAmounts) {
  return {
    ...(cpu === undefined ? {} : { cpu: formatQuantity(must(parseCpu(cpu))) }),
    ...(memory === undefined ? {} : { memory: sizeText(memory) }),
    ...(ephemeralStorage === undefined ? {} : { ephemeralStorage: sizeText(ephemeralStorage) }),
  };
}

/** Files by prefix, sorted, so that the order of keys decides nothing. */
function staticEntries(options: NginxOptions): readonly (readonly [string, StaticFiles])[] {
  return Object.entries(options.static ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([prefix, files]) => [prefix, typeof files === 'string' ? { from: files } : files]);
}

function locationOf([prefix, files]: readonly [string, StaticFiles]): StaticLocation {
  return {
    prefix,
    directory: files.in === 'proxy' ? trimmed(files.from) : servedAt(prefix),
    maxAgeSeconds:
      secondsOf(files.maxAge) ?? (files.immutable === true ? 31_536_000 : MAX_AGE_SECONDS),
    immutable: files.immutable ?? false,
  };
}

function assetsOf([prefix, files]: readonly [string, StaticFiles]): AssetsFacts {
  const from = trimmed(files.from);
  const copied = servedAt(prefix);
  return {
    name: assetsVolumeName(prefix),
    ...(files.command === undefined
      ? { command: ['cp', '-R', `${from}/.`, copied], filledAt: copied, copiedFrom: from }
      : { command: files.command, filledAt: from }),
    servedAt: copied,
    sizeLimit: sizeText(files.size ?? ASSETS_SIZE),
  };
}

function servedAt(prefix: string): string {
  return `/srv/${assetsVolumeName(prefix)}`;
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}

function secondsOf(duration: number | string | undefined): number | undefined {
  return duration === undefined ? undefined : must(parseDuration(duration));
}

function sizeText(size: string | number): string {
  const quantity = must(parseBytes(String(size)));
  return formatQuantity(byteQuantity(bytes(quantity)));
}

function becauseOf(
  options: NginxOptions,
  input: ProxyInput,
  given: {
    readonly maxBodyBytes: number;
    readonly uploads: number;
    readonly readTimeoutSeconds: number;
    readonly handoverSeconds: number;
  },
): ProxyFacts['because'] {
  const size = (count: number) => formatQuantity(byteQuantity(count));
  return {
    files: {
      formula: [
        `read time-out ${given.readTimeoutSeconds} s: after the server's own limit, before that of a proxy in front (requestTimeout ${input.requestTimeoutSeconds} s)`,
        `body ${size(given.maxBodyBytes)}: ${options.maxBodySize === undefined ? 'the largest an exposure lets through, else nginx’s default' : 'as written'}`,
        `keep-alive ${keepAliveSeconds(input)} s: ${keepAliveFormula(input)}`,
        `graceful stop of at most ${given.handoverSeconds + input.drainSeconds} s: handover ${given.handoverSeconds} s + drain of the server ${input.drainSeconds} s`,
      ].join('; '),
      source: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html',
    },
    resources: {
      formula: `memory: nginx itself and ${BUFFERS.count} buffers of 16 KiB for each response that is under way`,
    },
    writable: {
      formula: `/tmp: body ${size(given.maxBodyBytes)} × ${given.uploads} uploads at once (${uploadsFormula(given.uploads, input)}), at least 64Mi`,
    },
    preStop: {
      formula: `nginx goes on for the pause of ${input.pauseSeconds} s, then stops accepting and finishes what it holds (SIGQUIT); the server is stopped ${given.handoverSeconds} s later`,
      source: 'https://nginx.org/en/docs/control.html',
    },
  };
}

function uploadsFormula(uploads: number, { serverConcurrency }: ProxyInput): string {
  return uploads === serverConcurrency
    ? 'as many as the server answers'
    : `at least ${LEAST_UPLOADS}, and as many as the server answers`;
}

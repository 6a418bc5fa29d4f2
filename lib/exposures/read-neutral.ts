/** exposures › read neutral: authored options and circumstances in, one neutral exposure out; nothing here knows a dialect. */

import type {
  CorsSpec,
  ExposureInput,
  ExposureOptions,
  ExposureReason,
  HeaderChange,
} from '../model/exposure.ts';
import type { Finding } from '../model/finding.ts';
import { parseByteSize } from '../units/byte-size.ts';
import { parseDuration } from '../units/duration.ts';
import { complaint } from './findings.ts';
import type { Neutral, NeutralCors, NeutralRateLimit } from './neutral.ts';
import { readHosts } from './read-hosts.ts';
import { readRoutes } from './read-routes.ts';
import { readTimeouts } from './read-timeouts.ts';
import { readTls } from './read-tls.ts';
import type { Asked } from './refuse.ts';

/** What was read, and every complaint that holds in any dialect. */
export interface NeutralRead {
  readonly neutral: Neutral;
  /** Why the proxy waits as long as it does. */
  readonly readBecause: ExposureReason;
  readonly findings: readonly Finding[];
}

/** Reads the options of an exposure that has hosts. */
export function readNeutral(options: ExposureOptions, input: ExposureInput): NeutralRead {
  const { routes, rewritePrefix, findings: routeFindings } = readRoutes(options, input);
  const { hosts, previewHost, findings: hostFindings } = readHosts(options, input, routes);
  const {
    timeouts,
    because: readBecause,
    findings: timeoutFindings,
  } = readTimeouts(options, input, routes);
  const tls = readTls(options, input);
  const maxBodyBytes = bytesOf(options.maxBodySize);
  const rateLimit = readRateLimit(options);
  const cors = readCors(options.cors);
  const sticky = readSticky(options);
  const { allowFrom, auth, responseBuffering } = options;
  const buffering = responseBuffering ?? (streamsEvents(routes) ? false : undefined);
  return {
    readBecause,
    neutral: {
      name: input.name,
      namespace: input.namespace,
      at: input.path,
      hosts,
      routes,
      timeouts,
      redirectToHttps: options.redirectToHttps ?? tls !== undefined,
      retry: options.retry ?? 'connection',
      requestHeaders: readHeaders(options.requestHeaders),
      responseHeaders: readHeaders(options.responseHeaders),
      annotations: options.annotations ?? {},
      ...(previewHost === undefined ? {} : { previewHost }),
      ...(tls === undefined ? {} : { tls }),
      ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }),
      ...(rateLimit === undefined ? {} : { rateLimit }),
      ...(cors === undefined ? {} : { cors }),
      ...(sticky === undefined ? {} : { sticky }),
      ...(allowFrom === undefined ? {} : { allowFrom }),
      ...(auth === undefined ? {} : { auth }),
      ...(rewritePrefix === undefined ? {} : { rewritePrefix }),
      ...(buffering === undefined ? {} : { responseBuffering: buffering }),
    },
    findings: [
      ...hostFindings,
      ...routeFindings,
      ...timeoutFindings,
      ...corsProblems(cors, `${input.path}.cors`),
      ...secretProblems(options, tls?.secretName, input.path),
    ],
  };
}

/** What is asked of a dialect: the options as authored, with the processes they lead to. */
export function askedOf({ routes, at }: Neutral, options: ExposureOptions): Asked {
  return { options, at, targets: routes.map(({ target }) => target) };
}

/** A buffering proxy would hold back events until its buffer is full. */
function streamsEvents(routes: Neutral['routes']): boolean {
  return routes.some(({ target }) => target.protocol === 'sse');
}

function bytesOf(size: string | number | undefined): number | undefined {
  if (size === undefined) return undefined;
  const parsed = parseByteSize(size);
  return parsed.ok ? parsed.value : undefined;
}

function secondsOf(value: string | number | undefined): number | undefined {
  if (value === undefined) return undefined;
  const parsed = parseDuration(value);
  return parsed.ok ? parsed.value : undefined;
}

/** Requests a client may send at once before the limit bites, as a multiple of the rate: a page with its assets is not an attack. ingress-nginx's own default. */
const BURST_FACTOR = 5;

function readRateLimit({ rateLimit }: ExposureOptions): NeutralRateLimit | undefined {
  if (rateLimit === undefined) return undefined;
  const { requestsPerSecond, burst, status } = rateLimit;
  return {
    requestsPerSecond,
    burst: burst ?? Math.ceil(requestsPerSecond * BURST_FACTOR),
    ...(status === undefined ? {} : { status }),
  };
}

/** Methods that need no leave in any case. @see https://fetch.spec.whatwg.org/#cors-safelisted-method */
const SAFELISTED_METHODS: readonly string[] = ['GET', 'HEAD', 'POST'];

function readCors(cors: CorsSpec | false | undefined): NeutralCors | undefined {
  if (cors === undefined || cors === false) return undefined;
  const maxAgeSeconds = secondsOf(cors.maxAge);
  return {
    allowOrigins: cors.allowOrigins,
    allowMethods: cors.allowMethods ?? SAFELISTED_METHODS,
    allowHeaders: cors.allowHeaders ?? [],
    exposeHeaders: cors.exposeHeaders ?? [],
    allowCredentials: cors.allowCredentials ?? false,
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  };
}

function corsProblems(cors: NeutralCors | undefined, at: string): readonly Finding[] {
  if (cors === undefined || !cors.allowCredentials || !cors.allowOrigins.includes('*')) return [];
  return [
    complaint('cors-credentials-for-everyone', `${at}.allowOrigins`, {
      message: 'Credentials are allowed for every origin.',
      because:
        'Browsers refuse this combination, and proxies that work around it let any site act in the name of your users.',
      fix: "Name the origins, e.g. `allowOrigins: ['https://app.example.com']`, or drop `allowCredentials`.",
    }),
  ];
}

function readSticky({ stickySessions }: ExposureOptions): Neutral['sticky'] {
  if (stickySessions === undefined || stickySessions === false) return undefined;
  if (stickySessions === true) return { cookie: DEFAULT_COOKIE };
  const maxAgeSeconds = secondsOf(stickySessions.maxAge);
  return {
    cookie: stickySessions.cookie ?? DEFAULT_COOKIE,
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  };
}

const DEFAULT_COOKIE = 'route';

function readHeaders(change: HeaderChange | undefined): Required<HeaderChange> {
  return { set: change?.set ?? {}, remove: change?.remove ?? [] };
}

function secretProblems(
  { auth }: ExposureOptions,
  certificate: string | undefined,
  at: string,
): readonly Finding[] {
  if (auth?.kind !== 'basic' || auth.secretName !== certificate) return [];
  return [
    complaint('secret-for-two-purposes', `${at}.auth.secretName`, {
      message: `The Secret ${certificate} is to hold the certificate and the passwords.`,
      because: 'A Secret has one type, and whoever renews the certificate replaces its content.',
      fix: 'Name another Secret for the passwords.',
    }),
  ];
}

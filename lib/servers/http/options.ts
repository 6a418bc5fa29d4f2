/** servers › http: what an author may say of a server slipway does not know, as a type and as its shape. */

import * as v from 'valibot';
import type { DurationText } from '../../model/spec/amounts.ts';
import type { WritablePathSpec } from '../../model/spec/process-spec.ts';
import { storageShape, textOf, waitShape, wholeNumber } from '../../model/unit-shape.ts';
import { parseEnvName } from '../../units/env-name.ts';

/** Options of a server of any language; every one is a statement about it, none changes what it does by itself but `env`. */
export interface HttpOptions {
  /** Name in explanations and reports, e.g. `Fastify 5`. Default: `HTTP server`. */
  readonly title?: string;
  /** Command without a shell, so that SIGTERM arrives. Default: the process's, else the image's own. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** How long it keeps an idle connection, or `closes` after every response. Default: what `env` tells it, else unknown. */
  readonly keepAlive?: DurationText | 'closes';
  /** Variables by which it is told what was derived. */
  readonly env?: HttpVariables;
  /** Time its stop may take beyond the limit it was given. Default: 5 s. */
  readonly drainExtra?: DurationText;
  /** Whether it enforces that limit itself, rather than waiting for the last request. Default: true if `env` tells it the limit. */
  readonly drainBounded?: boolean;
  /** Signal the image's STOPSIGNAL names. Default: `SIGTERM`. */
  readonly stopSignal?: 'SIGTERM' | 'SIGQUIT' | 'SIGINT';
  /** Requests a pod handles at once, 1–1000000. Default: the application bounds it. */
  readonly concurrency?: number;
  /** Database connections a pod opens: the sum of its pools. Default: `concurrency`, else 10. */
  readonly connectionsPerPod?: number;
  /** Processes that share the port, e.g. of Node's cluster. Default: 1. */
  readonly workers?: number;
  /** Time after which it ends a request itself. Default: it does not. */
  readonly requestLimit?: DurationText;
  /** How liveness is asked: `tcp` where all threads may be busy. Default: `http`. */
  readonly liveness?: 'http' | 'tcp';
  /** What it writes about requests to standard output. Default: unknown. */
  readonly accessLog?: 'json' | 'text' | 'none';
  /** Where it serves Prometheus metrics. Default port: the process's `metrics.port`, else its own port. Default path: `/metrics`. */
  readonly metrics?: { readonly port?: number; readonly path?: string };
  /** Directories it must be able to write to. */
  readonly writable?: readonly (string | WritablePathSpec)[];
}

/** Names of variables, by what they tell the server. */
export interface HttpVariables {
  /** The port to listen on, e.g. `PORT`. */
  readonly port?: string;
  /** Path of the unix socket to listen on instead of the port, behind `proxy`. */
  readonly socket?: string;
  /** Time in-flight requests get after SIGTERM. */
  readonly gracefulSeconds?: string;
  readonly gracefulMilliseconds?: string;
  /** How long idle connections must be kept: longer than the proxy in front keeps them. */
  readonly keepAliveSeconds?: string;
  readonly keepAliveMilliseconds?: string;
  /** Longest time a request may take. */
  readonly requestTimeoutSeconds?: string;
  readonly requestTimeoutMilliseconds?: string;
  /** The port of the metrics. */
  readonly metricsPort?: string;
}

const text = v.pipe(v.string(), v.nonEmpty('Empty text is not accepted here.'));
const variable = v.optional(textOf(parseEnvName));
const absolute = v.pipe(
  v.string(),
  v.regex(/^\/[^:]+$/, 'A directory is an absolute path below /, such as `/var/cache/shop`.'),
);

/** The shape of HttpOptions. @internal */
export const httpShape = v.strictObject({
  title: v.optional(text),
  command: v.optional(v.pipe(v.array(text), v.nonEmpty('A command has at least one word.'))),
  args: v.optional(v.array(v.string())),
  keepAlive: v.optional(v.union([v.literal('closes'), waitShape])),
  env: v.optional(
    v.strictObject({
      port: variable,
      socket: variable,
      gracefulSeconds: variable,
      gracefulMilliseconds: variable,
      keepAliveSeconds: variable,
      keepAliveMilliseconds: variable,
      requestTimeoutSeconds: variable,
      requestTimeoutMilliseconds: variable,
      metricsPort: variable,
    }),
  ),
  drainExtra: v.optional(waitShape),
  drainBounded: v.optional(v.boolean()),
  stopSignal: v.optional(v.picklist(['SIGTERM', 'SIGQUIT', 'SIGINT'])),
  concurrency: v.optional(wholeNumber(1, 1_000_000, 'The number of requests')),
  connectionsPerPod: v.optional(wholeNumber(0, 100_000, 'The number of database connections')),
  workers: v.optional(wholeNumber(1, 256, 'The number of workers')),
  requestLimit: v.optional(waitShape),
  liveness: v.optional(v.picklist(['http', 'tcp'])),
  accessLog: v.optional(v.picklist(['json', 'text', 'none'])),
  metrics: v.optional(
    v.strictObject({
      port: v.optional(wholeNumber(1, 65_535, 'A port')),
      path: v.optional(v.pipe(v.string(), v.startsWith('/', 'A path begins with /.'))),
    }),
  ),
  writable: v.optional(
    v.array(
      v.union([
        absolute,
        v.strictObject({
          path: absolute,
          size: v.optional(storageShape),
          medium: v.optional(v.picklist(['disk', 'memory'])),
        }),
      ]),
    ),
  ),
});

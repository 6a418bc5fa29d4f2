/** cluster › connection: requests to the API server of the user's kubeconfig; what is lost on the way is asked again. */

import { type IncomingMessage, request as requestPlainly } from 'node:http';
import { type RequestOptions, request as requestOverTls } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { ClusterError, Interrupted } from './cluster-error.ts';
import { pause } from './pause.ts';

/** A request that may be sent twice without harm. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with its query, e.g. `/api/v1/namespaces`. */
  readonly path: string;
  readonly body?: unknown;
  /** Default: `application/json`. */
  readonly contentType?: string;
}

/** What the API server answered: parsed JSON, or text. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A connection to one cluster. */
export interface Cluster {
  /** Name of the context in the kubeconfig. */
  readonly context: string;
  /** Address of the API server. */
  readonly server: string;
  /** @throws ClusterError SW6002 when there is no answer within the limit; Interrupted */
  readonly send: (request: ApiRequest) => Promise<ApiAnswer>;
}

/** How to connect. */
export interface ConnectOptions {
  /** Context of the kubeconfig. Default: the current one. */
  readonly context?: string;
  /** Ends what waits. */
  readonly signal?: AbortSignal;
  /** How long a lost connection is tried again, in seconds. Default: 60. */
  readonly patienceSeconds?: number;
  /** Told when the connection is lost, with the reason, and when it is back, without one. */
  readonly onConnection?: (problem: string | undefined) => void;
}

/** How long a lost connection is tried again: longer than an API server takes to start anew. A choice. */
const PATIENCE_SECONDS = 60;
/** No answer in this time is a lost connection. A choice; the server itself gives up after 60 s. */
const ANSWER_MS = 30_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;
/** Answers of a server that is busy, starting or shutting down. @see https://kubernetes.io/docs/reference/using-api/api-concepts/ */
const TRANSIENT = new Set([429, 500, 502, 503, 504]);

/**
 * Reads the kubeconfig as kubectl does (`KUBECONFIG`, else `~/.kube/config`, else the service account of a pod).
 * @throws ClusterError SW6001 without a usable configuration or without `@kubernetes/client-node`
 */
export async function connect(options: ConnectOptions = {}): Promise<Cluster> {
  const config = await readConfig(options.context);
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    throw new ClusterError(
      noCluster(
        `the context \`${config.getCurrentContext()}\` names no cluster; there are ${
          config
            .getContexts()
            .map(({ name }) => name)
            .join(', ') || 'none'
        }`,
      ),
    );
  }
  return {
    context: config.getCurrentContext(),
    server: cluster.server,
    send: (request) =>
      patiently(request, () => ask(config, cluster.server, request, options), options),
  };
}

async function readConfig(context: string | undefined): Promise<KubeConfig> {
  const library = await import('@kubernetes/client-node').catch(() => undefined);
  if (library === undefined) {
    throw new ClusterError({
      ...noCluster('the package `@kubernetes/client-node` is not installed'),
      because: 'Only commands that talk to a cluster need it, so it does not come with slipway.',
      fix: 'npm install --save-dev @kubernetes/client-node',
    });
  }
  const config = new library.KubeConfig();
  try {
    config.loadFromDefault();
  } catch (error) {
    throw new ClusterError(
      noCluster(`the kubeconfig cannot be read: ${error instanceof Error ? error.message : ''}`),
    );
  }
  const known = config.getContexts().map(({ name }) => name);
  if (context !== undefined) {
    if (!known.includes(context)) {
      throw new ClusterError(
        noCluster(`there is no context \`${context}\`; there are ${known.join(', ') || 'none'}`),
      );
    }
    config.setCurrentContext(context);
  }
  // What the library makes up when there is no configuration at all (`loadFromDefault`, 2.0.1).
  if (known.length === 0 || config.getCurrentCluster()?.server === 'http://localhost:8080')
    throw new ClusterError(noCluster('there is no kubeconfig'));
  return config;
}

function noCluster(problem: string): Diagnostic {
  return {
    code: 'SW6001',
    name: 'cluster-not-configured',
    severity: 'error',
    at: {},
    message: `No cluster to talk to: ${problem}.`,
    because: 'Nothing was asked and nothing was changed.',
    fix: 'Set KUBECONFIG or `--context`; `kubectl config get-contexts` shows what there is.',
  };
}

/** An answer that says to come back, or none at all. */
class Lost extends Error {}

async function patiently(
  { method }: ApiRequest,
  attempt: () => Promise<ApiAnswer>,
  { signal, onConnection, patienceSeconds = PATIENCE_SECONDS }: ConnectOptions,
): Promise<ApiAnswer> {
  const end = Date.now() + patienceSeconds * 1000;
  for (let wait = FIRST_PAUSE_MS, told = false; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    // A change is tried once even then: it may be what notes how far things came.
    if (signal?.aborted === true && (method === 'GET' || told)) throw new Interrupted();
    try {
      const answer = await attempt();
      if (told) onConnection?.(undefined);
      return answer;
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      if (Date.now() + wait > end) throw new ClusterError(unreachable(error, patienceSeconds));
      if (!told) onConnection?.(error.message);
      told = true;
      await pause(wait, signal);
    }
  }
}

function unreachable({ message }: Error, seconds: number): Diagnostic {
  return {
    code: 'SW6002',
    name: 'cluster-unreachable',
    severity: 'error',
    at: {},
    message: `The cluster gave no usable answer for ${seconds} s: ${message}.`,
    because: 'What was asked last may have been done or not.',
    fix: 'See that `kubectl version` answers, then run the command again: it goes on from what is there.',
  };
}

async function ask(
  config: KubeConfig,
  server: string,
  { method, path, body, contentType = 'application/json' }: ApiRequest,
  { signal }: ConnectOptions,
): Promise<ApiAnswer> {
  const url = new URL(`${server.replace(/\/$/, '')}${path}`);
  const secure = url.protocol === 'https:';
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const options: RequestOptions = {
    method,
    headers: {
      accept: 'application/json, */*',
      'user-agent': 'slipway',
      ...(payload === undefined
        ? {}
        : { 'content-type': contentType, 'content-length': Buffer.byteLength(payload) }),
    },
    timeout: ANSWER_MS,
  };
  try {
    // The library refuses plain HTTP, which has no certificates to apply either.
    if (secure) await config.applyToHTTPSOptions(options);
  } catch (error) {
    throw new ClusterError(
      noCluster(`signing in failed: ${error instanceof Error ? error.message : 'unknown'}`),
    );
  }
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new Lost(error.message, { cause: error }));
    const asked = (secure ? requestOverTls : requestPlainly)(url, options, (response) =>
      collect(response, resolve, fail),
    );
    const stop = () => asked.destroy(new Error('interrupted'));
    asked.on('timeout', () => asked.destroy(new Error(`no answer in ${ANSWER_MS / 1000} s`)));
    asked.on('error', (error) =>
      signal?.aborted === true ? reject(new Interrupted()) : fail(error),
    );
    // A change that was sent is waited for, so that what is known afterwards is true.
    if (method === 'GET') signal?.addEventListener('abort', stop, { once: true });
    asked.on('close', () => signal?.removeEventListener('abort', stop));
    asked.end(payload);
  });
}

function collect(
  response: IncomingMessage,
  resolve: (answer: ApiAnswer) => void,
  fail: (error: Error) => void,
): void {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part));
  response.on('error', fail);
  response.on('end', () => {
    const status = response.statusCode ?? 0;
    const text = Buffer.concat(parts).toString('utf8');
    const body = response.headers['content-type']?.includes('json') === true ? parse(text) : text;
    if (TRANSIENT.has(status)) fail(new Error(`status ${status}: ${short(body)}`));
    else resolve({ status, body });
  });
}

function short(body: unknown): string {
  const message: unknown =
    typeof body === 'object' && body !== null ? Reflect.get(body, 'message') : body;
  return String(message).trim().slice(0, 200);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

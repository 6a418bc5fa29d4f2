// The smallest client of an API server that the tiers need: JSON over kept connections, many requests at a time.
import type { RequestOptions } from 'node:http';
import { Agent as HttpAgent, request as requestPlainly } from 'node:http';
import { Agent as HttpsAgent, request as requestOverTls } from 'node:https';

/** What an API server answered; `warnings` are the texts of its Warning headers. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly warnings: readonly string[];
}

export interface ApiClient {
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
    contentType?: string,
  ) => Promise<Answer>;
  readonly close: () => void;
}

/** About as many requests as a server answers at once on two cores; more gained nothing (measured, 8 to 32). */
const connections = 16;

/** A client that shows a bearer token and trusts one authority. */
export function tokenClient(options: {
  readonly port: number;
  readonly token: string;
  readonly authority: string;
}): ApiClient {
  const agent = new HttpsAgent({ keepAlive: true, maxSockets: connections, ca: options.authority });
  return client(requestOverTls, {
    agent,
    host: '127.0.0.1',
    port: options.port,
    headers: { authorization: `Bearer ${options.token}` },
  });
}

/** A client of a server behind `kubectl proxy --unix-socket`, which has shown who it is. */
export function socketClient(socketPath: string): ApiClient {
  const agent = new HttpAgent({ keepAlive: true, maxSockets: connections });
  return client(requestPlainly, { agent, socketPath, headers: { host: 'localhost' } });
}

function client(
  request: typeof requestPlainly,
  base: Omit<RequestOptions, 'headers'> & {
    readonly agent: HttpAgent;
    readonly headers: Readonly<Record<string, string>>;
  },
): ApiClient {
  const send: ApiClient['send'] = (method, path, body, contentType = 'application/json') =>
    new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const asked = request(
        {
          ...base,
          method,
          path,
          timeout: 60_000,
          headers: {
            ...base.headers,
            accept: 'application/json',
            ...(payload === undefined
              ? {}
              : { 'content-type': contentType, 'content-length': Buffer.byteLength(payload) }),
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            resolve({
              status: response.statusCode ?? 0,
              body: parse(Buffer.concat(parts).toString()),
              warnings: warningsOf(response.headersDistinct['warning'] ?? []),
            });
          });
        },
      );
      asked.on('timeout', () => asked.destroy(new Error(`${method} ${path}: no answer in 60 s`)));
      asked.on('error', reject);
      asked.end(payload);
    });
  return { send, close: () => base.agent.destroy() };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `299 - "text", 299 - "text"` as the texts; quotes within are escaped by backslashes (RFC 7234, 5.5). */
export function warningsOf(headers: readonly string[]): readonly string[] {
  return headers.flatMap((header) =>
    [...header.matchAll(/\d{3} \S+ ("(?:[^"\\]|\\.)*")/g)].map((match) => {
      const text: unknown = parse(match[1] ?? '""');
      return String(text);
    }),
  );
}

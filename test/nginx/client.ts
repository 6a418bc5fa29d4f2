// Requests as a client sees them: an answer, or the way the connection ended without one.
import { type Agent, type IncomingHttpHeaders, request } from 'node:http';

/** What became of a request. */
export interface Outcome {
  /** Status of the answer; 0 where there was none. */
  readonly status: number;
  /** How the connection ended, e.g. `ECONNRESET`; empty where there was an answer. */
  readonly failure: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Details of a request. */
export interface Asked {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** Keeps connections; by default each request has its own. */
  readonly agent?: Agent;
}

/** Asks a port of the loopback address. Never rejects. */
export function ask(port: number, path: string, asked: Asked = {}): Promise<Outcome> {
  const { method = 'GET', headers = {}, body, agent = false } = asked;
  return new Promise((resolve) => {
    const failed = (error: Error): void => {
      const failure = 'code' in error ? String(error.code) : error.message;
      resolve({ status: 0, failure, headers: {}, body: Buffer.alloc(0) });
    };
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        agent,
        timeout: 60_000,
        headers: {
          Host: 'shop.example',
          ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
          ...headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', failed);
        answer.once('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            failure: '',
            headers: answer.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    sent.once('error', failed);
    sent.once('timeout', () => sent.destroy(new Error('silent')));
    sent.end(body);
  });
}

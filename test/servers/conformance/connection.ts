// A TCP connection that speaks just enough HTTP/1.1 to see what a server does to it: answer, close, or reset.
import { type Socket, connect as connectSocket } from 'node:net';

/** What became of a request. */
export type Outcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: string;
      /** The `Connection` header, in small letters; empty when there is none. */
      readonly connection: string;
    }
  | { readonly kind: 'closed' | 'reset' | 'refused' | 'silent' };

/** A connection with its requests in sequence. */
export interface Connection {
  /** Sends a GET and waits for what becomes of it. */
  readonly get: (path: string, options?: GetOptions) => Promise<Outcome>;
  /** Resolves when the other side has closed, with the time. */
  readonly closedAt: Promise<number>;
  readonly isOpen: () => boolean;
  readonly end: () => void;
}

/** Details of a request. */
export interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until the request counts as `silent`. Default: 30 s. */
  readonly patience?: number;
}

/** Opens a connection to a port of the loopback address; requests on one that is refused say so. */
export function connect(port: number, host = '127.0.0.1'): Connection {
  const socket = connectSocket({ port, host });
  let data = Buffer.alloc(0);
  let state: 'open' | 'closed' | 'reset' | 'refused' = 'open';
  let changed: () => void = () => undefined;
  socket.on('data', (chunk) => {
    data = Buffer.concat([data, chunk]);
    changed();
  });
  socket.on('error', (error) => {
    if (state === 'open')
      state = 'code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'reset';
    changed();
  });
  const closedAt = new Promise<number>((resolve) => {
    const gone = (): void => {
      if (state === 'open') state = 'closed';
      resolve(Date.now());
      changed();
    };
    socket.once('end', gone);
    socket.once('close', gone);
  });
  return {
    get: (path, options = {}) =>
      new Promise((resolve) => {
        const headers = Object.entries({ Host: 'shop.example', ...options.headers });
        const text = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
        const timer = setTimeout(() => finish({ kind: 'silent' }), options.patience ?? 30_000);
        const finish = (outcome: Outcome): void => {
          clearTimeout(timer);
          changed = () => undefined;
          resolve(outcome);
        };
        changed = () => {
          const found = answerIn(data);
          if (found !== undefined) {
            data = data.subarray(found.length);
            finish(found.outcome);
          } else if (state !== 'open') finish({ kind: state });
        };
        write(socket, `GET ${path} HTTP/1.1\r\n${text}\r\n`);
        changed();
      }),
    closedAt,
    isOpen: () => state === 'open',
    end: () => socket.destroy(),
  };
}

/** One request on a connection of its own. */
export async function getOnce(
  port: number,
  path: string,
  options: GetOptions & { readonly host?: string } = {},
): Promise<Outcome> {
  const connection = connect(port, options.host);
  const headers = { Connection: 'close', ...options.headers };
  const outcome = await connection.get(path, { ...options, headers });
  connection.end();
  return outcome;
}

function write(socket: Socket, text: string): void {
  if (!socket.destroyed && socket.writable) socket.write(text, 'latin1');
}

/** The first whole response in what was received; the application always says its length. */
function answerIn(
  data: Buffer,
): { readonly outcome: Outcome; readonly length: number } | undefined {
  const end = data.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = data.subarray(0, end).toString('latin1');
  const size = Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0);
  if (data.length < end + 4 + size) return undefined;
  return {
    length: end + 4 + size,
    outcome: {
      kind: 'answered',
      status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]),
      connection: (/^connection:\s*(\S+)/im.exec(head)?.[1] ?? '').toLowerCase(),
      body: data.subarray(end + 4, end + 4 + size).toString('utf8'),
    },
  };
}

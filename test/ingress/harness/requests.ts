// Requests to a controller: one with everything said about it, and many at a time.
import { Agent, request } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { TLSSocket } from 'node:tls';

/** What is asked. */
export interface Asked {
  readonly port: number;
  readonly host?: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly tls?: boolean;
  readonly agent?: Agent;
}

/** What is answered; status 0 when nothing is. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
  /** Subject of the certificate that was shown. */
  readonly subject?: string;
}

/** Asks once; whatever goes wrong is status 0 with the reason as its body. */
export function ask(asked: Asked): Promise<Answered> {
  return new Promise((resolve) => {
    const failed = (reason: string): void => resolve({ status: 0, headers: {}, body: reason });
    const options = {
      host: '127.0.0.1',
      port: asked.port,
      path: asked.path ?? '/',
      method: asked.method ?? 'GET',
      headers: { ...(asked.host === undefined ? {} : { host: asked.host }), ...asked.headers },
      timeout: 20_000,
      ...(asked.agent === undefined ? {} : { agent: asked.agent }),
    };
    const outgoing =
      asked.tls === true
        ? requestOverTls({
            ...options,
            servername: asked.host,
            rejectUnauthorized: false,
            // A session that is resumed shows the certificate of the first one, and never a newer one.
            agent: false,
          })
        : request(options);
    outgoing.on('response', (response) => {
      const { socket } = response;
      const subject =
        socket instanceof TLSSocket ? socket.getPeerCertificate().subject.CN : undefined;
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', (error) => failed(error.message));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString(),
          ...(typeof subject === 'string' ? { subject } : {}),
        }),
      );
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in 20 s')));
    outgoing.on('error', (error) => failed(error.message));
    outgoing.end(asked.body);
  });
}

/** Counts of what was answered: the pod's word, or the status. */
export type Tally = Readonly<Record<string, number>>;

/** Asks with eight connections until `done` says so, of how many answers there are. */
export async function askUntil(asked: Asked, done: (answers: number) => boolean): Promise<Tally> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const tally: Record<string, number> = {};
  let answers = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (!done(answers)) {
        const { status, body } = await ask({ ...asked, agent });
        const word = status === 200 ? (body.split(' ')[0] ?? '') : `${status}`;
        tally[word] = (tally[word] ?? 0) + 1;
        answers++;
      }
    }),
  );
  agent.destroy();
  return tally;
}

/** Asks so many times. */
export function askTimes(asked: Asked, times: number): Promise<Tally> {
  // Eight are under way when the last is sent.
  return askUntil(asked, (answers) => answers >= times);
}

/** Share of one word in percent. */
export function shareOf(tally: Tally, word: string): number {
  const all = Object.values(tally).reduce((sum, count) => sum + count, 0);
  return (100 * (tally[word] ?? 0)) / all;
}

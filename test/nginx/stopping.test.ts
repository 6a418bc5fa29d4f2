// What is lost when pods stop, servers die or too many come at once: nothing, and each protection is why.
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gunicorn } from '../../lib/index.ts';
import { freePorts } from '../support/free-ports.ts';
import { scratchFolder } from '../support/scratch.ts';
import { supervise, tail, until } from '../support/supervise.ts';
import { type Outcome, ask } from './client.ts';
import type { StopFaults } from './pod.ts';
import { type Behind, GTHREAD, SERVERS, withPod } from './pods.ts';

/** Seconds callers go on to send requests to a pod that is stopping. */
const FORGOTTEN = 1;
/** A pause longer than that, and requests that outlast both stops. */
const STOPPING = { web: { lifecycle: { preStop: 2 } }, proxy: { handover: 1 } } as const;
const SECONDS = 3;

describe.concurrent('requests that are under way while a pod stops', () => {
  test.each(SERVERS.map((behind) => [behind.title, behind] as const))(
    'are answered by %s, POST or not, and the pod ends within its grace period',
    async (_, behind) => {
      const { outcomes, killed, seconds, promised } = await stopUnderLoad(behind, {});
      expect(outcomes.filter(({ status }) => status !== 200)).toEqual([]);
      expect(killed).toBe(false);
      expect(seconds).toBeLessThan(promised);
    },
  );

  test.each<readonly [string, StopFaults]>([
    ['nobody waits before anything is stopped', { noPause: true }],
    ['nginx is stopped by SIGTERM', { proxySignal: 'SIGTERM' }],
  ])('are lost where %s', async (_, faults) => {
    const { outcomes } = await stopUnderLoad(GTHREAD, faults);
    expect(outcomes.filter(({ status }) => status !== 200)).not.toEqual([]);
  });

  test('are told to come no more on their connection, unless nginx goes on while the server stops', async () => {
    expect(await stopUnderFaithfulCallers({})).toEqual([]);
    expect(await stopUnderFaithfulCallers({ noProxyHook: true })).not.toEqual([]);
  });
});

describe.concurrent('a server that dies', () => {
  test('carries a POST out once, and twice where nginx repeats it', async () => {
    const die = (planted?: (path: string, text: string) => string): Promise<number> => {
      let times = 0;
      return withPod(
        GTHREAD,
        { options: planted === undefined ? {} : { planted } },
        async ({ port, carriedOut }) => {
          const outcome = await ask(port, '/die?id=payment', { method: 'POST', body: 'x' });
          expect(outcome.status).not.toBe(200);
          times = carriedOut('payment');
        },
      ).then(() => times);
    };
    expect(await die()).toBe(1);
    const repeating = (_: string, text: string): string =>
      text
        .replace(/( +)(server unix:\S+;)/, '$1$2\n$1$2')
        .replace('proxy_next_upstream off', 'proxy_next_upstream error non_idempotent');
    expect(await die(repeating)).toBe(2);
  });

  test('is passed over by a proxy in front, unless nginx answers for it', async () => {
    expect(await askPastDeadServer('close')).toEqual([200]);
    expect(await askPastDeadServer('answer')).toEqual([200, 502]);
  });
});

test('more callers than workers wait in the queue of the socket, where it is long enough', async () => {
  const sync = (settings: Readonly<Record<string, number>>): Behind => ({
    ...GTHREAD,
    server: gunicorn({
      app: 'application:wsgi',
      version: '27.0.1',
      workerClass: 'sync',
      workers: 1,
      settings,
    }),
  });
  const burst = async (behind: Behind): Promise<readonly number[]> => {
    let statuses: readonly number[] = [];
    await withPod(behind, {}, async ({ port }) => {
      const outcomes = await Promise.all(
        Array.from({ length: 80 }, () => ask(port, '/?t=0.03', { method: 'POST', body: 'x' })),
      );
      statuses = [...new Set(outcomes.map(({ status }) => status))].toSorted((a, b) => a - b);
    });
    return statuses;
  };
  expect(await burst(sync({}))).toEqual([200]);
  expect(await burst(sync({ backlog: 1 }))).toContain(0);
});

/** Four callers with a connection for each POST, who hear of the stop late; and an upload that is slow. */
async function stopUnderLoad(behind: Behind, faults: StopFaults) {
  const outcomes: Outcome[] = [];
  let stopped = { killed: true, seconds: Infinity };
  let promised = 0;
  await withPod(behind, STOPPING, async (pod, plan) => {
    let forgotten = false;
    const caller = async (): Promise<void> => {
      while (!forgotten) {
        // Not in step with one another, so that a request begins at any time.
        void ask(pod.port, `/?t=${SECONDS}`, { method: 'POST', body: 'x'.repeat(1000) }).then(
          (each) => outcomes.push(each),
        );
        sent += 1;
        await wait(150);
      }
    };
    let sent = 0;
    const callers = [caller(), caller()];
    await wait(500);
    const stop = pod.stop(faults);
    await wait(FORGOTTEN * 1000);
    forgotten = true;
    await Promise.all(callers);
    stopped = await stop;
    promised = plan.lifecycle.terminationGracePeriodSeconds;
    await until('every outcome', 30_000, () => outcomes.length === sent);
  });
  return { outcomes, ...stopped, promised };
}

/** Callers that keep their connection and go on until they are told otherwise: what they lose. */
async function stopUnderFaithfulCallers(faults: StopFaults): Promise<readonly Outcome[]> {
  const lost: Outcome[] = [];
  await withPod(GTHREAD, STOPPING, async (pod) => {
    const caller = async (): Promise<void> => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let again = true; again;) {
        const outcome = await ask(pod.port, '/?t=0.7', { method: 'POST', body: 'x', agent });
        if (outcome.status !== 200) lost.push(outcome);
        again = outcome.status === 200 && outcome.headers['connection'] === 'keep-alive';
      }
      agent.destroy();
    };
    const callers = Array.from({ length: 4 }, caller);
    await wait(300);
    await pod.stop(faults);
    await Promise.all(callers);
  });
  return lost;
}

/** Statuses that callers of a proxy with two pods see when the server of one is gone. */
async function askPastDeadServer(unavailable: 'close' | 'answer'): Promise<readonly number[]> {
  const seen = new Set<number>();
  await withPod(GTHREAD, { proxy: { unavailable } }, (alive) =>
    withPod(GTHREAD, { proxy: { unavailable } }, async (dead) => {
      await withFront([alive.port, dead.port], async (front) => {
        await dead.killServer();
        for (let turn = 0; turn < 10; turn += 1) seen.add((await ask(front, '/')).status);
      });
    }),
  );
  return [...seen].toSorted((a, b) => a - b);
}

/** A proxy in front of pods with nginx's own defaults, as ingress controllers have them. */
async function withFront(
  ports: readonly number[],
  body: (port: number) => Promise<void>,
): Promise<void> {
  const [port = 0] = await freePorts(1);
  const folder = scratchFolder('front');
  mkdirSync(join(folder, 'tmp'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/tmp/${kind};`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; pid ${folder}/nginx.pid; error_log stderr; events {}
     http { access_log off; ${temporary.join(' ')}
       upstream pods { ${ports.map((each) => `server 127.0.0.1:${each} max_fails=0;`).join(' ')} }
       server { listen 127.0.0.1:${port}; location / { proxy_pass http://pods; } } }`,
  );
  const log = join(folder, 'log');
  const front = supervise(
    'front',
    ['nginx', '-e', 'stderr', '-c', join(folder, 'nginx.conf')],
    log,
  );
  try {
    await until(
      'the proxy in front',
      20_000,
      async () => (await ask(port, '/')).status !== 0,
      () => tail(log),
    );
    await body(port);
  } finally {
    await front.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

// What is measured of every server: that what its plan promises is what its processes do.
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Server, ServerFacts, ServerInput } from '../../../lib/model/server.ts';
import { freePorts } from '../../support/free-ports.ts';
import { until } from '../../support/supervise.ts';
import { type Outcome, connect, getOnce } from './connection.ts';
import { environmentFolder } from './environments.ts';
import { type RunningServer, startServer } from './running-server.ts';

/** A server with what is known of it beyond its plan. */
export interface Profile {
  readonly title: string;
  readonly server: Server;
  /** Packages of its environment, as requirement strings. */
  readonly requirements: readonly string[];
  /** A request on an idle connection half a second after the signal is answered, meets a closed connection, or either by chance. */
  readonly reuse: 'answered' | 'lost' | 'either' | 'none';
  /** Idle connections hold up the stop until the limit. */
  readonly slowStop: boolean;
  /** Codes of the findings about it: a fault that is measured is a finding. */
  readonly findings: readonly string[];
  /** Scheme the application sees of a request that came to the proxy by HTTPS. Default: https. */
  readonly scheme?: 'http';
  /** How the first process ends. Default: exit code 0. */
  readonly exit?: { readonly code: number | null; readonly signal: string | null };
}

/** Seconds that requests in flight get. */
const GRACEFUL = 8;
/** What a busy machine may add to a promise, in seconds. */
const MARGIN = 4;
/** A stop that nothing holds up is over by then, in seconds; one that is held up is not. */
const QUICK = GRACEFUL - 1;

const BASE: Omit<ServerInput, 'port'> = {
  process: 'web',
  cpuCores: 0.5,
  memoryBytes: 512 * 1_048_576,
  protocol: 'http',
  requestTimeoutSeconds: 5,
  gracefulTimeoutSeconds: GRACEFUL,
  proxyKeepAliveSeconds: 2,
  behindProxy: true,
  ingressRestricted: true,
  kubernetes: '1.33',
};

/** Asks the profile with a free port, starts what it says, and stops it whatever happens. */
export async function withServer(
  { server, requirements }: Pick<Profile, 'server' | 'requirements'>,
  body: (running: RunningServer, facts: ServerFacts) => Promise<void>,
  options: {
    readonly input?: Partial<ServerInput>;
    readonly without?: readonly string[];
  } = {},
): Promise<void> {
  const [port = 0, metricsPort = 0] = await freePorts(2);
  const facts = server.facts({ ...BASE, port, metricsPort, ...options.input });
  const running = await startServer({
    facts,
    port,
    environment: environmentFolder(requirements),
    ...(options.without === undefined ? {} : { without: options.without }),
  });
  try {
    await body(running, facts);
  } finally {
    await running.dispose();
  }
}

/** The measurements by name; each rejects when processes do otherwise than their plan says. */
export const MEASUREMENTS = {
  'answers requests, keeps idle connections as planned, and logs each request as JSON': (profile) =>
    withServer(profile, async (running, facts) => {
      await answersBehindProxy(running.port, profile.scheme ?? 'https');
      await handlesItsConcurrency(running.port, facts);
      await keepsIdleConnections(running.port, facts);
      await logsRequests(running, facts);
    }),

  'stops within its promise while a proxy keeps an idle connection': (profile) =>
    withServer(profile, async (running, facts) => {
      const idle = connect(running.port);
      expect((await idle.get('/')).kind).toBe('answered');
      await wait(300);
      const start = running.terminate();
      const ended = await running.exit;
      const seconds = (ended.at - start) / 1000;
      expect(ended).toMatchObject(profile.exit ?? { code: 0, signal: null });
      expect(seconds).toBeLessThan(promise(facts));
      if (profile.slowStop) expect(seconds).toBeGreaterThan(QUICK);
      else expect(seconds).toBeLessThan(QUICK);
      idle.end();
    }),

  'finishes the request in flight': (profile) =>
    withServer(profile, async (running, facts) => {
      const busy = connect(running.port);
      const inFlight = busy.get('/?t=3');
      await wait(500);
      const start = running.terminate();
      await wait(500);
      const fresh = await getOnce(running.port, '/', { patience: 8000 });
      expect(await inFlight).toMatchObject({ kind: 'answered', status: 200 });
      busy.end();
      const ended = await running.exit;
      expect(ended).toMatchObject(profile.exit ?? { code: 0, signal: null });
      expect((ended.at - start) / 1000).toBeLessThan(promise(facts));
      expect(fresh.kind).not.toBe('silent');
    }),

  'treats a request on an idle connection as known while it stops': (profile) =>
    withServer(profile, async (running, facts) => {
      const idle = connect(running.port);
      expect((await idle.get('/')).kind).toBe('answered');
      await wait(300);
      running.terminate();
      await wait(500);
      const reused = facts.keepAlive.kind === 'closes' ? undefined : await idle.get('/');
      if (profile.reuse !== 'either') expect(reuseOf(reused)).toBe(profile.reuse);
      expect(facts.findings.map(({ code }) => code)).toEqual(profile.findings);
      idle.end();
      await running.exit;
    }),

  'ends a request that takes longer than the limit': (profile) =>
    withServer(profile, async (running, facts) => {
      const endless = connect(running.port);
      const outcome = endless.get('/?t=60');
      await wait(500);
      const start = running.terminate();
      const ended = await running.exit;
      // Cut off, or answered with an error once its task was cancelled.
      expect(await outcome).not.toMatchObject({ status: 200 });
      const seconds = (ended.at - start) / 1000;
      expect(facts.drain.bounded).toBe(true);
      expect(seconds).toBeGreaterThan(QUICK);
      expect(seconds).toBeLessThan(promise(facts));
      endless.end();
    }),
} satisfies Readonly<Record<string, (profile: Profile) => Promise<void>>>;

/** Declares the measurements of a server. */
export function serverKeepsItsPlan(profile: Profile): void {
  describe.concurrent(profile.title, () => {
    test.each(Object.entries(MEASUREMENTS))('%s', (_, measure) => measure(profile));
  });
}

function promise({ drain }: ServerFacts): number {
  return drain.gracefulTimeoutSeconds + drain.extraSeconds + MARGIN;
}

function reuseOf(outcome: Outcome | undefined): Profile['reuse'] {
  if (outcome === undefined) return 'none';
  return outcome.kind === 'answered' ? 'answered' : 'lost';
}

/** Headers that a log line and a proxy bring, among them what breaks careless JSON. */
async function answersBehindProxy(port: number, scheme: string): Promise<void> {
  const outcome = await getOnce(port, '/hostile%22?q=%5C%22', {
    headers: {
      'User-Agent': 'quote " backslash \\ tab \t end',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-For': '203.0.113.7',
      'X-Request-Id': 'request-1',
    },
  });
  expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
  if (outcome.kind === 'answered') {
    expect(JSON.parse(outcome.body)).toMatchObject({ scheme });
  }
}

/** As many slow requests as the plan says are handled at once; workers share them unevenly, so some wait for one other. */
async function handlesItsConcurrency(port: number, facts: ServerFacts): Promise<void> {
  const count = Math.min(facts.concurrency ?? 32, 32);
  const start = Date.now();
  const outcomes = await Promise.all(
    Array.from({ length: count }, () => getOnce(port, '/slow?t=2')),
  );
  expect(outcomes.filter(({ kind }) => kind !== 'answered')).toEqual([]);
  expect(Date.now() - start).toBeLessThan(BASE.requestTimeoutSeconds * 1000);
}

/** An idle connection is still good five seconds after the proxy would have let it go. */
async function keepsIdleConnections(port: number, { keepAlive }: ServerFacts): Promise<void> {
  const connection = connect(port);
  const first = await connection.get('/');
  expect(first.kind).toBe('answered');
  if (keepAlive.kind === 'closes') {
    if (first.kind === 'answered') expect(first.connection).toBe('close');
    await connection.closedAt;
  } else {
    await wait((BASE.proxyKeepAliveSeconds + 5) * 1000);
    expect((await connection.get('/again')).kind).toBe('answered');
  }
  connection.end();
}

async function logsRequests(running: RunningServer, facts: ServerFacts): Promise<void> {
  expect(facts.accessLog).toBe('json');
  // A server may answer before it logs.
  await until(
    'the line of the request',
    20_000,
    () => running.stdout().endsWith('\n') && running.stdout().includes('hostile'),
    running.stdout,
  );
  const lines = running.stdout().trimEnd().split('\n').map(parsed);
  const hostile = lines.find(
    (line) => line['path'] === '/hostile"' || String(line['message']).includes('/hostile%22'),
  );
  expect(hostile).toBeDefined();
  if (hostile?.['message'] === undefined) {
    expect(hostile).toMatchObject({ method: 'GET', status: 200 });
  }
  if (hostile?.['user_agent'] !== undefined) {
    expect(hostile).toMatchObject({
      user_agent: 'quote " backslash \\ tab \t end',
      request_id: 'request-1',
    });
  }
}

/** A line of a log. @throws SyntaxError when it is no JSON */
function parsed(line: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(line);
  expect(value).toBeTypeOf('object');
  return Object.fromEntries(Object.entries(Object(value)));
}

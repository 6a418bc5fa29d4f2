// Runs inside the cluster's namespaces: sends requests at a steady rate, whatever the answers, and counts every failure.
// Usage: node load-client.ts OPTIONS(JSON). Each line on stdin names the phase that begins; the end of stdin stops it,
// and the last line of output is the result.
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';

/** How one kind of client behaves. */
export interface LoadOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly perSecond: number;
  /** Requests are sent in bursts of so many at once, at the same rate. Default: 1. */
  readonly burst?: number;
  /** `new`: a connection per request, as most proxies without a pool; `kept`: connections are used again. */
  readonly connections: 'new' | 'kept';
  /** With `POST`, every body is a number of its own, so that the receiver can be asked what arrived. */
  readonly method: 'GET' | 'POST';
  /** A request without a complete answer after this time has failed. */
  readonly timeoutMilliseconds: number;
}

/** One failed request: when it was sent, counted from the start of the load, and what became of it. */
export interface Failure {
  readonly phase: string;
  readonly seconds: number;
  readonly kind: string;
  readonly milliseconds: number;
}

/** What happened to the requests that were sent in one phase. */
export interface PhaseResult {
  readonly phase: string;
  readonly sent: number;
  readonly failed: number;
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
  /** Answers by the version that gave them. */
  readonly versions: Readonly<Record<string, number>>;
}

export interface LoadResult {
  readonly name: string;
  readonly phases: readonly PhaseResult[];
  readonly failures: readonly Failure[];
  /** Numbers of the POSTs that were answered with success. */
  readonly accepted: readonly string[];
}

interface Phase {
  readonly name: string;
  sent: number;
  failed: number;
  readonly milliseconds: number[];
  readonly versions: Record<string, number>;
}

/** Applies load until stdin ends and all answers are there; says `answered` when the first answer arrives. */
export async function applyLoad(options: LoadOptions): Promise<LoadResult> {
  const kept = options.connections === 'kept';
  const agent = new Agent({ keepAlive: kept, maxSockets: kept ? 64 : Infinity });
  const started = performance.now();
  const phases: Phase[] = [newPhase('before')];
  const failures: Failure[] = [];
  const accepted: string[] = [];
  let stopping = false;
  let running = 0;
  let sent = 0;
  let answered = false;

  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => phases.push(newPhase(line)));
  input.on('close', () => (stopping = true));

  const send = async (): Promise<void> => {
    const phase = phases.at(-1) ?? newPhase('before');
    const from = performance.now();
    // Of its own over all runs: the receiver keeps every number once.
    const number = `${options.name}-${process.pid}-${Date.now()}-${sent++}`;
    phase.sent++;
    running++;
    const { kind, body } = await ask(options, agent, number);
    const milliseconds = performance.now() - from;
    running--;
    phase.milliseconds.push(milliseconds);
    if (kind === undefined) {
      if (!answered) console.log('answered');
      answered = true;
      const version = body.split(' ')[0] ?? '';
      phase.versions[version] = (phase.versions[version] ?? 0) + 1;
      if (options.method === 'POST') accepted.push(number);
    } else {
      phase.failed++;
      failures.push({
        phase: phase.name,
        seconds: Math.round(from - started) / 1000,
        kind,
        milliseconds: Math.round(milliseconds),
      });
    }
  };

  await new Promise<void>((resolve) => {
    const tick = (): void => {
      const seconds = (performance.now() - started) / 1000;
      const { perSecond, burst = 1 } = options;
      const due = Math.floor((seconds * perSecond) / burst) * burst;
      while (!stopping && sent < due) void send();
      if (stopping && running === 0) resolve();
      else setTimeout(tick, 5);
    };
    tick();
  });
  agent.destroy();
  return { name: options.name, phases: phases.map(summary), failures, accepted };
}

function newPhase(name: string): Phase {
  return { name, sent: 0, failed: 0, milliseconds: [], versions: {} };
}

/** Sends one request; `kind` says how it failed and is undefined when its whole answer arrived with success. */
function ask(
  options: LoadOptions,
  agent: Agent,
  body: string,
): Promise<{ readonly kind: string | undefined; readonly body: string }> {
  return new Promise((resolve) => {
    let text = '';
    const done = (kind: string | undefined): void => {
      clearTimeout(timer);
      resolve({ kind, body: text });
    };
    const asked = request(
      {
        agent,
        host: options.host,
        port: options.port,
        path: options.path,
        method: options.method,
        headers: {
          ...options.headers,
          ...(options.method === 'POST' ? { 'content-length': body.length } : {}),
        },
      },
      (response) => {
        const { statusCode = 0 } = response;
        response.on('data', (part: Buffer) => (text += part.toString()));
        response.on('error', (error) => done(`answer: ${codeOf(error)}`));
        response.on('end', () =>
          done(statusCode < 400 ? undefined : `HTTP ${statusCode}${reasonIn(text)}`),
        );
      },
    );
    const timer = setTimeout(() => {
      done('time-out');
      asked.destroy();
    }, options.timeoutMilliseconds);
    asked.on('error', (error) => done(codeOf(error)));
    asked.end(options.method === 'POST' ? body : undefined);
  });
}

/** What the shop says went wrong, without the version and the pod that come first. */
function reasonIn(answer: string): string {
  const reason = /^\S+ \S+ (.+)/.exec(answer)?.[1];
  return reason === undefined ? '' : ` ${reason.slice(0, 160)}`;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

function summary(phase: Phase): PhaseResult {
  const sorted = phase.milliseconds.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return {
    phase: phase.name,
    sent: phase.sent,
    failed: phase.failed,
    p50: at(0.5),
    p99: at(0.99),
    slowest: at(1),
    versions: phase.versions,
  };
}

const [, script, argument] = process.argv;
if (script === import.meta.filename && argument !== undefined) {
  // The caller wrote these options itself, from a LoadOptions.
  const options: LoadOptions = JSON.parse(argument);
  console.log(JSON.stringify(await applyLoad(options)));
}

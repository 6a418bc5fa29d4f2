/** exposures › read time-outs: what the proxy waits for, derived from what the processes promise. */

import type {
  ExposureInput,
  ExposureOptions,
  ExposureReason,
  ExposureTarget,
} from '../model/exposure.ts';
import type { Finding } from '../model/finding.ts';
import { parseDuration } from '../units/duration.ts';
import { complaint } from './findings.ts';
import type { NeutralTimeouts, Route } from './neutral.ts';

/**
 * Seconds a proxy waits longer than a request may take: the server gives up 5 s after the request's limit, and the proxy a
 * second later, so that the client gets the server's answer and not the proxy's 504.
 */
export const READ_SLACK_SECONDS = 6;

/** Seconds without traffic after which an open stream is given up: nginx's usual setting for WebSockets. @see https://nginx.org/en/docs/http/websocket.html */
export const STREAM_IDLE_SECONDS = 3600;

/** Time-outs and complaints about them. */
export interface TimeoutsRead {
  readonly timeouts: NeutralTimeouts;
  /** Why the proxy waits as long as it does. */
  readonly because: ExposureReason;
  readonly findings: readonly Finding[];
}

/** Reads `timeouts`. Raises SW2112 and SW2113. */
export function readTimeouts(
  options: ExposureOptions,
  input: ExposureInput,
  routes: readonly Route[],
): TimeoutsRead {
  const targets = routes.map(({ target }) => target);
  const request = longestRequest(targets);
  const read = seconds(options.timeouts?.read);
  return {
    timeouts: timeoutsFor(options, targets),
    because:
      read === undefined ? readFormula(request, derivedRead(targets)) : { from: 'timeouts.read' },
    findings: read === undefined ? [] : readProblems(read, request, `${input.path}.timeouts.read`),
  };
}

/** The limits that let everything these processes promise come to its end. */
export function timeoutsFor(
  { timeouts }: ExposureOptions,
  targets: readonly ExposureTarget[],
): NeutralTimeouts {
  const connect = seconds(timeouts?.connect);
  const send = seconds(timeouts?.send) ?? (targets.some(streams) ? STREAM_IDLE_SECONDS : undefined);
  return {
    read: seconds(timeouts?.read) ?? derivedRead(targets),
    ...(connect === undefined ? {} : { connect }),
    ...(send === undefined ? {} : { send }),
  };
}

function derivedRead(targets: readonly ExposureTarget[]): number {
  const request = longestRequest(targets) + READ_SLACK_SECONDS;
  return Math.max(request, targets.some(streams) ? STREAM_IDLE_SECONDS : 0);
}

function longestRequest(targets: readonly ExposureTarget[]): number {
  return Math.max(0, ...targets.map(({ requestTimeoutSeconds }) => requestTimeoutSeconds));
}

function streams({ protocol }: ExposureTarget): boolean {
  return protocol === 'websocket' || protocol === 'sse';
}

function readFormula(request: number, derived: number): ExposureReason {
  const slack = request + READ_SLACK_SECONDS;
  return derived > slack
    ? {
        formula: `an open stream may be silent for ${derived} s`,
        source: 'https://nginx.org/en/docs/http/websocket.html',
      }
    : {
        formula: `requestTimeout ${request} s + ${READ_SLACK_SECONDS} s, so that the server gives up first and its answer is not lost`,
      };
}

/** Seconds of a duration; undefined also for text that the shape has refused. */
function seconds(value: number | string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const parsed = parseDuration(value);
  return parsed.ok ? parsed.value : undefined;
}

function readProblems(read: number, request: number, at: string): readonly Finding[] {
  const enough = request + READ_SLACK_SECONDS;
  const fix = `Leave it out (${enough}s is derived), write at least '${enough}s', or shorten \`requestTimeout\` of the process.`;
  if (read < request) {
    return [
      complaint('timeout-below-request', at, {
        message: `The proxy gives up after ${read} s, but a request may take ${request} s.`,
        because: 'Clients would get 504 for requests that the process still works on.',
        fix,
      }),
    ];
  }
  if (read >= enough) return [];
  return [
    complaint('timeout-without-slack', at, {
      message: `The proxy gives up after ${read} s, less than ${READ_SLACK_SECONDS} s after the ${request} s a request may take.`,
      because:
        "The server ends such a request 5 s after its limit; if the proxy is first, the client gets 504 and the server's own answer is lost.",
      fix,
    }),
  ];
}

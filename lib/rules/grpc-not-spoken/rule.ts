/** Plan rule: a process that is said to speak gRPC has a server that speaks HTTP/2. */

import { grpcOf } from '../plans/grpc.ts';
import { pathOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2226. @see https://github.com/grpc/grpc/blob/v1.76.0/doc/PROTOCOL-HTTP2.md */
export const grpcNotSpoken: PlanRule = {
  code: 'SW2226',
  name: 'grpc-not-spoken',
  level: 'plan',
  severity: 'error',
  summary: 'A process is said to speak gRPC, and its server speaks HTTP/1.1 alone.',
  because: 'gRPC is HTTP/2: routes and callers open with it, and every call fails.',
  check: (plan) =>
    grpcOf(plan)
      .filter(({ server }) => server?.http2 === false)
      .map((process) => ({
        path: `${pathOf(process)}.server`,
        message: `${process.name} is to speak gRPC, and ${process.server?.title ?? ''} speaks no HTTP/2 as it is configured here.`,
        fix: 'Start a gRPC server with http({ command: [...] }), or serve it by hypercorn() or granian(); leave `protocol` out if it is HTTP.',
      })),
};
